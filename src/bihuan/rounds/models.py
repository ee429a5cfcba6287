"""What a town asks of those who walk its grid (巡查要求), what of it falls to each unit in each period (巡查任务), and what came of it."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.inspections.models import Inspection
from bihuan.rounds.rules import PERIODS, REASONS, WALKERS, says
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

OF_A_TASK = {"town": "town_id", "cell": "task__unit__cell_path", "department": "task__unit__department_id"}


class RoundRule(models.Model):
    """A requirement: a kind of post walks past each unit of some categories (of all where none is named) so many times in each
    period. It is ended, not changed. `patrols_only`: a check of the town's does not count for it. `opened_until` is the last
    day of the latest period whose tasks are there."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    post = models.CharField(
        "岗位", max_length=20, choices=[(code, kind.label) for code, kind in WALKERS.items()]
    )
    categories = models.JSONField("类别", default=list, blank=True)
    times = models.PositiveSmallIntegerField("次数", default=1)
    period = models.CharField(
        "频次", max_length=8, choices=[(code, one.label) for code, one in PERIODS.items()]
    )
    patrols_only = models.BooleanField("只算网格巡查", default=False)
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    opened_until = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return says(self.post, self.categories, self.times, self.period)

    @property
    def now(self) -> str:
        """The word of the period that runs: 本月."""
        return PERIODS[self.period].now

    @property
    def categories_label(self) -> str:
        return "、".join(CATEGORIES[code].label for code in self.categories) or "全部监管对象"


class RoundTask(models.Model):
    """A unit to be walked past `times` times from a day to a day, both inclusive. Which visits count for it is told by its
    `visits`; `recorded_*` are as on the day it was set. One that nobody need do any more says since when and why."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    rule = models.ForeignKey(RoundRule, models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="round_tasks")
    begins_on = models.DateField("开始")
    due_on = models.DateField("截止")
    times = models.PositiveSmallIntegerField("应巡查次数")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)
    excused_on = models.DateField("免巡日期", null=True, blank=True)
    excuse = models.CharField("免巡原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "unit", "begins_on"], name="round_task_once")]
        indexes = [
            models.Index(fields=["town", "due_on", "id"], name="round_task_list"),
            models.Index(fields=["unit", "due_on"], name="round_task_unit"),
        ]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.rule}"


class TaskVisit(models.Model):
    """A visit that counts for a task: it went to the unit within the task's days. The row stays when the visit is voided."""

    scope_fields = OF_A_TASK

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    task = models.ForeignKey(RoundTask, models.PROTECT, related_name="visits")
    visit = models.ForeignKey(Inspection, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "visit"], name="task_visit_once")]


class Miss(models.Model):
    """Somebody went and could not look (未能入户): it is no visit, and the task stays."""

    scope_fields = OF_A_TASK

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    task = models.ForeignKey(RoundTask, models.PROTECT, related_name="misses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.CharField("原因", max_length=10, choices=list(REASONS.items()))
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return REASONS[self.reason] + (f"（{self.note}）" if self.note else "")
