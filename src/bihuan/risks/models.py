"""What a unit's risk file consists of: points, their steps or parts, evaluations, measures, check lines, keepers, floor plans."""

from decimal import Decimal

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.risks.methods import DIRECT, METHODS, Method, plain
from bihuan.risks.rules import (
    ASKED_FOR,
    FREQUENCIES,
    GRADES,
    KINDS,
    LEVELS,
    MEASURES,
    OCCASIONS,
    TEXT_MAX,
    WORDS_MAX,
    Grade,
)
from bihuan.units.models import Unit

_OF_UNIT = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}
_OF_POINT = {"town": "town_id", "cell": "point__unit__cell_path", "department": "point__unit__department_id"}
_OF_STEP = {
    "town": "town_id",
    "cell": "step__point__unit__cell_path",
    "department": "step__point__unit__department_id",
}
_GRADES = [(one.number, one.label) for one in GRADES.values()]
_LEVELS = [(one, one) for one in LEVELS]  # what they are called hangs on the unit


class RiskPoint(models.Model):
    """A risk point (风险点) of a unit: equipment, a place or a work. `number` is its own within the unit; `grade` is the gravest of its
    steps', as `PointGrade` has it for every day. `x`, `y` are shares of the floor plan from its upper left corner; `latitude`, `longitude`
    degrees of WGS 84. `template` and `template_key` say from which template it was taken, `changed_on` when it first differed from it."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="risk_points")
    number = models.PositiveSmallIntegerField("编号")
    name = models.CharField("风险点", max_length=60)
    kind = models.CharField(
        "类型", max_length=10, choices=[(code, kind.label) for code, kind in KINDS.items()]
    )
    where = models.CharField("部位", max_length=60)
    grade = models.PositiveSmallIntegerField("风险等级", choices=_GRADES)
    graded_on = models.DateField("评价日期")
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    template = models.CharField(max_length=20, blank=True)
    template_key = models.CharField(max_length=12, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField("登记日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    ended_for = models.CharField("停用原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "number"], name="risk_point_unit"),
            models.Index(fields=["town", "grade", "id"], name="risk_point_list"),
        ]
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The number as cards have it: 07."""
        return f"{self.number:02d}"

    @property
    def grading(self) -> Grade:
        return GRADES[self.grade]

    @property
    def analysis(self) -> str:
        return KINDS[self.kind].analysis

    @property
    def step_word(self) -> str:
        return KINDS[self.kind].step


class PointGrade(models.Model):
    """The grade of a point from a day until the day before `until_on`: of each point in force one row is without an end, so that a
    past day is counted like today, in one pass over these rows. `unit` is the point's unit of those days: a merger ends them and begins others."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="grades")
    grade = models.PositiveSmallIntegerField("风险等级", choices=_GRADES)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "point"],
                condition=models.Q(until_on__isnull=True),
                name="risk_grade_now_once",
            )
        ]
        indexes = [
            models.Index(fields=["town", "until_on", "grade"], name="risk_grade_day"),
            # All that a town's count by unit and colour reads, in the order in which it groups.
            models.Index(
                fields=["town", "unit", "grade", "until_on", "from_on", "id"], name="risk_grade_unit"
            ),
        ]
        ordering = ["from_on", "id"]

    @property
    def grading(self) -> Grade:
        return GRADES[self.grade]


class RiskStep(models.Model):
    """A step of a work (JHA) or a part of equipment or a place (SCL): what may happen there, and its latest evaluation's grade."""

    scope_fields = _OF_POINT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField("序号")
    name = models.CharField("步骤、项目", max_length=60)
    hazard = models.CharField("危险源或潜在事件", max_length=WORDS_MAX)
    accidents = models.JSONField("可能发生的事故", default=list)
    harm = models.CharField("后果", max_length=WORDS_MAX, blank=True)
    grade = models.PositiveSmallIntegerField("风险等级", choices=_GRADES)
    evaluated_on = models.DateField("评价日期")
    opened_on = models.DateField("登记日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "point", "place", "id"], name="risk_step_list"),
            models.Index(fields=["town", "evaluated_on"], name="risk_step_evaluated"),
        ]
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def grading(self) -> Grade:
        return GRADES[self.grade]

    @property
    def consequence(self) -> str:
        """Accidents and harm in one line."""
        return "；".join(filter(None, ("、".join(self.accidents), self.harm)))


