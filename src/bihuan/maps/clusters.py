"""What the map shows of many rows: those that lie near each other on the screen as one mark, put together by the database in one query.

The marks of a view hang on the view's scale alone, since the meshes start at the world's corner: who moves the map sees them stay.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from typing import Any
from uuid import UUID

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor
from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.queries import run_out
from bihuan.hazards.step_forms import HazardFilter
from bihuan.inspections.models import Campaign, Inspection, Team
from bihuan.inspections.queries import begun_campaigns
from bihuan.maps.rules import Bounds
from bihuan.risks.forms import RiskFilter
from bihuan.risks.models import RiskPoint
from bihuan.risks.rules import GRADES
from bihuan.units.forms import UnitFilter
from bihuan.units.queries import of_trades

MESH_PIXELS, TILE_PIXELS = 72, 256
APART = 0.62  # of a mesh: 45 pixels between the middles of two marks
MARKS_MAX = 1_200  # of one answer, however wide the view and fine the scale that were asked for
LISTED_MAX = 30
DECIMALS = 5  # a metre

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Tone:
    """How grave a row is: the weightier tone is the one that a mark of several shows. `sign` stands in the mark, as colour never stands alone."""

    weight: int
    key: str
    sign: str
    label: str


@dataclass(frozen=True)
class Layer:
    """A kind of thing on the map. `rows`: what an address's filters leave, the list's own (`listing`: its route); `north`, `east`, `name`: expressions
    of a row; `weight`: which of `tones` it is of; `apart`: the weight of those of which a mark of several says how many they are, -1 for none."""

    key: str
    label: str
    unit: str
    listing: str
    rows: Callable[[Actor, QueryDict], Rows]
    north: Any
    east: Any
    name: str
    weight: Callable[[Actor, QueryDict], Any]
    tones: tuple[Tone, ...]
    apart: int = -1

    def tone(self, weight: int) -> Tone:
        return next(one for one in self.tones if one.weight == weight)


def placed(layer: Layer, actor: Actor, query: QueryDict) -> Rows:
    """The rows of a layer that have a place, with `north` and `east`, in no order."""
    found: Rows = layer.rows(actor, query).order_by().annotate(north=layer.north, east=layer.east)
    there: Rows = found.filter(north__isnull=False)
    return there


def inside(rows: Rows, box: Bounds) -> Rows:
    """Those of them within a box."""
    return rows.filter(north__gte=box.south, north__lte=box.north, east__gte=box.west, east__lte=box.east)


def mesh(box: Bounds, zoom: int) -> tuple[float, float]:
    """How high and how wide a mesh is, in degrees: MESH_PIXELS on the screen, more where the box would hold too many."""
    wide = 360 / (TILE_PIXELS * 2**zoom) * MESH_PIXELS
    # The height of a pixel shrinks with the parallel; by steps of a degree, so that the meshes do not slide with the view.
    high = wide * cos(radians(round((box.south + box.north) / 2)))
    many = (box.east - box.west) / wide * (box.north - box.south) / high
    grown = max(1.0, sqrt(many / MARKS_MAX))
    return high * grown, wide * grown


def marks(layer: Layer, actor: Actor, query: QueryDict, box: Bounds, zoom: int) -> list[list[Any]]:
    """The marks of a view, each [north, east, how many, weight], a single row's with its id and name, one of several with the box around
    them and how many are to be told apart. One query."""
    high, wide = mesh(box, zoom)
    found = inside(placed(layer, actor, query), box).annotate(
        weight=layer.weight(actor, query), row=Floor(F("north") / high), column=Floor(F("east") / wide)
    )
    # Where nothing is told apart nothing is asked: a database works a weight out anew each time that it is named.
    some = Count("pk", filter=Q(weight=layer.apart)) if layer.apart >= 0 else Value(0)
    grouped = (
        found.values("row", "column")
        .annotate(
            at_north=Avg("north"),
            at_east=Avg("east"),
            many=Count("pk"),
            some=some,
            worst=Max("weight"),
            key=Min(Cast("pk", CharField())),
            called=Min(layer.name),
            bottom=Min("north"),
            left=Min("east"),
            top=Max("north"),
            right=Max("east"),
        )
        .order_by("-worst", "-many", "row", "column")
        .values_list(
            "at_north", "at_east", "many", "worst", "key", "called", "some", "bottom", "left", "top", "right"
        )[:MARKS_MAX]
    )
    return [one.told for one in _apart((Mark(*row) for row in grouped), high, wide)]


@dataclass
class Mark:
    """A mark as it is put together: `some` of its `many` rows are to be told apart; `key` and `name` are of a single row."""

    north: float
    east: float
    many: int
    weight: int
    key: str
    name: str
    some: int
    bottom: float
    left: float
    top: float
    right: float

    @property
    def told(self) -> list[Any]:
        """As the script is told it."""
        told: list[Any] = [round(self.north, DECIMALS), round(self.east, DECIMALS), self.many, self.weight]
        if self.many == 1:
            return [*told, str(UUID(self.key)), self.name]
        around = (self.bottom, self.left, self.top, self.right)
        return [*told, [round(one, DECIMALS) for one in around], self.some]

    def take(self, other: "Mark") -> None:
        """Stand for another's rows too, where this one stands."""
        self.many, self.some = self.many + other.many, self.some + other.some
        self.weight = max(self.weight, other.weight)
        self.bottom, self.left = min(self.bottom, other.bottom), min(self.left, other.left)
        self.top, self.right = max(self.top, other.top), max(self.right, other.right)


