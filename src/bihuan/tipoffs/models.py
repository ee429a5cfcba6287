"""Tips, who sent them (sealed), photos, questions, visits, rewards; the town's public page and its terms."""

from datetime import date

from django.db import models

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Department, Person
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.models import Inspection
from bihuan.tipoffs import rules
from bihuan.tipoffs.lifecycle import CHECKED, CHECKING, HELD, OPEN, PROPOSED, RECEIVED, REWARD, TIP
from bihuan.units.models import Unit

OF_A_TIP = {"town": "town_id", "cell": "tip__cell__path", "department": "tip__department_id"}


class Tip(models.Model):
    """A tip (举报). Nothing in it says who sent it; that stands sealed in `Sender`, if it was told at all.

    `cell` and `department` say who works at it: the town until it is given to somebody, and never a unit. `word_hash` is of the word with which its sender
    asks for it. The dated columns tell its state at any past day, `due_on` the last day of the term that runs. `recorded_*` are as on the day.
    """

    scope_fields = {"town": "town_id", "cell": "cell__path", "department": "department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20)
    channel = models.CharField("来源", max_length=12, choices=list(rules.CHANNELS.items()))
    outside_number = models.CharField("来件编号", max_length=60, blank=True)
    text = models.CharField("举报内容", max_length=rules.TEXT_MAX)
    place = models.CharField("地点", max_length=rules.PLACE_MAX, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tips")
    is_named = models.BooleanField("实名", default=False)
    is_insider = models.BooleanField("内部人员", default=False)
    word_hash = models.CharField(max_length=64, unique=True)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(
        "承办岗位",
        max_length=20,
        blank=True,
        choices=[(code, kind.label) for code, kind in POST_KINDS.items()],
    )
    handler = models.CharField("承办", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(TIP.states.items()), default=RECEIVED)
    held_for = models.CharField("甄别原因", max_length=8, blank=True, choices=list(rules.WHY_HELD.items()))
    received_at = models.DateTimeField("收到时间")
    received_on = models.DateField("收到日期")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("办理期限", null=True, blank=True)
    late_noted_on = models.DateField(null=True, blank=True)
    discarded_on = models.DateField("剔除日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    declined_on = models.DateField("不予受理日期", null=True, blank=True)
    passed_on = models.DateField("转办日期", null=True, blank=True)
    passed_to = models.CharField("转办单位", max_length=60, blank=True)
    merged_on = models.DateField("并案日期", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    why = models.CharField("理由", max_length=300, blank=True)
    check_due_on = models.DateField("核查期限", null=True, blank=True)
    extended_on = models.DateField("延期日期", null=True, blank=True)
    checked_on = models.DateField("核查日期", null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField("核查结论", max_length=8, blank=True, choices=list(rules.VERDICTS.items()))
    finding = models.CharField("核查情况", max_length=rules.SAID_MAX, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复内容", max_length=rules.SAID_MAX, blank=True)
    answered_by_way = models.CharField(
        "答复方式", max_length=10, blank=True, choices=list(rules.ANSWERS.items())
    )
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()
    at_the_door = models.Manager()  # for who holds a word, before anyone's scope is known

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="tip_number_once"),
        ]
        indexes = [
            models.Index(fields=["town", "received_at", "id"], name="tip_list"),
            models.Index(fields=["town", "state", "due_on"], name="tip_open"),
        ]
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.where}"

    @property
    def where(self) -> str:
        """The unit, else the place in words, else that there is a position."""
        return self.unit.name if self.unit else self.place or "地点见定位"

    @property
    def state_label(self) -> str:
        return TIP.states[self.state]

    @property
    def channel_label(self) -> str:
        return rules.CHANNELS[self.channel]

    @property
    def verdict_label(self) -> str:
        return rules.VERDICTS.get(self.verdict, "")

    @property
    def sender_label(self) -> str:
        return "实名" if self.is_named else "匿名"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def term_label(self) -> str:
        """What the term that runs is for."""
        return {HELD: "受理", RECEIVED: "受理", CHECKING: "核查", CHECKED: "答复"}.get(self.state, "")

    def is_late(self, on: date) -> bool:
        """Whether the term that runs is missed on a day."""
        return self.is_open and rules.is_late(self.due_on, None, on)


class Sender(models.Model):
    """Who sent a tip: `rules.Identity`, sealed under a key that is in no row (`keys`). No list, export, search or figure reads this."""

    scope_fields = OF_A_TIP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    tip = models.OneToOneField(Tip, models.PROTECT, related_name="sender")
    sealed = models.TextField("密封的身份信息")
    has_account = models.BooleanField("留有收款账户", default=False)

    objects = ScopedManager()
    at_the_door = models.Manager()  # for the command line, which counts what a key does not open


class TipPhoto(models.Model):
    """A photo that came with a tip, or that its sender added."""

    scope_fields = OF_A_TIP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tip", "file"], name="tip_photo_once")]
        ordering = ["added_at", "id"]


class Question(models.Model):
    """What the town asks a sender, whoever that is, and the reply. Without a question: what the sender adds by himself."""

    scope_fields = OF_A_TIP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, models.PROTECT, related_name="questions")
    text = models.CharField("询问", max_length=300, blank=True)
    asked_at = models.DateTimeField("询问时间", null=True, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.CharField("答复", max_length=rules.SAID_MAX, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]


class TipVisit(models.Model):
    """A check on site for a tip; what was found on it are hazards whose source is the tip."""

    scope_fields = OF_A_TIP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, models.PROTECT, related_name="visits")
    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="tip_visit")

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]


