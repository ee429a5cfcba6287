"""Hazards, the demands put upon units, and evidence."""

from django.db import models

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.hazards.lifecycle import (
    BOUND,
    CALM,
    HAZARD,
    KEPT,
    MAJOR,
    OPEN,
    PASSED_UP,
    UNBOUND,
    UNDER_OWN,
    URGENT,
)
from bihuan.hazards.likeness import Told
from bihuan.hazards.rules import KINDS, LEVELS, ORIGINS, SELF, TOLD_AS, needs_town
from bihuan.inspections.models import Campaign, Inspection, IssuedPaper, Team
from bihuan.units.models import Unit

STANDING = models.Q(voided_on__isnull=True)


class Hazard(models.Model):
    """A hazard (隐患) found at a unit.

    The dated columns tell its state at any past day: `onsite_on` fixed on site, `ordered_on` first ordered,
    `settled_on` rectified (on site, by re-inspection, by acceptance of a major one, or by whom it was referred to),
    `major_on` judged major, `passed_on` a major one re-inspected, `referred_on` first referred to another body.
    `latitude` and `longitude` (degrees of WGS 84, both or none) are where it lies, if somebody said so: else it lies where its unit does.
    `funds_yuan` is what the unit says that mending has cost so far, as it last reported.
    `recorded_*`, `campaign` and `team` are as on the day. `repeat_of` is an earlier one at the same unit that it repeats.
    What the unit found itself (`origin` self) comes from no inspection; its `deadline_on` is the unit's own until the town orders.
    """

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hazards")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="hazards")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="hazards")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="hazards")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)
    origin = models.CharField("来源", max_length=14, choices=list(ORIGINS.items()))
    item = models.CharField("检查项", max_length=10, blank=True)
    text = models.CharField("隐患描述", max_length=300)
    place = models.CharField("部位", max_length=100, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    kind = models.CharField("类别", max_length=12, choices=list(KINDS.items()), default="other")
    level = models.CharField("级别", max_length=8, choices=list(LEVELS.items()), default="general")
    state = models.CharField("状态", max_length=10, choices=list(HAZARD.states.items()), default="found")
    found_on = models.DateField("发现日期")
    onsite_on = models.DateField("现场整改日期", null=True, blank=True)
    ordered_on = models.DateField("责令日期", null=True, blank=True)
    demand = models.CharField("整改要求", max_length=300, blank=True)
    deadline_on = models.DateField("整改期限", null=True, blank=True)
    reported_on = models.DateField("报告整改日期", null=True, blank=True)
    funds_yuan = models.PositiveIntegerField("整改资金（元）", null=True, blank=True)
    settled_on = models.DateField("整改完成日期", null=True, blank=True)
    urgent_on = models.DateField("急办日期", null=True, blank=True)
    urgent_due_at = models.DateTimeField("急办时限", null=True, blank=True)
    urgent_done_at = models.DateTimeField("急办办结", null=True, blank=True)
    major_on = models.DateField("判定重大日期", null=True, blank=True)
    criterion = models.CharField("判定标准条款", max_length=40, blank=True)
    passed_on = models.DateField("复查合格日期", null=True, blank=True)
    referred_on = models.DateField("首次移送日期", null=True, blank=True)
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    overdue_noted_on = models.DateField(null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="hazard_number_once")]
        indexes = [
            # Newest first, as the list is read, whole and by state; of void ones nobody makes a list. Few are under order
            # at a time, so that their deadlines need no index.
            models.Index(fields=["town", "-found_on", "-number"], condition=STANDING, name="hazard_list"),
            models.Index(
                fields=["town", "state", "-found_on", "-number"], condition=STANDING, name="hazard_state_list"
            ),
            models.Index(
                fields=["town", "-found_on", "-number"],
                condition=STANDING & models.Q(level=MAJOR),
                name="hazard_major_list",
            ),
            models.Index(fields=["town", "settled_on"], condition=STANDING, name="hazard_settled"),
            models.Index(fields=["unit", "state"], name="hazard_unit"),
        ]
        ordering = ["-found_on", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def state_label(self) -> str:
        return HAZARD.states[self.state]

    @property
    def traits(self) -> tuple[str, ...]:
        """What the lifecycle's table asks of a hazard besides its state."""
        bound = (BOUND,) if self.ordered_on else (UNBOUND,)
        pressed = (URGENT,) if self.is_urgent else () if self.urgent_on else (CALM,)
        return (self.level, *bound, *pressed, PASSED_UP if self.needs_town else KEPT)

    @property
    def needs_town(self) -> bool:
        """Whether the town looks at it, of what the unit found itself and has still to close."""
        return self.state in UNDER_OWN and needs_town(
            major=self.is_major, deadline_on=self.deadline_on, mended_on=self.reported_on, on=clock.today()
        )

    @property
    def is_own(self) -> bool:
        """Whether the unit found it itself."""
        return self.origin == SELF

    @property
    def found_by(self) -> str:
        """On what occasion it was found."""
        return self.inspection.kind_label if self.inspection else self.source_label

    @property
    def source_label(self) -> str:
        """Where it comes from, as anybody may know."""
        return TOLD_AS[self.origin]

    @property
    def is_urgent(self) -> bool:
        """Whether the clock in hours runs."""
        return self.urgent_on is not None and self.urgent_done_at is None

    @property
    def told(self) -> Told:
        """What was written of it, to be compared with others."""
        return Told(self.text, self.kind, self.place)

    @property
    def is_major(self) -> bool:
        return self.level == MAJOR

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def level_label(self) -> str:
        return LEVELS[self.level]

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


class Demand(models.Model):
    """A term set for a hazard: from a day, by a day (inclusive), until it was replaced or met (`ended_on`)."""

    scope_fields = {
        "town": "town_id",
        "cell": "hazard__unit__cell_path",
        "department": "hazard__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="demands")
    paper = models.ForeignKey(IssuedPaper, models.PROTECT, null=True, related_name="demands")
    ordered_on = models.DateField()
    deadline_on = models.DateField()
    text = models.CharField(max_length=300)
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "deadline_on"], name="demand_deadline")]


class Evidence(models.Model):
    """A photo of a hazard, before or after."""

    scope_fields = {
        "town": "town_id",
        "cell": "hazard__unit__cell_path",
        "department": "hazard__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    shows = models.CharField(max_length=6, choices=[("before", "整改前"), ("after", "整改后")])
    added_at = models.DateTimeField()

    objects = ScopedManager()
