"""Events, their parties and links, the visit to each unit, each party's part of it, and what became of what was found."""

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, StoredFile, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Department, Person
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Campaign, FilledSheet, Inspection
from bihuan.joint.lifecycle import DRAFT, JOINT, PENDING, VISIT, VOIDED
from bihuan.joint.rules import BODY, FREE, PARTY_KINDS, SHEETS, PartyPlan
from bihuan.units.models import Unit


class JointEvent(OfTown):
    """A joint inspection (联合检查) from a day to a day, inclusive. `held_on`: the first day on which a unit was finished, by which it counts as held."""

    name = models.CharField("名称", max_length=80)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="+")
    asks = models.CharField("检查重点和要求", max_length=500, blank=True)
    gather = models.CharField("集合时间、地点", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(JOINT.states.items()), default=DRAFT)
    wanted = models.JSONField(
        "检查单位", default=list, blank=True
    )  # keys of units, until its parties are told; visits from then on
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    called_on = models.DateField("通知日期", null=True, blank=True)
    held_on = models.DateField("开展日期", null=True, blank=True)
    ended_on = models.DateField("结束登记日期", null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["town", "from_on", "id"], name="joint_list")]
        ordering = ["-from_on", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def state_label(self) -> str:
        return JOINT.states[self.state]


class JointParty(OfTown):
    """Who takes part (参加单位): the safety office, a department, or a body without an account (`department` None), which comes by a link. `took_part_on`: the day of
    the first record with its part."""

    event = models.ForeignKey(JointEvent, models.PROTECT, related_name="parties")
    kind = models.CharField("性质", max_length=10, choices=list(PARTY_KINDS.items()))
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("名称", max_length=60)
    leads = models.BooleanField("牵头", default=False)
    sheet = models.CharField("怎样检查", max_length=6, choices=list(SHEETS.items()), default=FREE)
    groups = models.JSONField("检查表的哪几部分", default=list, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    left_on = models.DateField("退出日期", null=True, blank=True)
    took_part_on = models.DateField("参加日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], condition=Q(left_on__isnull=True), name="joint_party_once"
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(leads=True, left_on__isnull=True), name="joint_one_lead"
            ),
        ]
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_body(self) -> bool:
        return self.kind == BODY

    @property
    def plan(self) -> PartyPlan:
        department = str(self.department_id) if self.department_id else ""
        return PartyPlan(self.kind, self.name, department, self.leads, self.sheet, tuple(self.groups))


class JointLink(OfTown):
    """By what a body without an account comes in (邀请链接): of the code only the hash is kept. It opens on the event's days, until it is taken back (`ended_at`)."""

    party = models.ForeignKey(JointParty, models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField("邀请人", max_length=60)
    ended_at = models.DateTimeField(null=True, blank=True)

    at_the_door = models.Manager()  # for who holds a code, before anyone's scope is known

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(ended_at__isnull=True), name="joint_one_link_open"
            )
        ]


class JointLinkUse(OfTown):
    """A use of a link from one address: from the first page to the last, with no long pause between."""

    link = models.ForeignKey(JointLink, models.PROTECT, related_name="uses")
    address = models.CharField("网络地址", max_length=45)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-id"]


class JointVisit(models.Model):
    """The one visit of an event to a unit. Finished, it has an `inspection`; not made, the reason why."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    event = models.ForeignKey(JointEvent, models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_visits")
    state = models.CharField("状态", max_length=8, choices=list(VISIT.states.items()), default=PENDING)
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, null=True, blank=True, related_name="joint_visit"
    )
    done_on = models.DateField("检查日期", null=True, blank=True)
    skipped_on = models.DateField(null=True, blank=True)
    skipped_for = models.CharField("未检查原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "unit"], name="joint_visit_once")]
        indexes = [models.Index(fields=["town", "done_on"], name="joint_visit_day")]
        ordering = ["id"]

    @property
    def state_label(self) -> str:
        return VISIT.states[self.state]

    @property
    def traits(self) -> tuple[str, ...]:
        """What the table asks of a visit besides its state."""
        return (VOIDED,) if self.inspection and self.inspection.voided_on else ()


class JointPart(models.Model):
    """What one party saw on a visit: a row of its own, so that two parties never overwrite one another. `findings` as sent (`queries.Told`), each with its id;
    `results` maps keys of the `sheet`'s items. `press` is the page that was sent last: sent again, it changes nothing. `late_at`: something came after the visit
    was finished (补录)."""

    scope_fields = {
        "town": "town_id",
        "cell": "visit__unit__cell_path",
        "department": "visit__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    visit = models.ForeignKey(JointVisit, models.PROTECT, related_name="parts")
    party = models.ForeignKey(JointParty, models.PROTECT, related_name="parts")
    press = models.UUIDField()
    sheet = models.ForeignKey(FilledSheet, models.PROTECT, null=True, blank=True, related_name="+")
    results = models.JSONField(default=dict, blank=True)
    findings = models.JSONField("发现的问题", default=list, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    people = models.CharField("检查人员", max_length=100)
    signature = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField("填报", max_length=60)
    sent_at = models.DateTimeField("提交时间")
    late_at = models.DateTimeField("补录时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "party"], name="joint_part_once")]
        ordering = ["party__place", "id"]


class JointPhoto(models.Model):
    """A photo that a party sent with its part: who sees the visit's place may open it."""

    scope_fields = {
        "town": "town_id",
        "cell": "part__visit__unit__cell_path",
        "department": "part__visit__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    part = models.ForeignKey(JointPart, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "file"], name="joint_photo_once")]


class JointFinding(models.Model):
    """What became of one thing that a party found: a hazard (the same one where two found the same), or nothing, with the reason. `source` names the party as of
    the day; `department`: to whom it goes (None: the safety office, `to` its name)."""

    scope_fields = {
        "town": "town_id",
        "cell": "visit__unit__cell_path",
        "department": "visit__unit__department_id",
    }

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    visit = models.ForeignKey(JointVisit, models.PROTECT, related_name="found")
    part = models.ForeignKey(JointPart, models.PROTECT, related_name="found")
    finding = models.UUIDField()
    source = models.CharField("发现单位", max_length=60)
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="joint_findings")
    is_first = models.BooleanField(default=True)  # the hazard is counted by the party that is named first
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField("交办单位", max_length=60, blank=True)
    dropped_for = models.CharField("不予登记原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "finding"], name="joint_finding_once")]
        indexes = [models.Index(fields=["town", "department"], name="joint_finding_to")]
        ordering = ["id"]
