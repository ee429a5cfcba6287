"""What every row of somebody has: a village, a department, a unit, or a person at a post."""

from django.db import models

from bihuan.assessments import rules
from bihuan.core.models import Town
from bihuan.grid.models import Cell, Department
from bihuan.units.models import Unit

OF_A_SUBJECT = {"town": "town_id", "cell": "cell__path", "department": "department_id", "unit": "unit_id"}


class OfSubject(models.Model):
    """A row of somebody: a village, a department, a unit, or a person at a post. `subject` is its id, which it keeps through a cell's moves; `cell`
    is where it lies now, the town's own for a department."""

    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    subject_kind = models.CharField("对象种类", max_length=12, choices=list(rules.SUBJECTS.items()))
    subject = models.UUIDField()
    subject_name = models.CharField("对象", max_length=100)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        return rules.SUBJECTS[self.subject_kind]
