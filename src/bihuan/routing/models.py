"""How a town goes about its days out, plans of them, the crews that go, and where they stop."""

from datetime import date

from django.db import models
from django.db.models import Q

from bihuan.core.ids import new_id
from bihuan.core.models import OfTown, Town
from bihuan.core.scope import ScopedManager
from bihuan.grid.models import Cell, Person
from bihuan.inspections.models import Campaign
from bihuan.routing.lifecycle import DAY_PLAN
from bihuan.routing.rules import (
    BEGINS,
    ENDS,
    LUNCH,
    PLACES,
    SOURCES,
    SPEED_KMH,
    hm,
)
from bihuan.routing.ways import DETOUR
from bihuan.units.models import Unit


class RouteCustom(models.Model):
    """How a town goes out: how far ways are beside the straight line, how fast one drives, between what times (minutes of the day), from where
    (WGS-84). `stays`: category → [minutes, opens, closes], where the usual does not hold."""

    scope_fields = {"town": "town_id"}

    town = models.OneToOneField(Town, models.PROTECT, primary_key=True, related_name="+")
    detour = models.FloatField("绕行系数", default=DETOUR)
    speed = models.PositiveSmallIntegerField("车速（公里/小时）", default=SPEED_KMH)
    begins = models.PositiveSmallIntegerField("出发", default=BEGINS)
    ends = models.PositiveSmallIntegerField("返回", default=ENDS)
    lunch_from = models.PositiveSmallIntegerField("午休起", default=LUNCH[0])
    lunch_to = models.PositiveSmallIntegerField("午休止", default=LUNCH[1])
    start = models.CharField("出发地", max_length=40, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    stays = models.JSONField(default=dict, blank=True)

    objects = ScopedManager()


TOWN_HALL = "镇政府"


def _once(start: str, end: str) -> models.UniqueConstraint:
    """One leg between two things at a time; where one of them is of the other sort, its column is empty and binds nothing."""
    return models.UniqueConstraint(
        fields=[f"from_{start}", f"to_{end}"],
        condition=Q(ended_on__isnull=True),
        name=f"road_leg_{start}_{end}_once",
    )


class RoadLeg(OfTown):
    """How far it is by road from a village, an office, the town's own place (its cell) or a unit to another: metres, and minutes where somebody said. It holds
    the way back as well, unless that has a row of its own. `ended_on`: taken out of the table."""

    from_cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="+", verbose_name="起点")
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="起点")
    to_cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="+", verbose_name="终点")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="终点")
    metres = models.PositiveIntegerField("里程（米）")
    minutes = models.PositiveSmallIntegerField("用时（分钟）", null=True)
    ended_on = models.DateField("停用日期", null=True)

    class Meta(OfTown.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_cell__isnull=True) ^ Q(from_unit__isnull=True), name="road_leg_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(to_cell__isnull=True) ^ Q(to_unit__isnull=True), name="road_leg_ends_once"
            ),
            *(_once(start, end) for start in ("cell", "unit") for end in ("cell", "unit")),
        ]

    @property
    def start(self) -> Cell | Unit:
        found = self.from_cell or self.from_unit
        assert found is not None
        return found

    @property
    def end(self) -> Cell | Unit:
        found = self.to_cell or self.to_unit
        assert found is not None
        return found

    @property
    def ends(self) -> tuple[str, str]:
        """The keys of both (`known.End`)."""
        return key_of(self.start), key_of(self.end)

    def __str__(self) -> str:
        return f"{name_of(self.start)}—{name_of(self.end)}"


def name_of(row: Cell | Unit) -> str:
    """As a road table has it: the town is where crews set out."""
    return TOWN_HALL if isinstance(row, Cell) and row.kind == "town" else row.name


def key_of(row: Cell | Unit) -> str:
    """A cell or a unit as the end of a leg."""
    return f"{'c' if isinstance(row, Cell) else 'u'}{row.pk.hex}"


class DayPlan(OfTown):
    """A plan of days out (外出计划): `days` of it (ISO), who goes and where each stops. What it reckons with is as when it was made, `roads` too (`rules.Leg`). `solved_at`: when its routes
    were last worked out; `told`: what was said of stops put by hand that could not be held."""

    title = models.CharField("名称", max_length=60)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    days = models.JSONField(default=list)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专项行动"
    )
    state = models.CharField("状态", max_length=10, choices=list(DAY_PLAN.states.items()), default="draft")
    version = models.PositiveIntegerField(default=1)
    detour = models.FloatField("绕行系数")
    speed = models.PositiveSmallIntegerField("车速")
    lunch_from = models.PositiveSmallIntegerField()
    lunch_to = models.PositiveSmallIntegerField()
    solved_at = models.DateTimeField(null=True)
    told = models.JSONField(default=list)
    roads = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta(OfTown.Meta):
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["town", "from_on", "id"], name="day_plan_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def dates(self) -> list[date]:
        return [date.fromisoformat(one) for one in self.days]


class PlanTeam(OfTown):
    """Two inspectors and a car of a plan; where they set out (WGS-84; `start_path`: of its cell, "" before road tables were known), and between what
    times."""

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="teams")
    number = models.PositiveSmallIntegerField("组")
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    car = models.CharField("车辆", max_length=20, blank=True)
    start = models.CharField("出发地", max_length=40)
    start_path = models.CharField(max_length=40, blank=True, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta(OfTown.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_team_once")]

    @property
    def name(self) -> str:
        return f"第{self.number}组"

    @property
    def who(self) -> str:
        return f"{self.first.name}、{self.second.name}"


class PlanStop(models.Model):
    """A unit of a plan: where it is reckoned to lie (WGS-84), how long a visit takes, and which crew comes on which day in what turn; without a crew it is
    left out, `why` says so. `pinned`: put by hand, and left there (or left out) when the rest is worked out again. Whether the visit was made is no column: its record
    says so. `recorded_*` are as when the plan was made."""

    scope_fields = {"town": "town_id", "cell": "unit__cell_path", "department": "unit__department_id"}

    id = models.UUIDField(primary_key=True, default=new_id)
    town = models.ForeignKey(Town, models.PROTECT, related_name="+")
    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="stops")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=10, choices=list(SOURCES.items()))
    since_on = models.DateField("最早", null=True, blank=True)
    until_on = models.DateField("最迟", null=True, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    place = models.CharField(max_length=8, choices=list(PLACES.items()), blank=True)
    minutes = models.PositiveSmallIntegerField("停留（分钟）")
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    team = models.ForeignKey(PlanTeam, models.PROTECT, null=True, related_name="stops")
    day = models.DateField("日期", null=True)
    order = models.PositiveSmallIntegerField("顺序", null=True)
    arrives = models.PositiveSmallIntegerField("到达", null=True)
    metres = models.PositiveIntegerField(default=0)
    pinned = models.BooleanField("固定", default=False)
    why = models.CharField(max_length=120, blank=True)
    recorded_cell = models.CharField(max_length=40, default="")
    recorded_category = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="plan_stop_once"),
            models.CheckConstraint(
                condition=Q(team__isnull=True, day__isnull=True, order__isnull=True)
                | Q(team__isnull=False, day__isnull=False, order__isnull=False),
                name="plan_stop_whole",
            ),
        ]
        indexes = [models.Index(fields=["town", "day"], name="plan_stop_day")]
        ordering = ["day", "team__number", "order", "id"]

    @property
    def at(self) -> str:
        """8:45."""
        return hm(self.arrives) if self.arrives is not None else ""

    @property
    def place_says(self) -> str:
        return PLACES[self.place]
