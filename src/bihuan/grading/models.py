"""The level of a unit from a day on, how often each level is visited, and the year's plan."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grading.rules import LEVELS, USUAL_TIMES, Level, Reason
from bihuan.grid.models import Person
from bihuan.units.models import Unit

_LEVELS = [(one.code, one.says) for one in LEVELS.values()]
_OF_UNIT = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}


class UnitLevel(models.Model):
    """A unit's level from a day until the day before the next, with its points and reasons: of each unit in the register one is without an
    end. Written by the daily clock when it or its reasons change; `before` is the level until then, "" of the first."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="levels")
    level = models.CharField("等级", max_length=1, choices=_LEVELS)
    before = models.CharField("原等级", max_length=1, choices=_LEVELS, blank=True)
    score = models.PositiveSmallIntegerField("分值")
    reasons = models.JSONField(default=list)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(until_on__isnull=True), name="unit_level_now_once"
            )
        ]
        indexes = [models.Index(fields=["town", "-score", "id"], name="unit_level_list")]
        ordering = ["-from_on", "-id"]

    @property
    def grading(self) -> Level:
        return LEVELS[self.level]

    @property
    def told(self) -> tuple[Reason, ...]:
        return tuple(Reason(**one) for one in self.reasons)


class Frequency(models.Model):
    """How often each level is visited in a year, from a day until the day before the next."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    times = models.JSONField(default=dict)
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-from_on", "-id"]

    @classmethod
    def usual(cls) -> "Frequency":
        """What holds in a town that has not said otherwise; it is no row."""
        return cls(times=dict(USUAL_TIMES))


class Plan(models.Model):
    """A year's plan of inspections (年度监督检查计划): drawn up, and approved by somebody else; a draft is dropped when another is drawn up."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    times = models.JSONField(default=dict)
    made_on = models.DateField("拟订日期")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approval = models.CharField("批准意见", max_length=200, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "year"],
                condition=models.Q(dropped_on__isnull=True),
                name="inspection_plan_once",
            )
        ]
        ordering = ["-year", "-id"]

    @property
    def title(self) -> str:
        return f"{self.year}年度安全生产监督检查计划"


class PlanLine(models.Model):
    """A unit of a plan: its level on the day, how often it is visited and by whom."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_lines")
    level = models.CharField("等级", max_length=1, choices=_LEVELS)
    times = models.PositiveSmallIntegerField("次数")
    inspector = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["plan", "recorded_cell", "id"], name="plan_line_list")]
        ordering = ["recorded_cell", "id"]

    @property
    def grading(self) -> Level:
        return LEVELS[self.level]


class PlanVisit(models.Model):
    """One of the visits that a plan asks for, in a month: the unit's `nth` of the year. Whether it has been made is no column: it is made
    once the unit has been visited on so many days of the year, whoever went and in which month."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="planned_visits")
    nth = models.PositiveSmallIntegerField("第几次")
    from_on = models.DateField("自")
    due_on = models.DateField("至")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "from_on"], name="plan_visit_month")]
        ordering = ["from_on", "id"]
