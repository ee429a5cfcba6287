"""Decisions upon units, what they name and do, and the watch over those that are to last."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Campaign, Grant
from bihuan.measures.lifecycle import GONE, WATCH
from bihuan.measures.rules import CLEARANCE, KINDS, LEVELS, POWERS
from bihuan.units.models import Unit


class Decision(models.Model):
    """A recorded decision upon a unit, by the body that made it. A clock never makes one.

    `body` is in whose name it stands; `power` says by what right: the body's own by law, or the town's under a delegation
    (`grant`). `level` is the body's, and figures count by it. `recorded_*` and `campaign` are as on the day.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    recorded_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    hazards = models.ManyToManyField(Hazard, through="Named", related_name="decisions")
    kind = models.CharField("决定", max_length=10, choices=list(KINDS.items()))
    body = models.CharField("决定机关", max_length=60)
    level = models.CharField("层级", max_length=8, choices=list(LEVELS.items()), default="district")
    power = models.CharField("权力来源", max_length=6, choices=list(POWERS.items()), default="law")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField("文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期")
    reason = models.CharField("事由", max_length=300)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voided_on = models.DateField("作废日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "body", "number"],
                condition=~models.Q(number="") & models.Q(voided_on__isnull=True),
                name="decision_once",
            )
        ]
        indexes = [models.Index(fields=["town", "decided_on", "id"], name="decision_list")]
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return f"{self.label} {self.number}".strip()

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def power_label(self) -> str:
        """By what right, in words: 法定职权, or the delegation."""
        return f"受委托（{self.grant.reference}）" if self.grant else POWERS["law"]


class _OfDecision(models.Model):
    """A row that belongs to a decision and is seen where its unit is."""

    scope_fields = {
        "town": "town_id",
        "cell": "decision__unit__cell_path",
        "department": "decision__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True


class Named(_OfDecision):
    """A hazard that a decision names: a suspension ends when those it names are settled."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="named")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="named")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "hazard"], name="named_once")]


class Clearance(_OfDecision):
    """One act of a ban at the place (两断三清), on its day."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="clearances")
    step = models.CharField(max_length=10, choices=list(CLEARANCE.items()))
    done_on = models.DateField("日期")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "step"], name="clearance_once")]
        ordering = ["done_on", "id"]

    @property
    def label(self) -> str:
        return CLEARANCE[self.step]


class Watch(_OfDecision):
    """The watch over a ban or a suspension. At most one of a unit is open.

    `since_on` is the day from which the days of revisits are counted: the decision's, or that on which a return was dealt
    with. `ended_on` with the state says when and how it ended.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="watch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="watches")
    state = models.CharField("状态", max_length=10, choices=list(WATCH.states.items()), default="watching")
    since_on = models.DateField()
    returned_on = models.DateField("最近反弹日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_on__isnull=True), name="watch_open_once"
            )
        ]

    @property
    def state_label(self) -> str:
        return WATCH.states[self.state]

    @property
    def traits(self) -> tuple[str, ...]:
        """What the lifecycle's table asks of a watch besides its state."""
        return (self.decision.kind, GONE) if self.unit.state == "closed" else (self.decision.kind,)


class Revisit(models.Model):
    """A look at the place, due on a day. One of a watch is open; what nobody made stays due until somebody goes.

    `missed_on` is the day on which the clock noted that the day had passed. `hazard` is what a return was registered as.
    """

    scope_fields = {
        "town": "town_id",
        "cell": "watch__unit__cell_path",
        "department": "watch__unit__department_id",
    }
    FINDINGS = {"kept": "没有反弹", "returned": "发现反弹"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="revisits")
    due_on = models.DateField("应回访日期")
    seen_on = models.DateField("回访日期", null=True, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField("情况", max_length=8, blank=True, choices=list(FINDINGS.items()))
    note = models.CharField("说明", max_length=300, blank=True)
    hazard = models.OneToOneField(Hazard, models.PROTECT, null=True, blank=True, related_name="revisit")
    missed_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "due_on"], name="revisit_due")]
        ordering = ["due_on", "id"]

    @property
    def finding_label(self) -> str:
        return self.FINDINGS[self.finding]


class RevisitPhoto(models.Model):
    """A photo of the place as it was seen."""

    scope_fields = {
        "town": "town_id",
        "cell": "revisit__watch__unit__cell_path",
        "department": "revisit__watch__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    revisit = models.ForeignKey(Revisit, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    objects = ScopedManager()
