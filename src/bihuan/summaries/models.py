"""Summaries as they are kept, and what is kept beside them: remarks, the town's templates, forms of superiors."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.summaries.lifecycle import SUMMARY

REPORT_KINDS = {
    "annual": "年度",
    "half": "半年",
    "quarter": "季度",
    "month": "月度",
    "week": "每周",
    "day": "每日",
    "campaign": "专项",
    "other": "其他",
}


class Summary(models.Model):
    """A narrative for a period and a cut-off (days inclusive). A draft is worked out anew whenever it is opened; an
    issued one is the frozen `result` and `filled` text of its day, whatever happens to the records later (`freezing`).

    `choices` are a person's decisions, by the anchor of the blank (see `reading.anchors`); `supersedes` is the issued
    version that this one corrects.
    """

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=list(REPORT_KINDS.items()), default="annual")
    title = models.CharField("标题", max_length=100)
    since = models.DateField("起")
    until = models.DateField("止")
    as_of = models.DateField("数据截止")
    text = models.TextField("文稿")
    choices = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=list(SUMMARY.states.items()), default="draft")
    filled = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]

    @property
    def state_label(self) -> str:
        return SUMMARY.states[self.state]

    @property
    def kind_label(self) -> str:
        return REPORT_KINDS[self.kind]

    @property
    def is_frozen(self) -> bool:
        """Issued once, and from then on what was printed."""
        return self.state in ("issued", "superseded")


class Remark(models.Model):
    """批注: what somebody says of some words of a summary; settled by whoever dealt with it."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    summary = models.ForeignKey(Summary, models.PROTECT, related_name="remarks")
    quote = models.CharField("原文", max_length=200, blank=True)
    text = models.CharField("批注", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]


class Template(models.Model):
    """文稿模板: a text of the town's own with the bindings that people confirmed, kept when a summary was issued."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=list(REPORT_KINDS.items()), default="annual")
    name = models.CharField("名称", max_length=100)
    text = models.TextField("文稿")
    choices = models.JSONField(default=dict, blank=True)
    since = models.DateField(
        "原稿起"
    )  # of the summary it came from: chosen days move on by whole months from here
    made_from = models.ForeignKey(Summary, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]


class ReportForm(models.Model):
    """报表样式: an xlsx of a superior, filled for each period anew. `bindings` are a person's choices by the address of the
    cell (表1!C5), see `sheets.cells`; `kind` says which period comes next; `asked_by` wants it, and by hand it takes `minutes` each time
    (0: nobody has said)."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("种类", max_length=8, choices=list(REPORT_KINDS.items()), default="month")
    asked_by = models.CharField("要表单位", max_length=60, blank=True, db_default="")
    minutes = models.PositiveSmallIntegerField("手工填一次（分钟）", default=0, db_default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    bindings = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]


class FilledForm(models.Model):
    """已填报表: a form filled for a period and a cut-off (days inclusive). Never changed: the file, each cell's value with its
    question and the ids of its rows, and the version of the registry it was put to, under `digest`."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="filled")
    since = models.DateField("起")
    until = models.DateField("止")
    as_of = models.DateField("数据截止")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    cells = models.JSONField(default=list)
    registry = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]
