"""Referrals with their chases; matters assigned from above with the replies to them and the hazards found for them."""

from datetime import date, datetime

from django.db import models

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Department, Person
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import IssuedPaper
from bihuan.referrals.lifecycle import ACKNOWLEDGED, ASSIGNMENT, REFERRAL, RUNNING, SENT, WHISTLE_STATES
from bihuan.referrals.rules import CHASES, KINDS, is_late
from bihuan.units.models import Unit


class Referral(models.Model):
    """A hazard made known to another body: handed over (移送), told for information (抄告), or a department called to the
    place within hours (吹哨报到). Law: 安全生产法 on joint inspection and referral; the answer is owed to the sender.

    `body` is the name as written, `body_key` as compared. `department`: the town's department called, else the one that
    answers for the unit: its people follow the referral. The dated columns tell its state at any past day: `sent_on`,
    `acknowledged_on`, `answered_on`, `declined_on` (not taken, or given back), `withdrawn_on`; none is overwritten.
    `due_on` is the last day for the answer of a transfer, `due_at` the instant by which the called must be there.
    """

    scope_fields = {"town": "town_id", "cell": "hazard__unit__cell_path", "department": "department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="referrals")
    kind = models.CharField("方式", max_length=8, choices=list(KINDS.items()))
    body = models.CharField("受理单位", max_length=60)
    body_key = models.CharField(max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("移送理由", max_length=300)
    basis = models.CharField("依据", max_length=60, blank=True)
    materials = models.JSONField("材料清单", default=list)
    paper = models.ForeignKey(IssuedPaper, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=12, choices=list(REFERRAL.states.items()), default=SENT)
    sent_on = models.DateField("发出日期")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField("答复期限", null=True, blank=True)
    due_at = models.DateTimeField("到场时限", null=True, blank=True)
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    acknowledged_by = models.CharField("签收人", max_length=40, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField("到场时间", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复内容", max_length=500, blank=True)
    answer_number = models.CharField("答复文号", max_length=60, blank=True)
    declined_on = models.DateField("退回日期", null=True, blank=True)
    declined = models.CharField("不接理由", max_length=300, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    overdue_noted_on = models.DateField(null=True, blank=True)
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["town", "sent_on", "id"], name="referral_list"),
            models.Index(fields=["town", "state", "due_on"], name="referral_open"),
        ]
        ordering = ["-sent_on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.body}"

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def state_label(self) -> str:
        words = REFERRAL.states | WHISTLE_STATES if self.kind == "whistle" else REFERRAL.states
        return words[self.state]

    @property
    def traits(self) -> tuple[str, ...]:
        """What the lifecycle's table asks of a referral besides its state."""
        return (self.kind,)

    @property
    def is_live(self) -> bool:
        return self.state in (SENT, ACKNOWLEDGED)

    @property
    def ended_on(self) -> date | None:
        return self.answered_on or self.declined_on or self.withdrawn_on

    def is_late(self, now: datetime) -> bool:
        """Whether the answer, or the arrival of who was called, is or was late at an instant."""
        if self.due_at:
            came = self.arrived_at or (clock.at(self.ended_on) if self.ended_on else now)
            return came > self.due_at
        return is_late(self.due_on, self.ended_on, clock.town_day(now))


class Chase(models.Model):
    """A reminder given to the body that owes an answer (催办): on what day, how, in which words."""

    scope_fields = {
        "town": "town_id",
        "cell": "referral__hazard__unit__cell_path",
        "department": "referral__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="chases")
    chased_on = models.DateField("催办日期")
    how = models.CharField("方式", max_length=8, choices=list(CHASES.items()))
    note = models.CharField("情况", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["chased_on", "id"]


class Assignment(models.Model):
    """A matter assigned to the town by those above (交办, 督办件), entered once.

    `cell` is where it lies: the village that it was given to, else the unit's place, else the town. It is given to a
    post, a department or a village cell; whoever holds the post has it. The replies keep what was answered when, and for
    which term.
    """

    scope_fields = {"town": "town_id", "cell": "cell__path", "department": "department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    source = models.CharField("交办单位", max_length=60)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("事项", max_length=120)
    text = models.CharField("交办要求", max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="assignments")
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(
        "承办岗位",
        max_length=20,
        blank=True,
        choices=[(code, kind.label) for code, kind in POST_KINDS.items()],
    )
    handler = models.CharField("承办", max_length=60, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=list(ASSIGNMENT.states.items()), default="received"
    )
    received_on = models.DateField("收到日期")
    due_on = models.DateField("答复期限")
    given_on = models.DateField("首次分办日期", null=True, blank=True)
    handled_on = models.DateField("首次报办理情况日期", null=True, blank=True)
    handled = models.CharField("办理情况", max_length=500, blank=True)
    closed_on = models.DateField("上级销号日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40, default="")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["town", "source", "number"],
                condition=~models.Q(number="") & models.Q(voided_on__isnull=True),
                name="assignment_once",
            )
        ]
        indexes = [
            models.Index(fields=["town", "received_on", "id"], name="assignment_list"),
            models.Index(fields=["town", "state", "due_on"], name="assignment_open"),
        ]
        ordering = ["-received_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return ASSIGNMENT.states[self.state]

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


class Reply(models.Model):
    """An answer of the town to those above, for the term `due_on`; `returned_on` where they did not accept it."""

    scope_fields = {
        "town": "town_id",
        "cell": "assignment__cell__path",
        "department": "assignment__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="replies")
    replied_on = models.DateField("答复日期")
    due_on = models.DateField("答复期限")
    number = models.CharField("答复文号", max_length=60, blank=True)
    text = models.CharField("答复内容", max_length=1000)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    returned_on = models.DateField("退回日期", null=True, blank=True)
    returned = models.CharField("退回理由", max_length=300, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["replied_on", "id"]

    @property
    def is_late(self) -> bool:
        return self.replied_on > self.due_on


class AssignedHazard(models.Model):
    """A hazard that belongs to an assigned matter: chosen, or found on a check that it led to; until it was taken off."""

    scope_fields = {
        "town": "town_id",
        "cell": "hazard__unit__cell_path",
        "department": "hazard__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="linked")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="assignments")
    linked_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "hazard"],
                condition=models.Q(ended_on__isnull=True),
                name="assigned_hazard_once",
            )
        ]
