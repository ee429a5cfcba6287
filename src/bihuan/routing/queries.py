"""Reading of day plans: whom to go to, from where, and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core.scope import Scope, under
from bihuan.grading.models import PlanVisit
from bihuan.grading.queries import made as visits_made
from bihuan.grading.queries import planned as visits_planned
from bihuan.grid.models import Cell
from bihuan.hazards.lifecycle import REPORTED, UNDER_ORDER
from bihuan.hazards.queries import standing
from bihuan.inspections.models import Campaign, Inspection
from bihuan.inspections.queries import visits
from bihuan.maps.clusters import on_list
from bihuan.measures.queries import to_revisit
from bihuan.routing.lifecycle import CONFIRMED, DROPPED, ENDED
from bihuan.routing.models import DayPlan, PlanStop, PlanTeam, RoadLeg, RouteCustom
from bihuan.routing.rules import (
    NO_PLACE,
    OWN_PLACE,
    VILLAGE_PLACE,
    Crew,
    Pin,
    Problem,
    Site,
)
from bihuan.routing.ways import Distances, Leg, RoadTable, StraightLine
from bihuan.units.models import Unit
from bihuan.units.queries import of_trades, search

VILLAGE_DIGITS = 12  # of a cell's path: town, office, village
LatLng = tuple[float, float]


@dataclass(frozen=True)
class Wanted:
    """Which units a plan is for: by where they come from (keys of `rules.SOURCES`), and of the register by words, category and cell, or as
    they were ticked (`units`, where any were)."""

    sources: Collection[str]
    campaign: Campaign | None = None
    words: str = ""
    category: str = ""
    cell: str = ""
    units: Collection[UUID] = ()


@dataclass(frozen=True)
class Choice:
    """A unit that a plan is to go to, why, and between what days."""

    unit: Unit
    source: str
    since: date | None = None
    until: date | None = None


def custom_of(scope: Scope) -> RouteCustom:
    """How a town goes out; as is usual where it has not said."""
    found: RouteCustom | None = RouteCustom.objects.within(scope).first()
    return found or RouteCustom(town_id=scope.town)


def plans(scope: Scope, *, words: str = "", state: str = "") -> QuerySet[DayPlan]:
    """The town's plans, the latest first; those dropped only where asked for."""
    found: QuerySet[DayPlan] = DayPlan.objects.within(scope)
    found = found.filter(state=state) if state else found.exclude(state=DROPPED)
    for word in words.split():
        found = found.filter(title__icontains=word)
    return found.select_related("campaign", "made_by")


def teams_of(scope: Scope, plan: DayPlan) -> list[PlanTeam]:
    """A plan's crews with their persons."""
    rows = PlanTeam.objects.within(scope).filter(plan=plan)
    return list(rows.select_related("first", "second").order_by("number"))


def made_on_its_day(among: QuerySet[Inspection]) -> Exists:
    """Whether a stop's unit was visited on its day, `among` some visits: by the record, whoever went; of a unit that has been merged since, the one that
    it went into."""
    who = Q(recorded_unit=OuterRef("unit")) | Q(recorded_unit=OuterRef("unit__merged_into"))
    return Exists(among.filter(who, town=OuterRef("town"), visited_on=OuterRef("day")))


def with_made(found: QuerySet[PlanStop], scope: Scope) -> QuerySet[PlanStop]:
    """Stops with `made`: by whatever visits of the town."""
    return found.annotate(made=made_on_its_day(visits(Scope.whole_town(scope.town))))


def stops_of(scope: Scope, plan: DayPlan) -> list[Any]:
    """A plan's stops in the order of their routes, those left out last, with `made`."""
    rows = with_made(PlanStop.objects.within(scope).filter(plan=plan), scope)
    rows = rows.select_related("unit", "unit__cell", "team")
    return sorted(
        rows,
        key=lambda one: (
            one.day is None,
            one.day or date.min,
            one.team.number if one.team else 0,
            one.order or 0,
            one.unit.name,
            str(one.pk),
        ),
    )


def stops_counted(scope: Scope) -> QuerySet[PlanStop]:
    """Stops that were settled for a day by a plan that was confirmed."""
    found: QuerySet[PlanStop] = PlanStop.objects.within(scope).filter(
        plan__state__in=(CONFIRMED, ENDED), day__isnull=False
    )
    return found


def stops_on(scope: Scope, person: UUID | None, on: date) -> list[Any]:
    """Where a person's crews stop on a day, of plans that are confirmed, in order, with `made`."""
    mine = Q(team__first=person) | Q(team__second=person)
    rows = with_made(stops_counted(scope).filter(mine, day=on), scope)
    rows = rows.select_related("unit", "unit__cell", "team", "team__first", "team__second", "plan")
    return list(rows.order_by("plan__pk", "team__number", "order"))


