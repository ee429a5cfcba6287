"""Accidents in the register; their tolls, the flash reports made of them, who was told, photos, what was to be done after the investigation."""

from datetime import datetime

from django.db import models

from bihuan.accidents import rules
from bihuan.accidents.lifecycle import ACCIDENT, REPORTING
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Department, Person
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

OF_AN_ACCIDENT = {
    "town": "town_id",
    "cell": "accident__cell__path",
    "department": "accident__department_id",
    "unit": "accident__unit",
}


class Accident(models.Model):
    """An accident (事故). `cell` is where it lies: the unit's, or that of the place. No names of the dead or injured are kept (ADR 24).

    `heard_at`: when the town heard of it; `unit_heard_at`: when the unit's head did. `nature_by`, `nature_ground` say who judged whether it is
    one of production, and on what ground. The columns from `word_due_at` to `unit_told_at` are the clocks: terms, and when they were met; they
    follow what is told and corrected. `recorded_*` are as on the day. `pressed_at`, `late_noted_at`: what the clock has told of.
    """

    scope_fields = {
        "town": "town_id",
        "cell": "cell__path",
        "department": "department_id",
        "unit": "unit",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="accidents")
    place = models.CharField("事故地点", max_length=100)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    happened_at = models.DateTimeField("发生时间")
    happened_on = models.DateField("发生日期")
    heard_at = models.DateTimeField("接报时间")
    heard_from = models.CharField("报告人、来源", max_length=60, blank=True)
    unit_heard_at = models.DateTimeField("单位负责人接报时间", null=True, blank=True)
    brief = models.CharField("简要经过", max_length=1000)
    kind = models.CharField("事故类型", max_length=20, blank=True)
    nature = models.CharField(
        "事故性质", max_length=12, choices=list(rules.NATURES.items()), default=rules.PENDING
    )
    nature_by = models.CharField("认定单位", max_length=60, blank=True)
    nature_ground = models.CharField("认定依据", max_length=300, blank=True)
    nature_on = models.DateField("认定日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(ACCIDENT.states.items()), default=REPORTING)
    word_due_at = models.DateTimeField()
    written_due_at = models.DateTimeField()
    unit_due_at = models.DateTimeField(null=True, blank=True)
    worded_at = models.DateTimeField("首次报出", null=True, blank=True)
    written_at = models.DateTimeField("首次书面报出", null=True, blank=True)
    unit_told_at = models.DateTimeField("单位报出", null=True, blank=True)
    pressed_at = models.DateTimeField(null=True, blank=True)
    late_noted_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    final_on = models.DateField("终报日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    closed_by = models.CharField("调查单位", max_length=60, blank=True)
    closed_number = models.CharField("结案文号", max_length=60, blank=True)
    conclusions = models.CharField("调查结论", max_length=1000, blank=True)
    cancelled_on = models.DateField("撤销日期", null=True, blank=True)
    cancelled_why = models.CharField("撤销原因", max_length=300, blank=True)
    recorded_cell = models.CharField(max_length=40)
    recorded_category = models.CharField(
        "行业", max_length=40, blank=True, choices=[(one.code, one.label) for one in CATEGORIES.values()]
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="accident_number_once"),
        ]
        indexes = [
            models.Index(fields=["town", "happened_at", "id"], name="accident_list"),
            models.Index(fields=["town", "state"], name="accident_open"),
        ]
        ordering = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.where}"

    @property
    def where(self) -> str:
        """The unit, else the place in words."""
        return self.unit.name if self.unit else self.place

    @property
    def state_label(self) -> str:
        return ACCIDENT.states[self.state]

    @property
    def nature_label(self) -> str:
        return rules.NATURES[self.nature]

    @property
    def category_label(self) -> str:
        found = CATEGORIES.get(self.recorded_category)
        return found.label if found else ""

    @property
    def grade_label(self) -> str:
        """Of a row of `queries.with_toll`; "" where the regulation does not grade it."""
        return rules.GRADES[self.grade] if self.is_graded else ""  # type: ignore[attr-defined]

    @property
    def is_graded(self) -> bool:
        return rules.is_graded(self.nature)

    @property
    def is_running(self) -> bool:
        return self.state == REPORTING

    @property
    def clocks(self) -> list[rules.Clock]:
        """The terms by which it is told upward, the town's first."""
        found = [
            rules.Clock("word", "首次报告", self.word_due_at, self.worded_at),
            rules.Clock("written", "书面报告", self.written_due_at, self.written_at),
        ]
        if self.unit_due_at:
            found.append(rules.Clock("unit", "单位报告", self.unit_due_at, self.unit_told_at))
        return found

    def next_clock(self) -> rules.Clock | None:
        """The town's own term that has not been met and runs out first."""
        waiting = [one for one in self.clocks if one.key != "unit" and one.met_at is None]
        return min(waiting, key=lambda one: one.due_at, default=None)

    def late(self, now: datetime) -> list[rules.Clock]:
        """The terms that were or are missed."""
        return [one for one in self.clocks if one.late_by(now) is not None]


