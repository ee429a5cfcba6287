"""Who sits on a team; a drive's plan, its list of units, the papers it was issued by and those handed up in it."""

from datetime import date

from django.db import models
from django.db.models import Q

from bihuan.campaigns.asked import Asked, Sent, asked_of
from bihuan.campaigns.rules import MODES, REASONS, ROLES, Stage, stage_of
from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Department, Person, Post
from bihuan.inspections.models import Campaign, Team
from bihuan.summaries.models import FilledForm, Summary
from bihuan.units.models import Unit


class TeamSeat(OfTown):
    """A seat on a standing team (组长、副组长、成员、成员单位) from a day until the day before it ended: a post, whose later holder has it,
    or a department. It is ended, not changed."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="seats")
    role = models.CharField("职责", max_length=10, choices=list(ROLES.items()))
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="head", ended_on__isnull=True), name="team_one_head"
            ),
            models.UniqueConstraint(
                fields=["team", "post"],
                condition=Q(post__isnull=False, ended_on__isnull=True),
                name="team_seat_once",
            ),
            models.UniqueConstraint(
                fields=["team", "department"],
                condition=Q(department__isnull=False, ended_on__isnull=True),
                name="team_department_once",
            ),
        ]
        ordering = ["from_on", "id"]


class DrivePlan(OfTown):
    """What a drive is to do (行动方案). Its scope is `categories` of the campaign, `cells` (paths), `levels` of supervision, the gravest grade of
    their risk points (`risks`, 1 is red) and a filter of the list of units (`query`, `query_name`), each "" or empty for no limit; it becomes rows (`CampaignUnit`) when the plan is issued and follows the
    register from then on. `stages` as `rules.Stage`; `checklists` are keys of the library; `asked` as `asked.Asked`; `teams` are ids; `summary` is what it was closed with."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="plan")
    basis = models.CharField("依据", max_length=200, blank=True)
    aim = models.TextField("目标", blank=True)
    content = models.TextField("重点", blank=True)
    demands = models.TextField("要求", blank=True)
    handing = models.TextField("报送", blank=True)
    cells = models.JSONField("网格", default=list, blank=True)
    levels = models.JSONField("监管等级", default=list, blank=True)
    risks = models.JSONField("风险等级", default=list, blank=True)
    query = models.CharField("筛选", max_length=1000, blank=True)
    query_name = models.CharField("常用筛选", max_length=20, blank=True)
    stages = models.JSONField("阶段", default=list, blank=True)
    checklists = models.JSONField("检查表", default=list, blank=True)
    asked = models.JSONField("报送材料", default=list, blank=True)
    teams = models.JSONField("专项组", default=list, blank=True)
    mode = models.CharField("分工", max_length=8, choices=list(MODES.items()), default="trade")
    number = models.CharField("文号", max_length=60, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    summary = models.ForeignKey(Summary, models.PROTECT, null=True, blank=True, related_name="+")

    @property
    def parts(self) -> list[Stage]:
        return [stage_of(one) for one in self.stages]

    @property
    def asks(self) -> list[Asked]:
        return [asked_of(one) for one in self.asked]

    def stage_on(self, on: date) -> str:
        """The name of the stage of a day, "" for none."""
        days = (
            one for one in self.parts if one.begins_on and one.ends_on and one.begins_on <= on <= one.ends_on
        )
        return next((one.name for one in days), "")


class CampaignUnit(models.Model):
    """A unit on a drive's list: from which day and why, by which team, until when and why it left; or why it was not visited (`excuse`, a key of
    REASONS). That it was visited the visits say. `recorded_*` are as on the day it joined."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="listed")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drives")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="listed")
    joined_on = models.DateField("列入日期")
    joined_for = models.CharField("列入说明", max_length=100, blank=True)
    left_on = models.DateField("移出日期", null=True, blank=True)
    left_for = models.CharField("移出说明", max_length=100, blank=True)
    excuse = models.CharField("未查原因", max_length=12, choices=list(REASONS.items()), blank=True)
    excuse_note = models.CharField("原因说明", max_length=200, blank=True)
    excused_on = models.DateField("说明日期", null=True, blank=True)
    excused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="campaign_unit_once")]
        indexes = [models.Index(fields=["town", "recorded_cell", "id"], name="campaign_unit_list")]
        ordering = ["recorded_cell", "id"]

    @property
    def excuse_words(self) -> str:
        """Why it was not visited, in words; "" where no reason stands."""
        return self.excuse_note or REASONS.get(self.excuse, "")


class DrivePaper(OfTown):
    """A plan as issued: its fields frozen (`content`), in versions; a later one says why."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    number = models.CharField("文号", max_length=60, blank=True)
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField()
    reason = models.CharField("变更原因", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("印发时间")
    issued_on = models.DateField("印发日期")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "version"], name="drive_paper_once")]
        ordering = ["at", "id"]

    @property
    def title(self) -> str:
        return "行动方案" + (f"（第{self.version}版）" if self.version > 1 else "")


class DriveHanding(OfTown):
    """That a paper which a drive's plan asks for (its line's `key`) was handed up, by `who` (a team or department by id, or the office) for `due_on`;
    `name` and `to` as the plan said then. `filled` or `summary` is what was made of records, `file` what somebody wrote. One that was
    entered by mistake is taken back (`voided_on`), and the paper is due again."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="handings")
    key = models.CharField(max_length=36)
    name = models.CharField("材料", max_length=40)
    to = models.CharField("报给", max_length=40)
    who = models.CharField(max_length=36)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("应报日期")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("报送时间")
    handed_on = models.DateField("报送日期")
    is_late = models.BooleanField("迟报")
    note = models.CharField("说明", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    filled = models.ForeignKey(FilledForm, models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.ForeignKey(Summary, models.PROTECT, null=True, blank=True, related_name="+")
    voided_on = models.DateField("撤回日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "key", "who", "due_on"],
                condition=Q(voided_on__isnull=True),
                name="drive_handing_once",
            )
        ]
        ordering = ["due_on", "id"]

    @property
    def settled(self) -> Sent:
        return Sent(self.key, self.who, self.due_on)
