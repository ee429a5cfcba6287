"""Campaigns and teams (plain rows that grow later), checklists, outings, visits, grants and the register of issued papers."""

from datetime import date

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.inspections.checklists import Changes, Checklist, Item, own_item
from bihuan.inspections.lifecycle import CAMPAIGN, CHECKLIST, ISSUED
from bihuan.inspections.papers import DELEGATED, GRANTED, PAPERS, POWERS
from bihuan.inspections.rules import DRIVE_KINDS, KINDS
from bihuan.units.models import Unit


class Team(models.Model):
    """A standing special team (专项巡查工作组). `categories` are the codes of the units it watches."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    categories = models.JSONField(default=list)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "name"], name="team_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A drive (专项行动) from a day to a day, inclusive. `aliases` are other names under which reports speak of it. What is drafted or was
    cancelled takes no visits and counts nowhere. `parent`: a larger one that it is part of; what is recorded for it counts for both, in the
    larger one's total once. What is planned of it a later app knows (`campaigns.DrivePlan`)."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=80)
    aliases = models.JSONField("别称", default=list, blank=True)
    kind = models.CharField(
        "种类", max_length=10, choices=list(DRIVE_KINDS.items()), default="special", db_default="special"
    )
    categories = models.JSONField("涉及类别", default=list, blank=True)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="nested")
    state = models.CharField(
        "状态", max_length=10, choices=list(CAMPAIGN.states.items()), default=ISSUED, db_default=ISSUED
    )
    issued_on = models.DateField("印发日期", null=True, blank=True)
    closed_on = models.DateField("总结日期", null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "name", "begins_on"], name="campaign_once")]
        indexes = [
            models.Index(fields=["town", "begins_on", "id"], name="campaign_list"),
            models.Index(fields=["town", "state", "ends_on"], name="campaign_open"),
        ]
        ordering = ["-begins_on", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return DRIVE_KINDS[self.kind]


class Grant(models.Model):
    """A published delegation (委托), by which the town acts in its district bureau's name, or a transfer (赋权), by which it acts in its
    own; in force inclusive of both days. `papers` are codes of the kinds of paper that it names, `number_word` the word (代字) of
    their numbers where the body has set one. `names_fire`: it names the oversight of fire among its matters, which else lies with others.

    Law: 行政处罚法 on delegation and transfer (domain: what a township may do). Compulsion cannot be delegated.
    """

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    nature = models.CharField(
        "方式", max_length=12, choices=[(one, POWERS[one]) for one in GRANTED], default=DELEGATED
    )
    body = models.CharField("委托机关", max_length=60)
    reference = models.CharField("委托书文号", max_length=60)
    papers = models.JSONField("可用文书", default=list)
    from_on = models.DateField("起始日期")
    to_on = models.DateField("截止日期")
    number_word = models.CharField("文号代字", max_length=20, blank=True)
    names_fire = models.BooleanField("写明消防", default=False)

    objects = ScopedManager()

    @property
    def nature_label(self) -> str:
        return {"delegated": "委托", "transferred": "赋权"}[self.nature]


class PaperPower(models.Model):
    """By what power a town signs a kind of paper from a day on (签发权限), with the basis in law; the newest row holds. Where there is
    none, the kind's usual power does."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(
        "文书", max_length=20, choices=[(code, one.label) for code, one in PAPERS.items()]
    )
    power = models.CharField("签发权限", max_length=12, choices=list(POWERS.items()))
    basis = models.CharField("依据", max_length=200)
    from_on = models.DateField("起始日期")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "kind", "from_on"], name="power_day_once")]
        ordering = ["kind", "-from_on"]


class ChecklistVersion(models.Model):
    """A town's version (版本) of one of the library's lists: what it leaves out, adds and orders. Only a draft is altered.

    `key` is the list's; `own` are items as the town wrote them
    (see `checklists.own_item`), `order` keys of items. In force from `published_on` until (not on)
    `replaced_on`.
    """

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    key = models.CharField("检查表", max_length=20)
    number = models.PositiveIntegerField("版本")
    state = models.CharField("状态", max_length=10, choices=list(CHECKLIST.states.items()), default="draft")
    hidden = models.JSONField("不用的项", default=list, blank=True)
    own = models.JSONField("增加的项", default=list, blank=True)
    order = models.JSONField("次序", default=list, blank=True)
    note = models.CharField("发布说明", max_length=200, blank=True)
    published_on = models.DateField("施行日期", null=True, blank=True)
    replaced_on = models.DateField("替换日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "key", "number"], name="checklist_number_once"),
            models.UniqueConstraint(
                fields=["town", "key", "state"],
                condition=models.Q(state__in=("draft", "published")),
                name="checklist_one_draft_one_in_force",
            ),
        ]
        ordering = ["key", "-number"]

    def changes(self, on: date) -> Changes:
        """What the version changes, its own items citing the law of a day."""
        own = tuple(own_item(one, on) for one in self.own)
        return Changes(frozenset(self.hidden), own, tuple(self.order))

    @property
    def state_label(self) -> str:
        return CHECKLIST.states[self.state]