def busy(
    scope: Scope, plan: DayPlan | None, days: Iterable[str], persons: Collection[UUID]
) -> dict[UUID, str]:
    """Who of some persons goes out on one of some days (ISO) by another confirmed plan, with its title. One query."""
    wanted = set(days)
    rows = PlanTeam.objects.within(scope).filter(
        Q(first__in=persons) | Q(second__in=persons), plan__state=CONFIRMED
    )
    if wanted:
        rows = rows.filter(plan__from_on__lte=max(wanted), plan__to_on__gte=min(wanted))
    if plan is not None:
        rows = rows.exclude(plan=plan)
    found = {}
    for team in rows.select_related("plan"):
        if wanted & set(team.plan.days):
            found.update(dict.fromkeys({team.first_id, team.second_id} & set(persons), team.plan.title))
    return found


def legs_in_table(scope: Scope) -> QuerySet[RoadLeg]:
    """The town's road table, with what its legs begin and end at."""
    rows: QuerySet[RoadLeg] = RoadLeg.objects.within(Scope.whole_town(scope.town)).filter(
        ended_on__isnull=True
    )
    return rows.select_related("from_cell", "from_unit", "to_cell", "to_unit").order_by("pk")


def roads_of(scope: Scope) -> list[Leg]:
    """The road table as a plan takes it over: of a village that was moved on paper where it stands now, of a unit that was merged the one it went into; what
    begins or ends at a village that is none any more is left out. Two queries."""
    whole = Scope.whole_town(scope.town)
    cells = Cell.objects.within(whole)
    moved = dict(cells.filter(origin__isnull=False).values_list("origin_id", "pk"))
    paths = dict(cells.filter(ended_on__isnull=True).values_list("pk", "path"))

    def name(row: Cell | Unit) -> str:
        if isinstance(row, Unit):
            return unit_name(row.merged_into_id or row.pk)
        at = row.pk
        while at in moved:
            at = moved[at]
        return cell_name(paths[at]) if at in paths else ""

    found: dict[tuple[str, str], Leg] = {}
    for leg in legs_in_table(scope):
        start, end = name(leg.start), name(leg.end)
        if start and end and start != end:
            found.setdefault((start, end), (start, end, leg.metres, leg.minutes or 0))
    return list(found.values())


def cell_name(path: str) -> str:
    """A village (or what lies above) as a road table's legs name it; "" outside of all."""
    return f"c{path[:VILLAGE_DIGITS]}" if path else ""


def unit_name(pk: UUID) -> str:
    """A unit as a road table's legs name it."""
    return f"u{pk.hex}"


def centres(scope: Scope) -> dict[str, LatLng]:
    """The middle (the mean) of the units that lie somewhere, by their village's path, and of the town by "". One query."""
    rows = Unit.objects.within(Scope.whole_town(scope.town)).filter(
        latitude__isnull=False, ended_on__isnull=True
    )
    by_path: dict[str, list[LatLng]] = defaultdict(list)
    for path, north, east in rows.order_by("pk").values_list("cell_path", "latitude", "longitude"):
        by_path[""].append((north, east))
        if len(path) >= VILLAGE_DIGITS:
            by_path[path[:VILLAGE_DIGITS]].append((north, east))
    return {
        path: (sum(one[0] for one in some) / len(some), sum(one[1] for one in some) / len(some))
        for path, some in by_path.items()
    }


def place_of(unit: Unit, middles: Mapping[str, LatLng]) -> tuple[str, float | None, float | None]:
    """Where a unit is reckoned to lie: its own position, its village's middle, or nowhere."""
    if unit.latitude is not None and unit.longitude is not None:
        return OWN_PLACE, unit.latitude, unit.longitude
    middle = middles.get(unit.cell_path[:VILLAGE_DIGITS]) if len(unit.cell_path) >= VILLAGE_DIGITS else None
    return (VILLAGE_PLACE, *middle) if middle else (NO_PLACE, None, None)


def choices(scope: Scope, wanted: Wanted, from_on: date, to_on: date, today: date) -> list[Choice]:
    """The units that a plan goes to, each once: what is due comes before what was only chosen. Filters hold for all but what is due."""
    found: dict[UUID, Choice] = {}
    for source in ("reinspect", "banned", "campaign", "graded", "chosen"):
        if source in wanted.sources:
            for one in _OF[source](scope, wanted, from_on, to_on, today):
                found.setdefault(one.unit.pk, one)
    return list(found.values())


def offered(scope: Scope, from_on: date, to_on: date, today: date) -> dict[str, int]:
    """How many units are due in some days, by source: offered when days are planned."""
    nothing = Wanted(())
    return {
        source: len({one.unit.pk for one in _OF[source](scope, nothing, from_on, to_on, today)})
        for source in ("reinspect", "banned", "graded")
    }


def _reinspect(scope: Scope, _wanted: Wanted, _from: date, to_on: date, _today: date) -> Iterable[Choice]:
    """What was reported as mended is looked at at once, the rest when its term has run out."""
    rows = standing(scope).filter(
        Q(state=REPORTED) | Q(deadline_on__lte=to_on), state__in=UNDER_ORDER, unit__ended_on__isnull=True
    )
    first: dict[UUID, Choice] = {}
    for one in rows.select_related("unit").order_by("deadline_on", "pk"):
        since = None if one.state == REPORTED else one.deadline_on
        known = first.get(one.unit_id)
        if known is None or (known.since and (since is None or since < known.since)):
            first[one.unit_id] = Choice(one.unit, "reinspect", since)
    return first.values()


