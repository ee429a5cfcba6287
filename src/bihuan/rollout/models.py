"""What a town asks of benchmark units and of an acceptance; who was willing and was chosen; waves, their units, acceptances; the district's list."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.meetings.models import Resolution
from bihuan.rollout import rules
from bihuan.rollout.rules import SHEET, SHEET_PASS, USUAL, USUAL_PASS, WAVES, Asked, Reason, Scored, SheetItem
from bihuan.units.models import Unit

_OF_UNIT = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}


class _Asking(models.Model):
    """Something that a town asks from a day until the day before the next; what was judged by it says so by its key."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField()
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        abstract = True
        ordering = ["-from_on", "-id"]


class BenchmarkRule(_Asking):
    """选树条件: criteria with their points; `least` points fit."""

    criteria = models.JSONField(default=list)

    @property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(rules.of_kept(one) for one in self.criteria)

    @classmethod
    def usual(cls) -> "BenchmarkRule":
        """What holds in a town that has not said otherwise; it is no row."""
        return cls(least=USUAL_PASS, criteria=[one.as_kept() for one in USUAL])


class ScoreSheet(_Asking):
    """验收评分表: lines with their points; `least` points pass."""

    lines = models.JSONField(default=list)

    @property
    def items(self) -> tuple[SheetItem, ...]:
        return tuple(SheetItem(**one) for one in self.lines)

    @property
    def full(self) -> int:
        return sum(one.points for one in self.items)

    @classmethod
    def usual(cls) -> "ScoreSheet":
        """The built-in sheet; it is no row."""
        return cls(least=SHEET_PASS, lines=[one.as_kept() for one in SHEET])


class _OfUnit(models.Model):
    """A row of a unit, seen where the unit is; `recorded_*` are as on the day."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        abstract = True


class Willingness(_OfUnit):
    """What a unit answered when it was asked to go first (意愿), until it answers anew."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="willingness")
    willing = models.BooleanField("愿意")
    said_by = models.CharField("答复人", max_length=40)
    note = models.CharField("说明", max_length=200, blank=True)
    from_on = models.DateField("答复日期")
    ended_on = models.DateField(null=True, blank=True)

    class Meta(_OfUnit.Meta):
        ordering = ["-from_on", "-id"]


class Benchmark(_OfUnit):
    """A benchmark unit (标杆企业) from a day until the day before it ended. `score` of `full` and `reasons` are as the criteria made them on
    the day; one that did not fit has the `ground` on which it was chosen all the same."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="benchmarks")
    rule = models.ForeignKey(BenchmarkRule, models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField("得分")
    full = models.PositiveSmallIntegerField("满分")
    fits = models.BooleanField("符合条件")
    reasons = models.JSONField(default=list)
    ground = models.CharField("选树理由", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField("选树日期")
    ended_on = models.DateField("取消日期", null=True, blank=True)
    ended_for = models.CharField("取消原因", max_length=200, blank=True)

    class Meta(_OfUnit.Meta):
        indexes = [models.Index(fields=["town", "from_on", "id"], name="benchmark_list")]
        ordering = ["-from_on", "-id"]

    @property
    def told(self) -> list[Reason]:
        return [Reason(**one) for one in self.reasons]


class Wave(models.Model):
    """A wave (批次) of the roll-out: who begins in it, from a day to the day by which all are to be accepted. `decided` says which meeting
    or paper decided it; `resolution` is what a meeting of the town decided, where it is on record."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField("步骤", max_length=5, choices=[(code, one.label) for code, one in WAVES.items()])
    name = models.CharField("批次", max_length=40)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("完成期限")
    decided = models.CharField("议定的会议或文件", max_length=100, blank=True)
    decided_on = models.DateField("会议（发文）日期", null=True, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="waves")
    closed_on = models.DateField("结束日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.name}"


class WaveUnit(_OfUnit):
    """A unit of a wave from the day it joined until it left. How far it is stands in no column: it is read from what others record."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="waves")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="units")
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_for = models.CharField("退出原因", max_length=200, blank=True)

    class Meta(_OfUnit.Meta):
        indexes = [
            models.Index(fields=["town", "joined_on", "id"], name="wave_unit_list"),
            models.Index(fields=["unit", "left_on"], name="wave_unit_of"),
        ]
        ordering = ["-joined_on", "-id"]

    def __str__(self) -> str:
        return f"{self.unit}（{self.wave.name}）"


class Acceptance(_OfUnit):
    """An acceptance (验收) of a unit in its wave: who looked, with whom, each line of the sheet with its points and what was lacking, a photo.
    Never changed: what did not pass is accepted anew."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="acceptances")
    within = models.ForeignKey(WaveUnit, models.PROTECT, related_name="acceptances")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, related_name="+")
    scores = models.JSONField(default=list)
    total = models.PositiveSmallIntegerField("得分")
    full = models.PositiveSmallIntegerField("满分")
    least = models.PositiveSmallIntegerField("合格分")
    passed = models.BooleanField("合格")
    why = models.CharField("不合格原因", max_length=300, blank=True)
    ground = models.CharField("未完成步骤的说明", max_length=300, blank=True)
    opinion = models.CharField("验收意见", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    with_whom = models.CharField("参加人", max_length=100)
    photo = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    accepted_on = models.DateField("验收日期")
    at = models.DateTimeField()

    class Meta(_OfUnit.Meta):
        indexes = [
            models.Index(fields=["town", "accepted_on", "id"], name="acceptance_list"),
            models.Index(fields=["within", "passed"], name="acceptance_of"),
        ]
        ordering = ["-accepted_on", "-id"]

    @property
    def scored(self) -> list[Scored]:
        return [Scored(**one) for one in self.scores]

    @property
    def result(self) -> str:
        return "合格" if self.passed else "不合格"


class Taking(_OfUnit):
    """That the district took a unit in (纳入区级建设范畴), by a list with number and day. One recorded by mistake is void, with the reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="takings")
    number = models.CharField("文号", max_length=60)
    body = models.CharField("发文机关", max_length=60)
    dated_on = models.DateField("发文日期")
    voided_on = models.DateField(null=True, blank=True)
    voided_for = models.CharField("作废原因", max_length=200, blank=True)

    class Meta(_OfUnit.Meta):
        indexes = [models.Index(fields=["town", "dated_on", "id"], name="taking_list")]
        ordering = ["-dated_on", "-id"]

    def __str__(self) -> str:
        return f"{self.body}{self.number}"


class WorkDay(models.Model):
    """That somebody worked on a unit's risk file on a day: one row a unit and day, kept as it happens, so that who keeps it alive is told for a
    thousand units without looking at their points."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="work_days", db_index=False)
    day = models.DateField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="work_day_once")]
