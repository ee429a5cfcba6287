"""Who may stand, who is away, what the town asks of a roster; rosters with their turns, and how turns change hands; hand-overs of the
shift, what came in by phone and paper, checks whether somebody is there."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q

from bihuan.core import clock
from bihuan.core.models import OfTown, Town
from bihuan.core.scope import ScopedManager
from bihuan.duty import asked
from bihuan.duty.lifecycle import ROSTER, SWAP
from bihuan.duty.rules import DAY_KINDS, POSITIONS
from bihuan.grid.models import Person
from bihuan.units.models import Unit

OUTCOMES = {"present": "在岗", "away": "接通、不在岗", "missed": "无人接听"}
CHECKERS = {"above": "上级抽查", "own": "本镇自查"}
SOURCES = {"phone": "来电", "paper": "来文", "visit": "来人", "other": "其他"}
STEPS = {"opinion": "处理意见", "leader": "领导批示", "pass": "上报、转办", "result": "办理结果"}


class DutyCustom(models.Model):
    """When a town's shift changes; half past eight where it has not said otherwise."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    changes_at = models.TimeField("交接班时间", default=time(8, 30))

    objects = ScopedManager()

    def begins(self, on: date) -> datetime:
        """The instant at which a day's shift begins; it ends when the next day's does."""
        return clock.at(on, self.changes_at.hour, self.changes_at.minute)

    def shift_of(self, moment: datetime) -> date:
        """The day whose shift runs at an instant."""
        on = clock.town_day(moment)
        return on if moment >= self.begins(on) else on - timedelta(days=1)


class Fit(OfTown):
    """That a person may hold a position (值班人员), from a day until the day before it ended."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="fits")
    position = models.CharField("岗位", max_length=6, choices=list(POSITIONS.items()))
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停止日期", null=True, blank=True)

    class Meta(OfTown.Meta):
        ordering = ["position", "from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "person", "position"], condition=Q(ended_on__isnull=True), name="fit_once"
            )
        ]


class Leave(OfTown):
    """That a person is away (请假) from a day to a day, both inclusive; one that was taken back stays, with the day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=60)
    ended_on = models.DateField("销假日期", null=True, blank=True)

    class Meta(OfTown.Meta):
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["town", "to_on"], name="leave_days")]

    def __str__(self) -> str:
        return f"{self.person} {self.reason}"

    @property
    def last_on(self) -> date:
        """The last day away: the day before it was taken back, where it was."""
        return min(self.to_on, self.ended_on - timedelta(days=1)) if self.ended_on else self.to_on