def _banned(scope: Scope, _wanted: Wanted, _from: date, to_on: date, _today: date) -> Iterable[Choice]:
    """Suspended and banned units that are due to be seen again. A banned unit may have left the register: it is gone to all the same."""
    for one in to_revisit(scope, to_on).select_related("watch__unit"):
        yield Choice(one.watch.unit, "banned", until=one.due_on)


def _campaign(scope: Scope, wanted: Wanted, *_days: date) -> Iterable[Choice]:
    """Units of a campaign's list that nobody has visited in it; where it has no list, those of its categories."""
    campaign = wanted.campaign
    if campaign is None:
        return
    if listed := on_list(scope, campaign):
        there, visited = listed
        yield from (Choice(one, "campaign") for one in _narrowed(scope, wanted).filter(there, ~visited))
        return
    seen = visits(scope).filter(unit=OuterRef("pk"), campaign=campaign)
    rows = _narrowed(scope, wanted).filter(~Exists(seen))
    if campaign.categories:
        rows = rows.filter(of_trades(campaign.categories))
    yield from (Choice(one, "campaign") for one in rows)


def _graded(scope: Scope, wanted: Wanted, from_on: date, to_on: date, today: date) -> Iterable[Choice]:
    """Visits of the year's plan whose month has come and that nobody has made."""
    among = visits(Scope.whole_town(scope.town))
    rows = PlanVisit.objects.within(scope).filter(
        visits_planned(today),
        ~visits_made(among, today),
        line__plan__year=from_on.year,
        from_on__lte=to_on,
        unit__in=_narrowed(scope, wanted).order_by().values("pk"),
    )
    yield from (Choice(one.unit, "graded") for one in rows.select_related("unit").order_by("due_on", "pk"))


def _chosen(scope: Scope, wanted: Wanted, *_days: date) -> Iterable[Choice]:
    rows = _narrowed(scope, wanted)
    yield from (Choice(one, "chosen") for one in (rows.filter(pk__in=wanted.units) if wanted.units else rows))


def _narrowed(scope: Scope, wanted: Wanted) -> QuerySet[Unit]:
    found = search(scope, words=wanted.words, category=wanted.category).filter(ended_on__isnull=True)
    if wanted.cell:
        found = found.filter(under("cell_path", wanted.cell))
    return found.order_by("cell_path", "name", "pk")


_OF: dict[str, Callable[[Scope, Wanted, date, date, date], Iterable[Choice]]] = {
    "reinspect": _reinspect,
    "banned": _banned,
    "campaign": _campaign,
    "graded": _graded,
    "chosen": _chosen,
}


def problem_of(plan: DayPlan, teams: Sequence[PlanTeam], stops: Sequence[PlanStop]) -> Problem:
    """A plan as the rules have it; stops without a place, those taken out by hand and units that have left the register since are no part of it. Units are
    loaded."""
    able = [one for one in stops if one.latitude is not None and not left_by_hand(one) and not gone(one)]
    return Problem(
        sites=tuple(site_of(one) for one in able),
        crews=tuple(
            Crew(
                str(one.pk),
                one.name,
                one.latitude,
                one.longitude,
                one.begins,
                one.ends,
                (cell_name(one.start_path),) if one.start_path else (),
            )
            for one in teams
        ),
        days=tuple(plan.dates),
        pins=tuple(
            Pin(str(one.pk), str(one.team_id), one.day, one.order)
            for one in able
            if one.pinned and one.day is not None and one.order is not None
        ),
        speed_kmh=plan.speed,
        lunch=(plan.lunch_from, plan.lunch_to) if plan.lunch_from < plan.lunch_to else None,
        distances=distances_of(plan),
    )


def distances_of(plan: DayPlan) -> Distances:
    """How far it is, as a plan reckons."""
    straight = StraightLine(plan.detour)
    legs = tuple((start, end, metres, minutes) for start, end, metres, minutes in plan.roads)
    return RoadTable(legs, straight) if legs else straight


def site_of(stop: PlanStop) -> Site:
    """A stop as the rules have it."""
    assert stop.latitude is not None and stop.longitude is not None
    return Site(
        str(stop.pk),
        stop.unit.name,
        stop.latitude,
        stop.longitude,
        stop.minutes,
        stop.opens,
        stop.closes,
        stop.since_on,
        stop.until_on,
        (unit_name(stop.unit_id), cell_name(stop.recorded_cell))
        if len(stop.recorded_cell) >= VILLAGE_DIGITS
        else (unit_name(stop.unit_id),),
    )


def left_by_hand(stop: PlanStop) -> bool:
    """Whether somebody took a stop out of the routes."""
    return stop.pinned and stop.team_id is None


def gone(stop: PlanStop) -> bool:
    """Whether a stop's unit has left the register; a ban that is to be looked at is looked at all the same."""
    return stop.unit.ended_on is not None and stop.source != "banned"
