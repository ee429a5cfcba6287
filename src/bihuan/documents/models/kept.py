"""What is kept beside writs: the town's wordings, case files, hand-overs."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.documents.lifecycle import CASE, CLOSED, OPEN
from bihuan.documents.models.writs import OfWrit, Writ
from bihuan.grid.models import Person
from bihuan.units.models import Unit


class Wording(models.Model):
    """A sentence of a kind of writ as the town words it, from a day until (not on) another; placeholders stand in braces."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=20)
    key = models.CharField("句", max_length=20)
    text = models.TextField("用语")
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "kind", "key"],
                condition=models.Q(ended_on__isnull=True),
                name="wording_in_force_once",
            )
        ]


class CaseFile(models.Model):
    """A case file (案卷): of a unit and a matter, the documents in order. Closed, it is not altered."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="case_files")
    number = models.CharField("案卷号", max_length=40)
    matter = models.CharField("案由", max_length=120)
    opened_on = models.DateField("立卷日期")
    closed_on = models.DateField("归档日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=300, blank=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="case_number_once")]
        indexes = [models.Index(fields=["town", "-opened_on", "-id"], name="case_list")]
        ordering = ["-opened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.matter}"

    @property
    def state(self) -> str:
        return CLOSED if self.closed_on else OPEN

    @property
    def state_label(self) -> str:
        return CASE.states[self.state]


class CaseItem(models.Model):
    """One thing in a case file: a writ with its scans, or a paper that was scanned alone. `place` orders them from 1."""

    scope_fields = {
        "town": "town_id",
        "cell": "case__unit__cell_path",
        "department": "case__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    title = models.CharField("题名", max_length=120)
    writ = models.ForeignKey(Writ, models.PROTECT, null=True, blank=True, related_name="case_items")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    dated = models.DateField("日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["place", "id"]


class Submission(models.Model):
    """Documents submitted (移交) to the law-enforcement system above, as JSON and xlsx of one format: to whom, when, by whom.

    `content` is the JSON as it was made, of which `digest` is the SHA-256: what was handed over is not told anew from rows that have
    changed since."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    number = models.CharField("批次号", max_length=40)
    body = models.CharField("接收单位", max_length=60)
    handed_at = models.DateTimeField("移交时间")
    handed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    digest = models.CharField("校验码", max_length=64)
    receipt = models.CharField("对方回执号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="submission_number_once")]
        ordering = ["-handed_at", "-id"]


class HandedOver(OfWrit):
    """A writ that went with a submission."""

    writ = models.ForeignKey(Writ, models.PROTECT, related_name="handed")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writ", "submission"], name="handed_once")]
