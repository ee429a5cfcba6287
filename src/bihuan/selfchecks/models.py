"""What a unit's own people have checked, and what is counted of it as it comes in. What is due is no row: see `rules`."""

from datetime import time

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.hazards.models import Hazard
from bihuan.risks.models import CheckLine, RiskPoint, RiskStep
from bihuan.risks.rules import FREQUENCIES, LEVELS
from bihuan.selfchecks.rules import DOUBTS, SETTLED, Schedule, Shift
from bihuan.units.models import Unit

_OF_UNIT = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}
_OF_POINT = {"town": "town_id", "cell": "point__unit__cell_path", "department": "point__unit__department_id"}


class ShiftSetting(models.Model):
    """A unit's shifts (name, from, to) and its weekdays of rest, from a day until the day before it was replaced."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shift_settings")
    shifts = models.JSONField("班次", default=list)
    rest = models.JSONField("休息日", default=list)
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["unit", "ended_on"], name="self_shifts_unit")]
        ordering = ["from_on", "id"]

    @property
    def schedule(self) -> Schedule:
        shifts = (
            Shift(name, time.fromisoformat(begins), time.fromisoformat(ends))
            for name, begins, ends in self.shifts
        )
        return Schedule(tuple(shifts), frozenset(self.rest))


class SelfCheck(models.Model):
    """A check that somebody of a unit made at a risk point, for a level and a frequency, of the period that ended on `due_on` (and of which
    shift); one a period. It covers `lines` lines. `at` is when it was made, `entered_at` when it came in. `far_m`: metres from the plate."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="self_checks")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="self_checks", db_index=False)
    level = models.CharField("层级", max_length=10, choices=[(one, one) for one in LEVELS])
    every = models.CharField("频次", max_length=8, choices=list(FREQUENCIES.items()))
    due_on = models.DateField("期末")
    shift = models.CharField("班次", max_length=5, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("检查时间")
    entered_at = models.DateTimeField()
    is_normal = models.BooleanField("正常")
    lines = models.PositiveSmallIntegerField("检查内容")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    far_m = models.PositiveIntegerField("距离（米）", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [  # the day second: what was done at some points on a day is asked for all the time
            models.UniqueConstraint(
                fields=["point", "due_on", "level", "every", "shift"], name="self_check_once"
            )
        ]
        indexes = [
            models.Index(fields=["town", "-at", "id"], name="self_check_list"),
            models.Index(fields=["town", "due_on"], name="self_check_due"),
            models.Index(fields=["unit", "-at"], name="self_check_unit"),
        ]
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.point} {self.at}"


class SelfFinding(models.Model):
    """That a hazard was found at a risk point by the unit itself: on a check, or besides. `step` and `line` where one was named."""

    scope_fields = _OF_POINT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="findings")
    on_check = models.ForeignKey(SelfCheck, models.PROTECT, null=True, blank=True, related_name="findings")
    step = models.ForeignKey(RiskStep, models.PROTECT, null=True, blank=True, related_name="+")
    line = models.ForeignKey(CheckLine, models.PROTECT, null=True, blank=True, related_name="+")
    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="self_finding")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]


class ClosedDay(models.Model):
    """That a day is over and what was due on it has been counted, by the clock."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    day = models.DateField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "day"], name="self_day_closed_once")]


class UnitDay(models.Model):
    """A unit's day in numbers, kept as they come in (ADR 23). `checks` made and `hazards` found on it, `doubts` raised; and when it was
    `closed`, how many checks were `due` by its end and how many of them were `done`."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="self_days", db_index=False)
    day = models.DateField("日期")
    checks = models.PositiveIntegerField("自查", default=0)
    hazards = models.PositiveIntegerField("隐患", default=0)
    doubts = models.PositiveIntegerField("存疑", default=0)
    due = models.PositiveIntegerField("应自查", default=0)
    done = models.PositiveIntegerField("按时自查", default=0)
    closed = models.ForeignKey(ClosedDay, models.PROTECT, null=True, blank=True, related_name="units")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="self_unit_day_once")]
        indexes = [models.Index(fields=["town", "day"], name="self_unit_day_town")]
        ordering = ["day", "id"]


class Standing(models.Model):
    """How a unit stands in the days that end with `as_of`, a row a unit: what the town's page adds up, so that it costs the same after
    years of checks. `last_on` is kept with each check, the rest whenever a day is closed."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="self_standing")
    last_on = models.DateField("最近自查", null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    due = models.PositiveIntegerField("应自查", default=0)
    done = models.PositiveIntegerField("按时自查", default=0)
    hazards = models.PositiveIntegerField("隐患", default=0)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "last_on", "id"], name="self_standing_list")]
        ordering = ["last_on", "id"]


class Doubt(models.Model):
    """Something about a unit's checks that the town asks after (存疑). While one of a kind is open at a unit, what comes after adds to its
    `count`, so that who checks badly every day is one thing to see to."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="self_doubts")
    kind = models.CharField("存疑", max_length=10, choices=list(DOUBTS.items()))
    on_check = models.ForeignKey(SelfCheck, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    says = models.CharField("情况", max_length=200)
    count = models.PositiveIntegerField("次数", default=1)
    raised_on = models.DateField("提出日期")
    last_on = models.DateField("最近一次")
    settled_on = models.DateField("处理日期", null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("处理结果", max_length=8, choices=list(SETTLED.items()), blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "settled_on", "-last_on"], name="self_doubt_list"),
            models.Index(fields=["unit", "kind"], name="self_doubt_unit"),
        ]
        ordering = ["-last_on", "-id"]

    def __str__(self) -> str:
        return DOUBTS[self.kind]


class PointPlate(models.Model):
    """The QR plate at a risk point. Its code tells nothing and cannot be guessed; a lost plate's ends with its renewal."""

    scope_fields = _OF_POINT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="plates")
    code = models.CharField("牌号", max_length=12, unique=True)
    from_on = models.DateField("制牌日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()
    codes = models.Manager()  # a plate is read at the point, before anyone's scope is known

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["point"], condition=models.Q(ended_on__isnull=True), name="point_plate_in_force_once"
            )
        ]
        ordering = ["from_on", "id"]
