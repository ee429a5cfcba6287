"""Extensions of terms, the town's table of reminders and escalations, the steps taken by it, and what urgency takes."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.rules import LEVELS
from bihuan.supervision.lifecycle import EXTENSION
from bihuan.supervision.rules import MEANS, TAKEN, Step

OF_A_HAZARD = {
    "town": "town_id",
    "cell": "hazard__unit__cell_path",
    "department": "hazard__unit__department_id",
}
POSTS = [(code, kind.label) for code, kind in POST_KINDS.items()]


class Extension(models.Model):
    """A request (延期申请) to put off the term `demand`. One of the days `granted_on`, `refused_on`, `withdrawn_on`, `lapsed_on`
    says how it ended; none of them is ever changed. `deadline_on` is what was granted, which may be less than wanted."""

    scope_fields = OF_A_HAZARD

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="extensions")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="extensions")
    state = models.CharField("状态", max_length=10, choices=list(EXTENSION.states.items()), default="asked")
    asked_on = models.DateField("申请日期")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField("延期理由", max_length=300)
    interim = models.CharField("防范措施", max_length=300)
    wanted_on = models.DateField("申请延长至")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("答复", max_length=300, blank=True)
    deadline_on = models.DateField("批准延长至", null=True, blank=True)
    granted_on = models.DateField("批准日期", null=True, blank=True)
    refused_on = models.DateField("不批准日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    lapsed_on = models.DateField("失效日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "demand"], condition=Q(state="asked"), name="extension_one_asked"
            )
        ]
        indexes = [
            models.Index(fields=["town", "asked_on"], name="extension_day"),
            models.Index(fields=["town", "state"], name="extension_state"),
        ]
        ordering = ["asked_on", "id"]

    @property
    def state_label(self) -> str:
        return EXTENSION.states[self.state]


class EscalationRule(models.Model):
    """A line of the town's own table. It is ended, not changed, so that it can be told what held on a day."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    level = models.CharField("级别", max_length=8, choices=list(LEVELS.items()))
    days = models.SmallIntegerField("天数")
    workdays = models.BooleanField("按工作日", default=False)
    post = models.CharField("岗位", max_length=20, choices=POSTS)
    means = models.CharField("方式", max_length=8, choices=list(MEANS.items()))
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "level", "means", "post", "days"],
                condition=Q(ended_on__isnull=True),
                name="escalation_rule_once",
            )
        ]

    @property
    def step(self) -> Step:
        return Step(self.level, self.days, self.post, self.means, self.workdays)


class Escalation(models.Model):
    """A step of the table that was taken for a term, or a word of a person's (催办): meant for the holders of `post`, it was told to those of `told`, the next
    post up where nobody held it. `holders` are their names on that day, `days` the line of the table (of a person's word the
    same as `days_late`, so that there is one a day), `days_late` how late the term was (below 0: how many days were left)."""

    scope_fields = OF_A_HAZARD

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="escalations")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="escalations")
    means = models.CharField(max_length=8, choices=list(TAKEN.items()))
    days = models.SmallIntegerField()
    post = models.CharField(max_length=20, choices=POSTS)
    told = models.CharField(max_length=20, choices=POSTS)
    holders = models.CharField(max_length=200)
    days_late = models.SmallIntegerField()
    at = models.DateTimeField()
    on = models.DateField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "demand", "means", "days", "post", "told"], name="escalation_once"
            )
        ]
        indexes = [
            models.Index(fields=["town", "on"], name="escalation_day"),
            models.Index(fields=["town", "told"], name="escalation_told"),
        ]
        ordering = ["at", "id"]

    @property
    def post_label(self) -> str:
        return POST_KINDS[self.post].label

    @property
    def told_label(self) -> str:
        return POST_KINDS[self.told].label


class UrgentEntry(models.Model):
    """What an urgent hazard (急办) takes, and who was told: assigned or used. `amount`: persons, or whole yuan."""

    KINDS = {
        "people": "人员",
        "material": "物资",
        "money": "资金",
        "told": "告知",
        "progress": "进展",
        "result": "办结",
    }
    STAGES = {"assigned": "调派", "used": "投入"}

    scope_fields = OF_A_HAZARD

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="urgent_entries")
    kind = models.CharField("内容", max_length=10, choices=list(KINDS.items()))
    stage = models.CharField("阶段", max_length=10, choices=list(STAGES.items()), blank=True)
    amount = models.PositiveIntegerField("数量", null=True, blank=True)
    text = models.CharField("说明", max_length=200)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "on"], name="urgent_entry_day"),
            models.Index(fields=["hazard", "at"], name="urgent_entry_hazard"),
        ]
        ordering = ["at", "id"]

    @property
    def label(self) -> str:
        """人员（投入）."""
        return self.KINDS[self.kind] + (f"（{self.STAGES[self.stage]}）" if self.stage else "")

    @property
    def amount_text(self) -> str:
        """3人, 12000元."""
        if self.amount is None:
            return ""
        unit = {"people": "人", "money": "元"}.get(self.kind, "")
        return f"{self.amount:,}{unit}"