class DutyRule(OfTown):
    """A rule of the town's for its rosters (排班规定), until the day before it ended. It is ended, not changed."""

    kind = models.CharField(
        "种类", max_length=10, choices=[(code, one.label) for code, one in asked.KINDS.items()]
    )
    params = models.JSONField(default=dict)
    hard = models.BooleanField("必须", default=True)
    weight = models.PositiveSmallIntegerField("分量", default=1)
    from_on = models.DateField("开始日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta(OfTown.Meta):
        ordering = ["from_on", "id"]


class Roster(OfTown):
    """A roster (值班表) over some days. `plan` holds its turns as [day, position, person, put by hand] until they are published; then the
    rows of `Turn` are what holds. `kinds` of its days, `needs` and `rules` are as when it was made; `value`, `bound`, `seconds` what the
    solver said (None before it spoke), `greedy` what the plain round-robin costs, all in points. `gaps` says what it leaves open."""

    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    state = models.CharField("状态", max_length=10, choices=list(ROSTER.states.items()), default="draft")
    version = models.PositiveIntegerField(default=1)
    plan = models.JSONField(default=list)
    kinds = models.JSONField(default=dict)
    needs = models.JSONField(default=dict)
    rules = models.JSONField(default=list)
    value = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    greedy = models.IntegerField(null=True)
    seconds = models.FloatField(null=True)
    is_optimal = models.BooleanField(default=False)
    gaps = models.JSONField(default=list)
    note = models.CharField("缺班说明", max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta(OfTown.Meta):
        ordering = ["-from_on", "-made_at", "-id"]
        indexes = [models.Index(fields=["town", "state", "from_on"], name="roster_list")]

    def __str__(self) -> str:
        last = self.to_on
        return f"{self.from_on.year}年{self.from_on.month}月{self.from_on.day}日至{last.month}月{last.day}日值班表"


class Turn(OfTown):
    """That somebody stands (值班) in a position on a day, from the change of shift to the next. `person` is who stands, `planned` who was
    on the roster when it was published. `dropped_at`: a later roster took the day's place; else it holds."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="turns")
    day = models.DateField("日期")
    kind = models.CharField("日子", max_length=8, choices=list(DAY_KINDS.items()))
    position = models.CharField("岗位", max_length=6, choices=list(POSITIONS.items()))
    person = models.ForeignKey(Person, models.PROTECT, related_name="turns")
    planned = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_on = models.DateField()
    dropped_at = models.DateTimeField(null=True)
    dropped_on = models.DateField(null=True)

    class Meta(OfTown.Meta):
        ordering = ["day", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["roster", "day", "person"], name="turn_once")]
        indexes = [
            models.Index(fields=["town", "day"], name="turn_day"),
            models.Index(fields=["person", "day"], name="turn_person"),
        ]


class DutyDay(OfTown):
    """A day that is over, as it stood: how many led, how many were there in all, how many needs nobody filled. Written once by the
    clock, a day without anybody too, from the first day that a roster covered on; figures count days by it."""

    day = models.DateField("日期")
    kind = models.CharField("日子", max_length=8, choices=list(DAY_KINDS.items()))
    leads = models.PositiveSmallIntegerField("带班")
    others = models.PositiveSmallIntegerField("值班")
    turns = models.PositiveSmallIntegerField("在班人数")
    short = models.PositiveSmallIntegerField("缺")

    class Meta(OfTown.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["town", "day"], name="duty_day_once")]


class Swap(OfTown):
    """A change of who stands: `asker`, who was to stand on `turn`, asks `other` (None: anybody who may) to stand instead, in exchange for
    `other_turn` or for nothing. Both names stay. `kind` "sick": at short notice, called in by who keeps the roster."""

    KINDS = (("swap", "换班"), ("sick", "临时替班"))

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="swaps")
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    other_turn = models.ForeignKey(Turn, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("种类", max_length=6, choices=KINDS, default="swap")
    reason = models.CharField("原因", max_length=120)
    state = models.CharField("状态", max_length=10, choices=list(SWAP.states.items()), default="asked")
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_not = models.CharField("不同意的原因", max_length=120, blank=True)

    class Meta(OfTown.Meta):
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["town", "state"], name="swap_state"),
            models.Index(fields=["town", "asked_at", "id"], name="swap_list"),
        ]


class Relief(OfTown):
    """A shift handed over (交接班): who was there, what is open as the list stood, what was told and passed up; signed by who gives with one
    press, by who takes over with another."""

    day = models.DateField("班次")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_on = models.DateField(null=True)
    present = models.JSONField(default=list)
    absent = models.JSONField(default=list)
    matters = models.JSONField(default=list)
    weather = models.CharField("天气和预警", max_length=60, blank=True)
    told = models.CharField("交代事项", max_length=500, blank=True)
    passed_up = models.CharField("上报情况", max_length=300, blank=True)

    class Meta(OfTown.Meta):
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["town", "day"], name="relief_once")]


class DutyCall(OfTown):
    """Something that came in (来电来文) while on duty, until it is settled: its way stands in its steps."""

    at = models.DateTimeField("时间")
    came_on = models.DateField()
    source = models.CharField("来源", max_length=6, choices=list(SOURCES.items()), default="phone")
    caller = models.CharField("来电（文）人", max_length=40)
    organ = models.CharField("单位", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    content = models.CharField("内容", max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)

    class Meta(OfTown.Meta):
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["town", "at", "id"], name="duty_call_list"),
            models.Index(fields=["town"], condition=Q(settled_at__isnull=True), name="duty_call_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}：{self.content[:40]}"


class CallStep(OfTown):
    """A step on the way of what came in: what was proposed, what the leader said, to whom it was passed, what came of it."""

    call = models.ForeignKey(DutyCall, models.PROTECT, related_name="steps")
    kind = models.CharField("步骤", max_length=8, choices=list(STEPS.items()))
    text = models.CharField("内容", max_length=300)
    whose = models.CharField("批示人", max_length=40, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(OfTown.Meta):
        ordering = ["at", "id"]


class SpotCheck(OfTown):
    """A call whether somebody is there (查岗). That is all that is recorded of it: nobody clocks in, nobody is tracked."""

    at = models.DateTimeField("时间")
    day = models.DateField("班次")
    by = models.CharField("查岗人", max_length=60)
    of = models.CharField("查岗来源", max_length=6, choices=list(CHECKERS.items()))
    outcome = models.CharField("结果", max_length=8, choices=list(OUTCOMES.items()))
    reached = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.CharField("说明", max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(OfTown.Meta):
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["town", "day"], name="spot_check_day"),
            models.Index(fields=["town", "at", "id"], name="spot_check_list"),
        ]


class DutyFeed(OfTown):
    """A secret address under which a person's own calendar reads its turns (日历订阅); of the secret only the hash is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    at_the_door = models.Manager()  # for who holds the address, before anyone's scope is known

    class Meta(OfTown.Meta):
        ordering = ["-made_at"]
