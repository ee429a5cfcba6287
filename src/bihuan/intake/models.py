"""Imports and their rows. A row is kept as text until it is taken in; then the record stands for it."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.intake.lifecycle import IMPORT, MATCHING


class Import(models.Model):
    """A file that is brought in. `columns`: where each column stands (0 is A); `fills`: what stands in a column that the file lacks;
    `sheets`: numbers and names of the worksheets that hold anything; `reached`: the last row of the sheet that the present work has done. `skipped`: rows that are remarks or sums."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField("文件", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.PositiveIntegerField(default=0)
    sheets = models.JSONField(default=list)
    head_row = models.PositiveIntegerField()
    columns = models.JSONField(default=dict)
    fills = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=list(IMPORT.states.items()), default=MATCHING)
    reached = models.PositiveIntegerField(default=0)
    last_row = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["town", "made_at"], name="import_made")]
        ordering = ["-made_at"]

    @property
    def state_label(self) -> str:
        return IMPORT.states[self.state]

    @property
    def sheet_name(self) -> str:
        return next((name for number, name in self.sheets if number == self.sheet), "")


CHOICES = {"new": "新增", "update": "更新", "skip": "不导入", "": "待定"}
OUTCOMES = {
    "": "未导入",
    "made": "已新增",
    "updated": "已更新",
    "refused": "未导入",
    "undone": "已撤销",
    "kept": "已用过，保留",
}


class ImportRow(models.Model):
    """A row of a file. Its id becomes that of the record, so that no row can become two. `texts` and `mended` (what a mended cell said
    first) by the columns' keys; `repeats`: the earlier row that says the same; `like`: the record that it looks like; `choice`: what is
    to be done, "" until it is chosen; `before`: what an update changed, by its fields as it was and as it became."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Import, models.PROTECT, related_name="rows")
    row = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)
    wrong = models.JSONField(default=dict)
    repeats = models.PositiveIntegerField(null=True)
    is_bad = models.BooleanField(default=False)
    like = models.UUIDField(null=True)
    like_words = models.CharField(max_length=200, default="")
    choice = models.CharField(max_length=6, choices=list(CHOICES.items()), default="new")
    outcome = models.CharField(max_length=8, choices=list(OUTCOMES.items()), default="")
    note = models.CharField(max_length=200, default="")
    before = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="import_row_once")]
        ordering = ["row"]

    @property
    def record(self) -> object:
        """The record that the row has become, or was put onto."""
        return self.like if self.choice == "update" else self.id