class Toll(models.Model):
    """What an accident has cost as far as was known from an instant on. `counts_from` and `counts_until` bound the days on which it is what the
    figures count; one that became known after the window of art. 13 has neither, and stays outside the statistics."""

    scope_fields = OF_AN_ACCIDENT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    accident = models.ForeignKey(Accident, models.PROTECT, related_name="tolls")
    known_at = models.DateTimeField("知悉时间")
    deaths = models.PositiveIntegerField("死亡", default=0)
    severe = models.PositiveIntegerField("重伤", default=0)
    light = models.PositiveIntegerField("轻伤", default=0)
    missing = models.PositiveIntegerField("失踪", default=0)
    trapped = models.PositiveIntegerField("被困", default=0)
    loss_yuan = models.PositiveBigIntegerField("直接经济损失（元）", default=0)
    grade = models.CharField("等级", max_length=8, choices=list(rules.GRADES.items()))
    reason = models.CharField("变化说明", max_length=300, blank=True)
    counts_from = models.DateField(null=True, blank=True)
    counts_until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["known_at", "id"]

    @property
    def counts(self) -> rules.Counts:
        return rules.Counts(**{name: getattr(self, name) for name in rules.COUNTED})

    @property
    def grade_label(self) -> str:
        return rules.GRADES[self.grade]

    @property
    def is_counted(self) -> bool:
        return self.counts_from is not None


class FlashReport(models.Model):
    """A flash report (事故快报) as it was signed: `fields` are its words by `rules.FIELDS`, and never change. `order` counts those of its accident
    from 1, `number` those of the town in a year."""

    scope_fields = OF_AN_ACCIDENT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    accident = models.ForeignKey(Accident, models.PROTECT, related_name="reports")
    order = models.PositiveSmallIntegerField("次序")
    number = models.CharField("文号", max_length=60)
    is_final = models.BooleanField("终报", default=False)
    fields = models.JSONField()
    toll = models.ForeignKey(Toll, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签发时间")
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signer = models.CharField("签发人", max_length=80)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["accident", "order"], name="flash_report_once")]
        ordering = ["order"]

    @property
    def title(self) -> str:
        return rules.report_title(self.order, is_final=self.is_final)


class Telling(models.Model):
    """Somebody above was told of an accident: by whom, which way, at what instant, and who took it. What the unit told is the unit's clock."""

    scope_fields = OF_AN_ACCIDENT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    accident = models.ForeignKey(Accident, models.PROTECT, related_name="tellings")
    report = models.ForeignKey(FlashReport, models.PROTECT, null=True, blank=True, related_name="tellings")
    teller = models.CharField("报告方", max_length=5, choices=list(rules.TELLERS.items()), default="town")
    level = models.CharField("对象", max_length=8, choices=list(rules.TOLD_TO.items()), default="above")
    body = models.CharField("报给", max_length=60)
    way = models.CharField("方式", max_length=8, choices=list(rules.WAYS.items()))
    at = models.DateTimeField("时间")
    taken_by = models.CharField("接报人", max_length=40, blank=True)
    told_by = models.CharField("报告人", max_length=40, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]


class AccidentPhoto(models.Model):
    """A photo of an accident's scene, or a scan of a paper about it."""

    scope_fields = OF_AN_ACCIDENT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    accident = models.ForeignKey(Accident, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["accident", "file"], name="accident_photo_once")]
        ordering = ["added_at", "id"]


class Remedy(models.Model):
    """What the investigation asks to be done against a repetition (防范和整改措施): by whom, until when, and what was done."""

    scope_fields = OF_AN_ACCIDENT

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    accident = models.ForeignKey(Accident, models.PROTECT, related_name="remedies")
    text = models.CharField("措施", max_length=300)
    due_on = models.DateField("期限")
    done_on = models.DateField("落实日期", null=True, blank=True)
    done = models.CharField("落实情况", max_length=300, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["due_on", "id"]


class ReportLimit(models.Model):
    """Within how many minutes of hearing a town tells those above, by its own rule from a day on: first word by any way, and in writing. Never
    longer than the law's two hours (art. 11)."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    from_on = models.DateField("起始日期")
    word_minutes = models.PositiveSmallIntegerField("首次报告（分钟）")
    written_minutes = models.PositiveSmallIntegerField("书面报告（分钟）")
    basis = models.CharField("依据", max_length=100)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "from_on"], name="report_limit_once")]
        ordering = ["-from_on"]

    @classmethod
    def lawful(cls) -> "ReportLimit":
        """The law's own, where a town has set none."""
        return cls(
            word_minutes=rules.LAW_MINUTES,
            written_minutes=rules.LAW_MINUTES,
            basis="生产安全事故报告和调查处理条例第十一条",
        )

    def __str__(self) -> str:
        return f"接报后{self.word_minutes}分钟内首次报告，{self.written_minutes}分钟内书面报告"