class Evaluation(models.Model):
    """One evaluation of a step, never changed: the values chosen (letter → value, as text, so that 0.1 stays 0.1) and what they came to.
    Judged major directly, `direct` says by which case and `ground` why; the score, where there is one, stays to be seen."""

    scope_fields = _OF_STEP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    step = models.ForeignKey(RiskStep, models.PROTECT, related_name="evaluations")
    evaluated_on = models.DateField("评价日期")
    at = models.DateTimeField("时间")
    occasion = models.CharField("评价原因", max_length=10, choices=list(OCCASIONS.items()))
    method = models.CharField(
        "方法", max_length=5, choices=[(one.key, one.label) for one in METHODS.values()], blank=True
    )
    values = models.JSONField(default=dict)
    score = models.DecimalField("得分", max_digits=8, decimal_places=3, null=True, blank=True)
    direct = models.CharField("直接判定", max_length=10, choices=list(DIRECT.items()), blank=True)
    ground = models.CharField("判定理由", max_length=WORDS_MAX, blank=True)
    grade = models.PositiveSmallIntegerField("风险等级", choices=_GRADES)
    proposed = models.CharField("建议新增措施", max_length=TEXT_MAX, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    with_whom = models.CharField("参加人", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "step", "at"], name="risk_evaluation_step"),
            models.Index(fields=["town", "evaluated_on"], name="risk_evaluation_day"),
        ]
        ordering = ["at", "id"]

    @property
    def grading(self) -> Grade:
        return GRADES[self.grade]

    @property
    def how(self) -> Method | None:
        return METHODS.get(self.method)

    @property
    def sum(self) -> str:
        """L3×E6×C15＝270; "" where nothing was scored."""
        if self.how is None or self.score is None:
            return ""
        parts = "×".join(f"{one.letter}{self.values[one.letter]}" for one in self.how.factors)
        return f"{parts}＝{plain(Decimal(self.score))}"


class Measure(models.Model):
    """A measure of one of the five kinds at a step, from a day until the day before it was replaced."""

    scope_fields = _OF_STEP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    step = models.ForeignKey(RiskStep, models.PROTECT, related_name="measures")
    kind = models.CharField("种类", max_length=12, choices=list(MEASURES.items()))
    text = models.CharField("措施", max_length=TEXT_MAX)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "step", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="risk_measure_once",
            )
        ]
        ordering = ["id"]


class CheckLine(models.Model):
    """What somebody of a level looks at so often, to see that the measures of a step hold: what self-checks are made of."""

    scope_fields = _OF_STEP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    step = models.ForeignKey(RiskStep, models.PROTECT, related_name="checks")
    text = models.CharField("检查内容", max_length=WORDS_MAX)
    every = models.CharField("频次", max_length=8, choices=list(FREQUENCIES.items()))
    level = models.CharField("层级", max_length=10, choices=_LEVELS)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "step"], name="risk_check_step")]
        ordering = ["id"]


class Keeper(models.Model):
    """Who answers for a point at a level, from a day until the day before it ended: a person with an account, or a name with a phone."""

    scope_fields = _OF_POINT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="keepers")
    level = models.CharField("层级", max_length=10, choices=_LEVELS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=20, blank=True)
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "point", "level"],
                condition=models.Q(ended_on__isnull=True),
                name="risk_keeper_once",
            )
        ]
        indexes = [models.Index(fields=["person", "ended_on"], name="risk_keeper_person")]
        ordering = ["from_on", "id"]


class Review(models.Model):
    """A new evaluation of a point that something asks for: a change, an accident, a year gone by. Done when each of its steps has been
    evaluated since."""

    scope_fields = _OF_POINT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    point = models.ForeignKey(RiskPoint, models.PROTECT, related_name="reviews")
    why = models.CharField("原因", max_length=10, choices=list(ASKED_FOR.items()))
    note = models.CharField("说明", max_length=200, blank=True)
    asked_on = models.DateField("提出日期")
    asked_at = models.DateTimeField()
    due_on = models.DateField("期限")
    done_on = models.DateField("完成日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "point"],
                condition=models.Q(done_on__isnull=True),
                name="risk_review_open_once",
            )
        ]
        indexes = [models.Index(fields=["town", "done_on", "due_on"], name="risk_review_due")]
        ordering = ["due_on", "id"]


class FloorPlan(models.Model):
    """A unit's floor plan from a day until the day before the next: a picture, or an outline of rooms (`rules.rooms`). `width` and
    `height` are the picture's own, for its shape."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="floor_plans")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    outline = models.CharField("简图", max_length=1000, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-from_on", "-id"]


class TemplateUse(models.Model):
    """That a unit began from a trade's template, and what it made of it. The counts follow each later step: a file that was copied
    through shows as such."""

    scope_fields = _OF_UNIT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="template_uses")
    trade = models.CharField(max_length=20)
    edition = models.CharField(max_length=12)
    used_on = models.DateField("启用日期")
    offered = models.PositiveSmallIntegerField("模板风险点")
    kept = models.PositiveSmallIntegerField("保留")
    changed = models.PositiveSmallIntegerField("修改", default=0)
    struck = models.PositiveSmallIntegerField("删去")
    added = models.PositiveSmallIntegerField("新增", default=0)

    objects = ScopedManager()

    class Meta:
        ordering = ["used_on", "id"]
