"""What a town asks its places to say of each day (日报制度), what each owes on each day, and what it said, in versions."""

from datetime import date

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.dailies.rules import DAYS, REPORTERS, Field, Number
from bihuan.grid.models import Cell, Department, Person
from bihuan.units.models import Unit


class DailyForm(models.Model):
    """A report that is asked for: what (`lines`), of whom (of the cells named in `only`, where any is), on which days, by which hour of the day (of the `next_day`). It is ended, not
    changed. `opened_until`: the last day of which the dues are there."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=40)
    reporters = models.JSONField("报送人", default=list)
    categories = models.JSONField("企业类别", default=list)
    only = models.JSONField("只由其中几处报送", default=list)
    days = models.CharField("哪些天", max_length=8, choices=list(DAYS.items()))
    ranges = models.JSONField("日期", default=list)
    by = models.TimeField("截止时间")
    next_day = models.BooleanField("次日截止", default=False)
    lines = models.JSONField("填报项目", default=list)
    goes_to = models.CharField("报给", max_length=60, blank=True)
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    opened_until = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def fields(self) -> list[Field]:
        return [Field(**one) for one in self.lines]

    @property
    def spans(self) -> list[tuple[date, date]]:
        """The named days, from the first to the last of each span."""
        return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.ranges]

    @property
    def reporters_label(self) -> str:
        return "、".join(REPORTERS[one].label for one in REPORTERS if one in self.reporters)

    @property
    def by_label(self) -> str:
        return f"{'次日' if self.next_day else ''}{self.by:%H:%M}"


class DailyDue(models.Model):
    """What a place owes of a day, until `by_at`. `place` is the id of the cell, department or unit that reports; a department stands on the
    town's own cell, and follows a unit. `sent_*` are of the first report; a later one makes another version. `missed_told`: how often it was asked for in vain."""

    scope_fields = {
        "town": "town_id",
        "cell": "cell__path",
        "department": "department_id",
        "unit": "unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    form = models.ForeignKey(DailyForm, models.PROTECT, related_name="dues")
    day = models.DateField("日期")
    kind = models.CharField(
        "报送人", max_length=12, choices=[(code, one.label) for code, one in REPORTERS.items()]
    )
    place = models.UUIDField()
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="dailies")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, blank=True)
    by_at = models.DateTimeField("截止")
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    sent_on = models.DateField("报送日期", null=True, blank=True)
    is_late = models.BooleanField("迟报", default=False)
    is_zero = models.BooleanField("零报告", default=False)
    version = models.PositiveSmallIntegerField("版本", default=0)
    asked = models.PositiveSmallIntegerField("催报次数", default=0)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "day", "place"], name="daily_due_once")]
        indexes = [
            models.Index(fields=["town", "day", "id"], name="daily_due_list"),
            models.Index(fields=["town", "by_at"], condition=models.Q(sent_at=None), name="daily_due_open"),
        ]
        ordering = ["-day", "-id"]

    @property
    def name(self) -> str:
        """Who reports."""
        if self.unit:
            return self.unit.name
        return str(self.department or self.cell)

    @property
    def gathers(self) -> bool:
        return REPORTERS[self.kind].gathers

    def __str__(self) -> str:
        return f"{self.name} {self.day} {self.form}"


class DailyReport(models.Model):
    """What a named person said of a day. `values` by the keys of the form's fields, `records` what the records said at that instant (a number
    with a fraction as text). A later version says why (`reason`), and since when the one before no longer holds (`replaced_on`).
    `told_by`: who said it to the person that entered it, where that is another."""

    scope_fields = {
        "town": "town_id",
        "cell": "due__cell__path",
        "department": "due__department_id",
        "unit": "due__unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    due = models.ForeignKey(DailyDue, models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField("版本")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_by = models.CharField("口头报告人", max_length=40, blank=True)
    at = models.DateTimeField("报送时间")
    sent_on = models.DateField("报送日期")
    is_zero = models.BooleanField("零报告")
    values = models.JSONField(default=dict)
    records = models.JSONField(default=dict)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    replaced_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["due", "version"], name="daily_report_version")]
        ordering = ["due", "version"]

    def said(self, field: Field) -> Number | str | None:
        """What was said of a field."""
        return self.values.get(field.key)  # type: ignore[no-any-return]