def _apart(found: Iterable[Mark], high: float, wide: float) -> list[Mark]:
    """Marks of neighbouring meshes may lie at their common edge, one upon the other: those nearer than a finger's breadth become one."""
    kept: dict[tuple[int, int], list[Mark]] = {}
    for mark in found:
        row, column = int(mark.north // high), int(mark.east // wide)
        near = (
            other
            for up in (-1, 0, 1)
            for right in (-1, 0, 1)
            for other in kept.get((row + up, column + right), ())
            if hypot((other.north - mark.north) / high, (other.east - mark.east) / wide) < APART
        )
        if other := next(near, None):
            other.take(mark)
        else:
            kept.setdefault((row, column), []).append(mark)
    return [mark for some in kept.values() for mark in some]


def _units(actor: Actor, query: QueryDict) -> Rows:
    """Units in the register, unless the address asks for a state."""
    found = UnitFilter(query).narrow(actor.scope)
    return found if query.get("state") else found.filter(ended_on__isnull=True)


def hazards_query(query: QueryDict) -> QueryDict:
    """The open ones, unless the address asks for a state."""
    asked = query.copy()
    if not asked.get("state"):
        asked["state"] = "open"
    return asked


def _hazards(actor: Actor, query: QueryDict) -> Rows:
    return HazardFilter(hazards_query(query)).narrow(actor.scope)


def _risks(actor: Actor, query: QueryDict) -> Rows:
    return RiskFilter(query).narrow(actor.scope)


def campaign_of(actor: Actor, query: QueryDict) -> Campaign | None:
    """The campaign that an address names, the latest that has begun where it names none; never one that is a draft or was cancelled."""
    rows = begun_campaigns(actor.scope)
    if asked := _id(query.get("campaign", "")):
        rows = rows.filter(pk=asked)
    else:
        rows = rows.filter(begins_on__lte=clock.today())
    found: Campaign | None = rows.first()
    return found


def team_of(actor: Actor, query: QueryDict) -> Team | None:
    """The team that an address names."""
    asked = _id(query.get("team", ""))
    found: Team | None = Team.objects.within(actor.scope).filter(pk=asked).first() if asked else None
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


FindsList = Callable[[Scope, Campaign, Team | None], tuple[Q, Q] | None]
_LISTS: list[FindsList] = []


def declare_list(find: FindsList) -> None:
    """Name the units that are on a campaign's list (of a team, where one is named) and those of them that were visited, as conditions on units; None
    where it has none."""
    _LISTS.append(find)


def list_of(actor: Actor, query: QueryDict) -> tuple[Q, Q] | None:
    """The list of the campaign that an address names, by the app that keeps it."""
    campaign = campaign_of(actor, query)
    return on_list(actor.scope, campaign, team_of(actor, query)) if campaign is not None else None


def on_list(scope: Scope, campaign: Campaign, team: Team | None = None) -> tuple[Q, Q] | None:
    """Which units are on a campaign's list, and which of them were visited, as conditions on units; None where it has no list."""
    found = (find(scope, campaign, team) for find in _LISTS)
    return next((one for one in found if one is not None), None)


def _progress(actor: Actor, query: QueryDict) -> Rows:
    """The units on a campaign's list; where it has none, those that it is about and a team watches: of their categories, all where none is named."""
    found = _units(actor, query)
    if listed := list_of(actor, query):
        return found.filter(listed[0])
    for whose in (campaign_of(actor, query), team_of(actor, query)):
        if whose is not None and whose.categories:
            found = found.filter(of_trades(whose.categories))
    return found


def visited(actor: Actor, query: QueryDict) -> Q:
    """Whether a unit was checked for the campaign (by the team, where one is named) on its days."""
    if listed := list_of(actor, query):
        return listed[1]
    rows = Inspection.objects.within(actor.scope).filter(
        unit=OuterRef("pk"), kind="check", voided_on__isnull=True
    )
    campaign, team = campaign_of(actor, query), team_of(actor, query)
    if campaign is not None:
        rows = rows.filter(
            campaign=campaign, visited_on__gte=campaign.begins_on, visited_on__lte=campaign.ends_on
        )
    if team is not None:
        rows = rows.filter(team=team)
    return Q(Exists(rows))


def _grade_weight(actor: Actor, _query: QueryDict) -> Any:
    """The gravest grade of a unit's points: red weighs most, nothing graded nothing."""
    whole = Scope.whole_town(actor.town)  # the unit has passed the door already
    points = RiskPoint.objects.within(whole).filter(unit=OuterRef("pk"), ended_on__isnull=True)
    return Coalesce(
        Subquery(points.order_by("grade").annotate(w=5 - F("grade")).values("w")[:1]),
        0,
        output_field=IntegerField(),
    )


def _hazard_weight(_actor: Actor, _query: QueryDict) -> Any:
    late = run_out(clock.today())
    whens = (
        When(late & Q(level=MAJOR), then=Value(4)),
        When(level=MAJOR, then=Value(3)),
        When(late, then=Value(2)),
    )
    return Case(*whens, default=Value(1), output_field=IntegerField())


def _visit_weight(actor: Actor, query: QueryDict) -> Any:
    return Case(When(visited(actor, query), then=Value(1)), default=Value(2), output_field=IntegerField())


COLOURS = tuple(Tone(5 - one.number, one.tone, one.colour, one.label) for one in GRADES.values())
NORTH, EAST = F("latitude"), F("longitude")
# What lies somewhere else than at its unit's door says so itself.
OWN_NORTH = Coalesce("latitude", "unit__latitude", output_field=FloatField())
OWN_EAST = Coalesce("longitude", "unit__longitude", output_field=FloatField())

LAYERS: Mapping[str, Layer] = {
    one.key: one
    for one in (
        Layer(
            "units",
            "监管对象",
            "家",
            "units",
            _units,
            NORTH,
            EAST,
            "name",
            _grade_weight,
            (*COLOURS, Tone(0, "none", "·", "未分级")),
        ),
        Layer(
            "hazards",
            "未销号隐患",
            "条",
            "hazards",
            _hazards,
            OWN_NORTH,
            OWN_EAST,
            "text",
            _hazard_weight,
            (
                Tone(4, "alarm", "重逾", "重大、逾期"),
                Tone(3, "bad", "重", "重大"),
                Tone(2, "late", "逾", "逾期"),
                Tone(1, "wait", "隐", "一般，未到期"),
            ),
        ),
        Layer(
            "risks",
            "风险点",
            "个",
            "risks",
            _risks,
            OWN_NORTH,
            OWN_EAST,
            "name",
            lambda _actor, _query: 5 - F("grade"),
            COLOURS,
        ),
        Layer(
            "progress",
            "行动进度",
            "家",
            "units",
            _progress,
            NORTH,
            EAST,
            "name",
            _visit_weight,
            (Tone(2, "todo", "未", "没有检查"), Tone(1, "done", "✓", "已检查")),
            apart=1,
        ),
    )
}
