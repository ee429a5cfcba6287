"""Rules of 一票否决, vetoes, and answers of who may be honoured."""

from datetime import date

from django.db import models
from django.db.models import Q

from bihuan.assessments import vetoing
from bihuan.assessments.lifecycle import CANDIDATE, DROPPED, STANDING, VETO
from bihuan.assessments.models.subjects import OF_A_SUBJECT, OfSubject
from bihuan.core.ids import new_id
from bihuan.core.models import OfTown
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Person


class VetoRule(OfTown):
    """A rule of 一票否决 of the town, in force from a day until the day before `ended_on`. A change ends it and begins its next edition, with the same
    `code`; vetoes keep the edition by which they were raised."""

    code = models.CharField(max_length=40)
    text = models.CharField("情形", max_length=100)
    trigger = models.CharField("提出", max_length=10, choices=list(vetoing.TRIGGERS.items()))
    grade = models.CharField("事故等级", max_length=10, choices=list(vetoing.GRADES.items()), blank=True)
    deaths = models.PositiveSmallIntegerField("死亡人数", default=0)
    days = models.PositiveSmallIntegerField("逾期天数", default=0)
    affects = models.JSONField("否决谁", default=list)
    months = models.PositiveSmallIntegerField("期限（月）")
    bars = models.JSONField("取消什么", default=list)
    basis = models.CharField("依据", max_length=200)
    from_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "code"], condition=Q(ended_on__isnull=True), name="veto_rule_once"
            )
        ]
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def rule(self) -> vetoing.Rule:
        return vetoing.Rule(
            self.code,
            self.text,
            self.trigger,
            tuple(self.affects),
            self.months,
            tuple(self.bars),
            self.grade,
            self.deaths,
            self.days,
            self.basis,
        )


class Veto(OfSubject):
    """一票否决 of a subject: a candidate raised by the records or by a person, decided or dropped by a person, in force from `from_on` to `to_on`, both
    inside. `cause_kind` and `cause` name the record behind it, `facts` what that said when it was raised. `lost_on`, `lost_why`: since when the
    record bears it out no more, as the clock noted; `kept_*`: somebody looked at that and kept the veto. `revoked_on` is the first day on which it
    holds no more. Appeals are once only."""

    scope_fields = OF_A_SUBJECT

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(VetoRule, models.PROTECT, related_name="vetoes")
    rule_code = models.CharField(max_length=40)
    rule_text = models.CharField("情形", max_length=100)
    basis = models.CharField("依据", max_length=200)
    cause_kind = models.CharField(max_length=10, choices=list(vetoing.TRIGGERS.items()))
    cause = models.UUIDField()
    cause_text = models.CharField("起因", max_length=200)
    cause_on = models.DateField("发生日期")
    facts = models.CharField("记录", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(VETO.states.items()), default=CANDIDATE)
    raised_on = models.DateField("提出日期")
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lost_on = models.DateField("起因变更日期", null=True, blank=True)
    lost_why = models.CharField("起因变更", max_length=300, blank=True)
    kept_on = models.DateField("复核日期", null=True, blank=True)
    kept_why = models.CharField("复核意见", max_length=500, blank=True)
    dropped_on = models.DateField("不予否决日期", null=True, blank=True)
    dropped_why = models.CharField("不予否决原因", max_length=500, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField("文号", max_length=60, blank=True)
    body = models.CharField("决定机关", max_length=60, blank=True)
    grounds = models.CharField("认定事实", max_length=500, blank=True)
    heard = models.CharField("对方意见", max_length=500, blank=True)
    bars = models.JSONField("取消什么", default=list)
    from_on = models.DateField("起", null=True, blank=True)
    to_on = models.DateField("止", null=True, blank=True)
    appeal_until = models.DateField("申诉期止", null=True, blank=True)
    appealed_on = models.DateField("申诉日期", null=True, blank=True)
    appealed_by = models.CharField("申诉人", max_length=40, blank=True)
    appeal = models.CharField("申诉理由", max_length=500, blank=True)
    answered_on = models.DateField("申诉答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("申诉答复", max_length=500, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_why = models.CharField("撤销原因", max_length=500, blank=True)
    ended_on = models.DateField("期满日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "rule_code", "cause", "subject"],
                condition=~Q(state=DROPPED),
                name="veto_once",
            )
        ]
        indexes = [
            models.Index(fields=["town", "-raised_on", "-id"], name="veto_list"),
            models.Index(fields=["town", "state"], name="veto_state"),
            models.Index(fields=["town", "subject"], name="veto_subject"),
        ]
        ordering = ["-raised_on", "-id"]

    def __str__(self) -> str:
        return f"{self.subject_name}：{self.rule_text}"

    @property
    def state_label(self) -> str:
        return VETO.states[self.state]

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def bars_text(self) -> str:
        return vetoing.bars_text(self.bars)

    @property
    def wants_review(self) -> bool:
        """Decided, and its cause is gone since somebody last looked at that."""
        return (
            self.stands and self.lost_on is not None and (self.kept_on is None or self.kept_on < self.lost_on)
        )

    def holds_on(self, on: date) -> bool:
        """Whether it is in force on a day."""
        if self.from_on is None or self.to_on is None:
            return False
        return self.from_on <= on <= self.to_on and (self.revoked_on is None or on < self.revoked_on)


class Honour(OfSubject):
    """An answer to who asked whether somebody may be honoured (评优查询), as it was given: `content` never changes."""

    scope_fields = OF_A_SUBJECT

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    bar = models.CharField("事项类别", max_length=10, choices=list(vetoing.BARS.items()))
    honour = models.CharField("事项", max_length=100)
    on = models.DateField("按哪一天")
    number = models.CharField("编号", max_length=60)
    verdict = models.CharField("结论", max_length=4, choices=list(vetoing.VERDICTS.items()))
    content = models.JSONField()
    asked_on = models.DateField("出具日期")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="honour_number_once")]
        indexes = [models.Index(fields=["town", "-asked_at", "-id"], name="honour_list")]
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.subject_name}"

    @property
    def verdict_label(self) -> str:
        return vetoing.VERDICTS[self.verdict]
