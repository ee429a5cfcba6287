"""Summaries as they are kept, and what is kept beside them: remarks, the town's templates, forms of superiors."""

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.summaries.lifecycle import SUMMARY
from bihuan.summaries.rules import asked_words, period_words

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

    `choices` are a person's decisions, by the anchor of the blank (see `reading.anchors`); `reworded` are the claims that gave way to a
    truthful wording, as [claim, wording]: the claim is the text's own and is asked again of the next period. `supersedes` is the issued
    version that this one corrects; `has_beside`: the period before and a year ago stand beside on the paper itself. Nobody
    made what the clock drafted.
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
    reworded = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=list(SUMMARY.states.items()), default="draft")
    filled = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    has_beside = models.BooleanField("附对比表", default=False, db_default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
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

    @property
    def by_clock(self) -> bool:
        """Drafted by itself when its period was over."""
        return self.made_by_id is None


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
    (0: nobody has said). Where it fills itself: from the period that begins on `due_from` on, for who holds the `post`, to be handed up
    `due_days` after the period's last day before `due_at`; `due_until` is the last day of the last period whose due is there."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("种类", max_length=8, choices=list(REPORT_KINDS.items()), default="month")
    asked_by = models.CharField("要表单位", max_length=60, blank=True, db_default="")
    minutes = models.PositiveSmallIntegerField("手工填一次（分钟）", default=0, db_default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    bindings = models.JSONField(default=dict, blank=True)
    due_from = models.DateField("自动填的第一期", null=True, blank=True)
    due_days = models.PositiveSmallIntegerField("期满后第几天报", null=True, blank=True)
    due_at = models.TimeField("几点前报", null=True, blank=True)
    due_until = models.DateField(null=True, blank=True)
    post = models.CharField("由谁核对上报", max_length=20, blank=True, db_default="")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_due(self) -> bool:
        """Whether it fills itself."""
        return self.due_from is not None

    @property
    def due_words(self) -> str:
        """When it is asked, as people say it; "" where nobody has said."""
        if self.due_from is None or self.due_days is None or self.due_at is None:
            return ""
        return asked_words(self.kind, self.due_days, f"{self.due_at:%H:%M}")


class FilledForm(models.Model):
    """已填报表: a form filled for a period and a cut-off (days inclusive). Never changed: the file, each cell's value with its
    question and the ids of its rows, and the version of the registry it was put to, under `digest`. Nobody made what filled itself."""

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
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-made_at"]


class FormDue(models.Model):
    """应上报的报表: a form of a period, to be handed up by `by_at` (on `due_on`). `filled` is what there is to look at, `problem` why there is
    nothing. A person says that it was handed up, the first time in `handed_*`; `changes` are the cells that the records say otherwise
    since (each with what it `was` and is `now`), seen on `changed_on`; `left` those that stay as they were sent, by a person's word.
    `checked_on`: when the clock last looked; `reminded`: it was asked for at its hour."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="dues")
    since = models.DateField("起")
    until = models.DateField("止")
    due_on = models.DateField("上报日期")
    by_at = models.DateTimeField("上报截止")
    filled = models.ForeignKey(FilledForm, models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=200, blank=True)
    handed_at = models.DateTimeField("上报时间", null=True, blank=True)
    handed_on = models.DateField("上报日", null=True, blank=True)
    is_late = models.BooleanField("迟报", default=False)
    waived_on = models.DateField("免报", null=True, blank=True)
    waived_why = models.CharField("免报原因", max_length=100, blank=True)
    changes = models.JSONField(default=list)
    changed_on = models.DateField(null=True, blank=True)
    left = models.JSONField(default=dict)
    checked_on = models.DateField(null=True, blank=True)
    reminded = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "since"], name="form_due_once")]
        indexes = [
            models.Index(fields=["town", "due_on", "id"], name="form_due_list"),
            models.Index(
                fields=["town", "by_at"],
                condition=models.Q(handed_at=None, waived_on=None),
                name="form_due_open",
            ),
        ]
        ordering = ["-due_on", "-id"]

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(self.form.kind, self.since, self.until)

    @property
    def is_open(self) -> bool:
        """Still to be handed up."""
        return self.handed_at is None and self.waived_on is None

    def __str__(self) -> str:
        return f"{self.form.name}（{self.period}）"


class FormHanding(models.Model):
    """上报: that a person handed a filled form up, the `number`th time for its period. How it went up is not the system's to know."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    due = models.ForeignKey(FormDue, models.PROTECT, related_name="handings")
    number = models.PositiveSmallIntegerField()
    filled = models.ForeignKey(FilledForm, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField("备注", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["due", "number"], name="form_handing_once")]
        ordering = ["due", "number"]


class BulletinCustom(models.Model):
    """定期文稿: the kinds of which a draft is made when the period is over, each with the first day of the periods that count. Where a
    town has never said, those of `rules.USUAL_BULLETINS` from its first day on."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    kinds = models.JSONField(default=dict)

    objects = ScopedManager()
