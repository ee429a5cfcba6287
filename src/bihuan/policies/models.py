"""Documents received and issued, whom they were passed on to, the duties that they lay on posts, and who answers for which trade."""

from datetime import date

from django.db import models
from django.db.models import Q

from bihuan.core.models import OfTown, StoredFile
from bihuan.grid.models import Department, Person, Post
from bihuan.grid.rules import POST_KINDS
from bihuan.policies import rules
from bihuan.policies.lifecycle import (
    ASSIGNED,
    DRAFT,
    ISSUED,
    OWES,
    PASSED,
    POLICY,
    RECEIVED,
    REGISTERED,
    REPEALED,
    REPLACED,
)
from bihuan.referrals.models import Assignment

_POSTS = [(code, kind.label) for code, kind in POST_KINDS.items()]


class Received(OfTown):
    """A document from above (收文): from whom, its number, what it asks and by when (`due_on`; none: it is to be known), its text as far as its file
    has one. Who keeps documents sees all, others those that were passed on to their posts. The dated columns tell its state at any past day.
    One whose matter was made an assignment is answered there."""

    source = models.CharField("来文单位", max_length=rules.BODY_MAX)
    number = models.CharField("文号", max_length=rules.NUMBER_MAX, blank=True)
    title = models.CharField("标题", max_length=rules.TITLE_MAX)
    asks = models.CharField("要求", max_length=rules.ASKS_MAX, blank=True)
    received_on = models.DateField("收到日期")
    due_on = models.DateField("答复期限", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("正文", blank=True)
    state = models.CharField("状态", max_length=12, choices=list(RECEIVED.states.items()), default=REGISTERED)
    passed_on = models.DateField("首次分送日期", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复内容", max_length=rules.ANSWER_MAX, blank=True)
    answer_number = models.CharField("答复文号", max_length=rules.NUMBER_MAX, blank=True)
    answer_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_on = models.DateField("转交办日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_for = models.CharField("作废原因", max_length=200, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "source", "number"],
                condition=~Q(number="") & Q(voided_on__isnull=True),
                name="received_once",
            )
        ]
        indexes = [
            models.Index(fields=["town", "received_on", "id"], name="received_list"),
            models.Index(
                fields=["town", "due_on"], condition=Q(state__in=(REGISTERED, PASSED)), name="received_open"
            ),
        ]
        ordering = ["-received_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return RECEIVED.states[self.state]

    @property
    def traits(self) -> tuple[str, ...]:
        return (OWES,) if self.due_on else ()

    @property
    def waits(self) -> bool:
        """Whether those above wait for an answer to it."""
        return self.due_on is not None and self.state in (REGISTERED, PASSED)

    def is_late(self, today: date) -> bool:
        """Whether its answer is, or was, late."""
        if self.due_on is None or self.state == ASSIGNED:
            return False
        return (self.answered_on or (today if self.waits else self.due_on)) > self.due_on


class Policy(OfTown):
    """A document of the town's own (本镇文件). While it is a draft its duties are values on its row (`lines`), then rows. Its text is not changed once it is issued: a new version is a document of its own, which `replaces` it
    from its first day on. In force from `force_on` until `until_on` (none: until it is replaced or repealed)."""

    kind = models.CharField("文种", max_length=10, choices=list(rules.KINDS.items()))
    title = models.CharField("标题", max_length=rules.TITLE_MAX)
    number = models.CharField("文号", max_length=rules.NUMBER_MAX, blank=True)
    organ = models.CharField("发文机关", max_length=rules.BODY_MAX)
    recipient = models.CharField("主送", max_length=120, blank=True)
    text = models.TextField("正文", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=list(POLICY.states.items()), default=DRAFT)
    lines = models.JSONField(default=list)
    drafted_on = models.DateField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dated_on = models.DateField(
        "日期"
    )  # of issue, of a draft that of its making: what the list is ordered by
    issued_on = models.DateField("印发日期", null=True, blank=True)
    force_on = models.DateField("施行日期", null=True, blank=True)
    until_on = models.DateField("有效期至", null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    replaced_on = models.DateField("被替代日期", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    repealed_for = models.CharField("废止依据", max_length=200, blank=True)
    withdrawn_on = models.DateField("作废日期", null=True, blank=True)
    withdrawn_for = models.CharField("作废原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "number"],
                condition=~Q(number="") & Q(withdrawn_on__isnull=True),
                name="policy_number_once",
            )
        ]
        indexes = [models.Index(fields=["town", "dated_on", "id"], name="policy_list")]
        ordering = ["-dated_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return rules.KINDS[self.kind]

    @property
    def state_label(self) -> str:
        return POLICY.states[self.state]

    def standing(self, today: date) -> str:
        """How it stands on a day: 草稿, 待施行, 现行, 已到期, 已被新版替代, 已废止, 已作废."""
        ends = min((day for day in (self.replaced_on, self.repealed_on) if day), default=None)
        if self.state not in (ISSUED, REPLACED, REPEALED) or (ends is not None and ends <= today):
            return self.state_label
        if self.force_on and self.force_on > today:
            return "待施行"
        return "已到期" if self.until_on and self.until_on < today else "现行"


class PolicyDuty(OfTown):
    """A duty that a document lays on a kind of post, on whoever heads a department where it names one."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="duties")
    order = models.PositiveSmallIntegerField()
    post = models.CharField("岗位", max_length=20, choices=_POSTS)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("职责", max_length=rules.DUTY_MAX)

    class Meta:
        ordering = ["policy", "order", "id"]

    @property
    def whose(self) -> str:
        return str(self.department) if self.department else POST_KINDS[self.post].label


class Delivery(OfTown):
    """That a document was passed on to a post (分送), and when it was read there. `whose` is the post as it was called. Whoever holds the same post
    later reads what its holder has not. `handles`: it is the post's to see to (承办); `said`: how far that is, as it was told last."""

    received = models.ForeignKey(Received, models.PROTECT, null=True, blank=True, related_name="deliveries")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="deliveries")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    whose = models.CharField("岗位", max_length=80)
    handles = models.BooleanField("承办", default=False)
    passed_on = models.DateField("分送日期")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    read_on = models.DateField("阅读日期", null=True, blank=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField("办理情况", max_length=rules.SAID_MAX, blank=True)
    said_on = models.DateField("报送日期", null=True, blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["received", "post"], name="delivery_received_once"),
            models.UniqueConstraint(fields=["policy", "post"], name="delivery_policy_once"),
            models.CheckConstraint(
                condition=Q(received__isnull=False, policy__isnull=True)
                | Q(received__isnull=True, policy__isnull=False),
                name="delivery_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["town", "passed_on", "id"], name="delivery_list"),
            models.Index(fields=["town", "post"], condition=Q(read_on__isnull=True), name="delivery_unread"),
        ]
        ordering = ["passed_on", "id"]

    @property
    def title(self) -> str:
        return str(self.received or self.policy)

    @property
    def sender(self) -> str:
        """Whose document it is."""
        return str(self.received.source if self.received else self.policy.organ if self.policy else "")


class Trade(OfTown):
    """A trade that the town has found and that neither the tree of categories nor the law's list knows: 密室逃脱, 无人机配送."""

    name = models.CharField("行业", max_length=30)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name"], condition=Q(ended_on__isnull=True), name="trade_once"
            )
        ]
        ordering = ["added_on", "id"]

    def __str__(self) -> str:
        return self.name


class TradeOwner(OfTown):
    """That a department answers for a trade (管行业必须管安全), leading or beside the one that leads, from a day until the day before it ended. Without
    a department it is the town's own safety office. `trade`: a category's code, a key of the law's list, or the id of one of the town's own."""

    trade = models.CharField("行业", max_length=40)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    leads = models.BooleanField("牵头", default=True)
    ground = models.CharField("依据", max_length=100, blank=True)
    from_on = models.DateField("自")
    ended_on = models.DateField("至", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "trade"],
                condition=Q(ended_on__isnull=True, leads=True),
                name="trade_led_once",
            ),
            models.UniqueConstraint(
                fields=["town", "trade", "department"],
                condition=Q(ended_on__isnull=True, department__isnull=False),
                name="trade_owner_once",
            ),
            models.UniqueConstraint(
                fields=["town", "trade"],
                condition=Q(ended_on__isnull=True, department__isnull=True),
                name="trade_office_once",
            ),
        ]
        ordering = ["-leads", "from_on", "id"]
