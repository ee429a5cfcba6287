"""What a town assesses by in a year, the sheets with their scores, and what was held against them."""

from django.db import models
from django.db.models import Q

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import ASKED, DRAFT, DROPPED, OBJECTION, SCHEME, SCORING, SHEET
from bihuan.assessments.models.subjects import OF_A_SUBJECT, OfSubject
from bihuan.assessments.rules import Limits, Line, line_of
from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person
from bihuan.units.rules import CATEGORIES

OF_A_SHEET = {
    "town": "town_id",
    "cell": "sheet__cell__path",
    "department": "sheet__department_id",
    "unit": "sheet__unit_id",
}


class Scheme(OfTown):
    """How the subjects of a kind are assessed for a year: lines, limits of the grades, days for objections. `since`, `until` bound the period
    that figures are asked of; `until` is their cut-off."""

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("考核对象", max_length=12, choices=list(rules.ASSESSED.items()))
    category = models.CharField("类别", max_length=40, blank=True)
    title = models.CharField("名称", max_length=60)
    since = models.DateField("考核期起")
    until = models.DateField("考核期止")
    objection_days = models.PositiveSmallIntegerField("异议期（工作日）", default=rules.OBJECTION_DAYS)
    excellent = models.DecimalField("优秀", max_digits=5, decimal_places=1)
    good = models.DecimalField("良好", max_digits=5, decimal_places=1)
    passing = models.DecimalField("合格", max_digits=5, decimal_places=1)
    lines = models.JSONField("考核项目", default=list)
    state = models.CharField("状态", max_length=10, choices=list(SCHEME.states.items()), default=DRAFT)
    made_on = models.DateField("拟定日期")
    begun_on = models.DateField("开始日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    number = models.CharField("通报文号", max_length=60, blank=True)
    dropped_on = models.DateField("作废日期", null=True, blank=True)
    dropped_why = models.CharField("作废原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "year", "kind", "category"],
                condition=~Q(state=DROPPED),
                name="assess_scheme_once",
            )
        ]
        ordering = ["-year", "kind", "category", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return SCHEME.states[self.state]

    @property
    def whom(self) -> str:
        """Who is assessed: 村（社区）, 监管单位（危险化学品）."""
        label = rules.ASSESSED[self.kind]
        return f"{label}（{CATEGORIES[self.category].label}）" if self.category else label

    @property
    def items(self) -> list[Line]:
        return [line_of(one) for one in self.lines]

    @property
    def limits(self) -> Limits:
        return Limits(self.excellent, self.good, self.passing)


class Sheet(OfSubject):
    """One subject's sheet (考核表) of a scheme. From telling on `content` holds what it says: each line with points, reason, and of figures the value,
    the question and the ids of the records behind it. `place` is None for who is not ranked."""

    scope_fields = OF_A_SUBJECT

    id = models.UUIDField(primary_key=True, default=new_id)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="sheets")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=list(SHEET.states.items()), default=SCORING)
    opened_on = models.DateField("开始日期")
    told_on = models.DateField("告知日期", null=True, blank=True)
    object_until = models.DateField("异议期止", null=True, blank=True)
    content = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    total = models.DecimalField("得分", null=True, blank=True, max_digits=5, decimal_places=1)
    full = models.PositiveSmallIntegerField(default=100)
    grade = models.CharField("等次", max_length=10, choices=list(rules.GRADES.items()), blank=True)
    is_vetoed = models.BooleanField("一票否决", default=False)
    place = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    dropped_on = models.DateField("退出日期", null=True, blank=True)
    dropped_why = models.CharField("退出原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "subject"], name="assess_sheet_once")]
        indexes = [
            models.Index(fields=["town", "-year", "place", "subject_name", "id"], name="assess_sheet_list")
        ]
        ordering = ["-year", "place", "subject_name", "id"]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.year}年度考核表"

    @property
    def state_label(self) -> str:
        return SHEET.states[self.state]

    @property
    def grade_label(self) -> str:
        if self.is_vetoed:
            return "不合格（一票否决）"
        return rules.GRADES.get(self.grade, "")

    @property
    def number(self) -> str:
        """Of the paper on which the results were published."""
        return self.scheme.number


class Score(models.Model):
    """What a line of a sheet was given by people, with reason and evidence. `points` None: not scored yet, or set aside (`is_aside`)."""

    scope_fields = OF_A_SHEET

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="scores")
    line = models.CharField(max_length=20)
    points = models.DecimalField("得分", null=True, blank=True, max_digits=5, decimal_places=1)
    is_aside = models.BooleanField("不涉及", default=False)
    reason = models.CharField("评分理由", max_length=300, blank=True)
    evidence = models.CharField("佐证", max_length=300, blank=True)
    scored_on = models.DateField("评分日期", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "line"], name="assess_score_once")]
        indexes = [models.Index(fields=["town", "scored_on"], name="assess_score_open")]
        ordering = ["id"]

    @property
    def is_done(self) -> bool:
        return self.scored_on is not None


class ScoreProof(models.Model):
    """A photo or scan that bears out a score."""

    scope_fields = {
        "town": "town_id",
        "cell": "score__sheet__cell__path",
        "department": "score__sheet__department_id",
        "unit": "score__sheet__unit_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    score = models.ForeignKey(Score, models.PROTECT, related_name="proofs")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["score", "file"], name="assess_proof_once")]
        ordering = ["added_at", "id"]


class Objection(models.Model):
    """What a subject holds against a line of its sheet, and the answer. `before`, `after`: the line's points."""

    scope_fields = OF_A_SHEET

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="objections")
    line = models.CharField(max_length=20)
    line_text = models.CharField("考核项目", max_length=100)
    state = models.CharField(max_length=8, choices=list(OBJECTION.states.items()), default=ASKED)
    text = models.CharField("异议", max_length=500)
    said_by = models.CharField("提出人", max_length=40)
    asked_on = models.DateField("提出日期")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    before = models.DecimalField("原得分", null=True, blank=True, max_digits=5, decimal_places=1)
    after = models.DecimalField("改后得分", null=True, blank=True, max_digits=5, decimal_places=1)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "line"], name="assess_objection_once")]
        indexes = [models.Index(fields=["town", "state"], name="assess_objection_open")]
        ordering = ["asked_on", "id"]

    @property
    def state_label(self) -> str:
        return OBJECTION.states[self.state]