class Obligation(models.Model):
    """A paper (文件) by which a superior body makes towns look at items (上级必查项), which a town cannot leave out. `key` is the
    list that they are added to, "" for all; in force from `from_on` until (not on) `ended_on`."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    key = models.CharField("检查表", max_length=20, blank=True)
    body = models.CharField("发文机关", max_length=60)
    reference = models.CharField("文号", max_length=60)
    issued_on = models.DateField("成文日期")
    from_on = models.DateField("施行日期")
    ended_on = models.DateField("废止日期", null=True, blank=True)
    items = models.JSONField("必查项", default=list)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "key", "reference"], name="obligation_paper_once")
        ]
        ordering = ["-issued_on", "-id"]

    @property
    def found(self) -> list[Item]:
        return [Item.from_plain(one) for one in self.items]


class FilledSheet(models.Model):
    """A checklist as it was filled (检查表存样): all that the page showed, kept once by its digest and never altered. Whatever becomes
    of the library or of the town's versions, a record shows this."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    key = models.CharField("检查表", max_length=20)
    label = models.CharField("名称", max_length=80)
    digest = models.CharField("校验码", max_length=64)
    items = models.JSONField("检查项")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "digest"], name="sheet_once")]

    @property
    def checklist(self) -> Checklist:
        return Checklist(self.key, self.label, tuple(Item.from_plain(one) for one in self.items))


class Outing(models.Model):
    """One sortie (出动) of a group on a day. What holds for the whole sortie stands here, not on each visit."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    on = models.DateField("日期")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="outings")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="outings")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="led_outings")
    unannounced = models.BooleanField("四不两直", default=False)
    night = models.BooleanField("夜查", default=False)
    experts = models.PositiveSmallIntegerField("专家（人）", default=0)
    vehicles = models.PositiveSmallIntegerField("车辆（台）", default=0)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "on"], name="outing_day")]


class OutingMember(models.Model):
    """A person on an outing: one row is one person-visit (人次)."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    outing = models.ForeignKey(Outing, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="outings")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outing", "person"], name="member_once")]


class Inspection(models.Model):
    """A visit (检查记录) to a unit: a check, a grid patrol or a re-inspection. Finished when it is recorded.

    `recorded_*` are as they were on the day and never change, the unit itself among them where it was merged into another;
    the current place is the unit's. `results` maps the key of an item of the `sheet` to "good", "bad" or "none". A late
    entry (补录) keeps both days.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections")
    recorded_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=list(KINDS.items()))
    outing = models.ForeignKey(Outing, models.PROTECT, null=True, blank=True, related_name="inspections")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="inspections")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="inspections")
    visited_on = models.DateField("检查日期")
    began_at = models.DateTimeField("开始时间", null=True, blank=True)
    entered_at = models.DateTimeField("录入时间")
    is_late_entry = models.BooleanField("补录", default=False)
    first_inspector = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second_inspector = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey(FilledSheet, models.PROTECT, null=True, blank=True, related_name="inspections")
    results = models.JSONField(default=dict, blank=True)
    opinion = models.TextField("检查情况", blank=True)
    present = models.CharField("现场负责人", max_length=40, blank=True)
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField("拒签原因", max_length=200, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "visited_on"], name="inspection_day"),
            models.Index(fields=["unit", "visited_on"], name="inspection_unit"),
        ]
        ordering = ["-visited_on", "-id"]

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


class IssuedPaper(models.Model):
    """The register of issued papers (文书登记): one row a numbered paper. What the paper says is kept by `documents.Writ`.

    `body` is in whose name it stands, by `power` and, where that rests on one, by a `grant`. Papers of a campaign have no unit, and
    not every paper follows from a visit. `recorded_*` are as on the day.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(
        "文书", max_length=20, choices=[(code, one.label) for code, one in PAPERS.items()]
    )
    number = models.CharField("文号", max_length=60)
    body = models.CharField("名义", max_length=60)
    power = models.CharField("签发权限", max_length=12, choices=list(POWERS.items()), default="own")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="papers")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="papers")
    issued_on = models.DateField("日期")
    issued_at = models.DateTimeField("登记时间")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="paper_number_once")]
        indexes = [models.Index(fields=["town", "issued_on"], name="paper_day")]
        ordering = ["-issued_on", "-id"]

    @property
    def label(self) -> str:
        return PAPERS[self.kind].label