class Reward(models.Model):
    """The reward for a tip, one for each case: what it rests on, what it comes to, who proposed and who approved it, how it was paid. The payee is nowhere in it."""

    scope_fields = OF_A_TIP

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, models.PROTECT, related_name="rewards")
    kind = models.CharField("奖励事项", max_length=8, choices=list(rules.KINDS.items()))
    reckoned = models.CharField("计算", max_length=120)
    yuan = models.PositiveIntegerField("金额（元）")
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(REWARD.states.items()), default=PROPOSED)
    proposed_on = models.DateField("提出日期")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    refused_on = models.DateField("不批准日期", null=True, blank=True)
    why = models.CharField("不批准理由", max_length=300, blank=True)
    paid_on = models.DateField("发放日期", null=True, blank=True)
    paid_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField("发放方式", max_length=10, blank=True, choices=list(rules.PAYING.items()))
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tip"], condition=~models.Q(state="refused"), name="reward_one_a_tip"
            )
        ]
        ordering = ["proposed_on", "id"]

    @property
    def state_label(self) -> str:
        return REWARD.states[self.state]

    @property
    def kind_label(self) -> str:
        return rules.KINDS[self.kind]


class TipPage(models.Model):
    """The town's public page: `code` stands in its address and on the poster; closed from a day on."""

    scope_fields = {"town": "town_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.OneToOneField(Town, models.PROTECT, related_name="+")
    code = models.CharField("网址代号", max_length=12, unique=True)
    opened_on = models.DateField("开通日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedManager()
    at_the_door = models.Manager()  # for who holds the address, before anyone's scope is known


class TipRule(OfTown):
    """A town's own terms and sums from a day on, never longer than the longest (`rules.Terms`)."""

    from_on = models.DateField("起始日期")
    accept_days = models.PositiveSmallIntegerField("受理（日）")
    check_days = models.PositiveSmallIntegerField("核查（日）")
    answer_days = models.PositiveSmallIntegerField("答复（日）")
    general_min_yuan = models.PositiveIntegerField("一般隐患最低（元）")
    general_max_yuan = models.PositiveIntegerField("一般隐患最高（元）")
    insider_percent = models.PositiveSmallIntegerField("内部人员加（%）", default=0)
    basis = models.CharField("依据", max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "from_on"], name="tip_rule_once")]
        ordering = ["-from_on"]

    @property
    def terms(self) -> rules.Terms:
        return rules.Terms(**{name: getattr(self, name) for name in rules.Terms.__dataclass_fields__})
