"""Routes by the routing library of OR-tools (ADR 28): values in, values out.

Whoever is left out costs more than any way, so that first as many as can be are visited, then as little as can be is driven, then no crew comes
home much later than the others.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import Any  # of a library of C++ that says little of its types

from bihuan.routing.rules import Problem, Site, Slot, by_insertion, driven, timetable, when_of_use, why_never

LIMIT_SECONDS = 20.0
LEAST_SECONDS = 2.0
SITES_A_SECOND = 10.0  # how many sites the search is given a second for: forty are soon done
LEFT_OUT, PIN_BROKEN = 1_000_000, 10_000_000  # metres that it costs: more than all ways of a town together
# How many times the average a day out may last, where all can be visited so and the ways become no longer than so many times.
EVEN, LITTLE = (2.0, 1.5, 1.25), 1.05
LOOK_SECONDS, SPARE_SECONDS = 1.0, 0.5
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Answer:
    """Routes by crew and day, in order; who is left out, with the reason; which stops put by hand could not be held, in words; metres in all, seconds it
    took."""

    routes: dict[Slot, tuple[str, ...]]
    left: dict[str, str]
    let_go: tuple[str, ...]
    metres: int
    seconds: float


class Stopped(Exception):
    """The search was ended by whoever is told of it; `cause` says why."""


def seconds_for(problem: Problem, most: float = LIMIT_SECONDS) -> float:
    """How long a problem of this size is thought about."""
    return min(most, max(LEAST_SECONDS, len(problem.sites) / SITES_A_SECOND))


def solve(
    problem: Problem, *, seconds: float | None = None, solutions: int = 0, tell: Tell | None = None
) -> Answer:
    """The best routes within a time of search. `solutions`: stops after so many instead, so that the same problem has the same answer anywhere. `tell` hears
    every second how long it has been going; what it raises ends the search and is raised."""
    begun = time.monotonic()
    never = {one.key: why for one in problem.sites if (why := why_never(problem, one))}
    able = [one for one in problem.sites if one.key not in never]
    found: dict[Slot, list[str]] = {}
    if able and problem.slots:
        found = _search(problem, able, seconds or seconds_for(problem), solutions, tell, begun)
    # The library's minutes are ours; what would not fit by the clock all the same is not promised.
    routes: dict[Slot, tuple[str, ...]] = {}
    for slot, sites in found.items():
        kept: list[str] = []
        for key in sites:
            if not timetable(problem, *slot, [*kept, key]).faults:
                kept.append(key)
        if kept:
            routes[slot] = tuple(kept)
    at = {key: slot for slot, sites in routes.items() for key in sites}
    let_go = tuple(
        f"{problem.site[pin.site].name}：固定的组和日子排不下，已放开"
        for pin in problem.pins
        if pin.site in problem.site and at.get(pin.site) != (pin.crew, pin.day)
    )
    left = never | {one.key: _why_left(problem, one) for one in able if one.key not in at}
    return Answer(routes, left, let_go, driven(problem, routes), round(time.monotonic() - begun, 1))


def _why_left(problem: Problem, site: Site) -> str:
    if len(problem.days_of(site)) < len(problem.days):
        return f"{when_of_use(site)}，那些天各组都排满了"
    return "各组各天的时间都排满了"


def _search(
    problem: Problem, able: list[Site], seconds: float, solutions: int, tell: Tell | None, begun: float
) -> dict[Slot, list[str]]:
    cp: Any = import_module("ortools.constraint_solver.pywrapcp")
    enums: Any = import_module("ortools.constraint_solver.routing_enums_pb2")
    problem, plain = _evened(problem, able)
    nodes = [problem.node[one.key] for one in able]
    first_crew = len(able)
    crews = {one.key: first_crew + at for at, one in enumerate(problem.crews)}
    nodes += [problem.node[one.key] for one in problem.crews]
    far = [[problem.metres[one][other] for other in nodes] for one in nodes]
    stays = [one.minutes for one in able] + [0] * len(problem.crews)
    took = [[stays[at] + problem.minutes[one][other] for other in nodes] for at, one in enumerate(nodes)]
    starts = [crews[crew] for crew, _ in problem.slots]
    manager = cp.RoutingIndexManager(len(nodes), len(starts), starts, starts)
    routing = cp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(far))
    latest = max(one.ends for one in problem.crews)
    routing.AddDimension(routing.RegisterTransitMatrix(took), latest, latest, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for vehicle, (crew_key, _) in enumerate(problem.slots):
        crew = problem.crew[crew_key]
        clock.CumulVar(routing.Start(vehicle)).SetRange(crew.begins, crew.begins)
        clock.CumulVar(routing.End(vehicle)).SetRange(crew.begins, crew.ends)
    pins = {one.site: one for one in problem.pins if (one.crew, one.day) in problem.slots}
    for at, site in enumerate(able):
        _bind(routing, manager, clock, problem, site, at, pins.get(site.key))
    _keep_order(routing, manager, clock, problem, able, pins)
    _look(routing, seconds, tell, begun)
    given = cp.DefaultRoutingSearchParameters()
    given.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    given.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    left = max(0.5, seconds - (time.monotonic() - begun) - SPARE_SECONDS)
    given.time_limit.FromMilliseconds(round(left * 1000))
    if solutions:
        given.solution_limit = solutions
    routing.CloseModelWithParameters(given)
    node = {one.key: at for at, one in enumerate(able)}
    start = routing.ReadAssignmentFromRoutes(
        [[manager.NodeToIndex(node[key]) for key in plain[slot]] for slot in problem.slots], True
    )
    solution = routing.SolveFromAssignmentWithParameters(start, given)
    _raise_what_ended_it(routing)
    if solution is None:
        return plain
    return _read(routing, manager, solution, problem, able)


def _evened(problem: Problem, able: list[Site]) -> tuple[Problem, dict[Slot, list[str]]]:
    """Sound routes to begin with, and the problem with days as even as they cost little: of those that visit most, the evenest whose ways are hardly longer
    than the shortest. (To charge who is out longest in the objective is what the library offers for this: it makes its search some twenty times slower.)"""
    plain = by_insertion(problem, able)
    out = [
        timetable(problem, *slot, sites).back - problem.crew[slot[0]].begins for slot, sites in plain.items()
    ]
    tried = [(problem, plain)]
    for even in EVEN:
        most = round(even * sum(out) / len(out))
        crews = tuple(replace(one, ends=min(one.ends, one.begins + most)) for one in problem.crews)
        capped = replace(problem, crews=crews)
        tried.append((capped, by_insertion(capped, able)))
    visited = [sum(map(len, routes.values())) for _, routes in tried]
    far = [driven(made, routes) for made, routes in tried]
    full = [at for at, count in enumerate(visited) if count == max(visited)]
    near = [at for at in full if far[at] <= LITTLE * min(far[one] for one in full)]
    return tried[near[-1]]


def _bind(routing: Any, manager: Any, clock: Any, problem: Problem, site: Site, at: int, pin: Any) -> None:
    """When a site may be visited and by which routes; what it costs to leave it out."""
    index = manager.NodeToIndex(at)
    when = clock.CumulVar(index)
    when.SetRange(site.opens, max(site.opens, site.closes - site.minutes))
    if problem.lunch:
        when.RemoveInterval(problem.lunch[0] - site.minutes + 1, problem.lunch[1] - 1)
    days = set(problem.days_of(site))
    slots = [vehicle for vehicle, (_, day) in enumerate(problem.slots) if day in days]
    if pin:
        slots = [problem.slots.index((pin.crew, pin.day))]
    if len(slots) < len(problem.slots):
        routing.VehicleVar(index).SetValues([-1, *slots])
    routing.AddDisjunction([index], PIN_BROKEN if pin else LEFT_OUT)


def _keep_order(
    routing: Any, manager: Any, clock: Any, problem: Problem, able: list[Site], pins: dict[str, Any]
) -> None:
    """Those put by hand keep their turn among each other."""
    index = {one.key: manager.NodeToIndex(at) for at, one in enumerate(able)}
    by_route: dict[tuple[str, date], list[Any]] = {}
    for pin in sorted(pins.values(), key=lambda one: one.order):
        if pin.site in index:
            by_route.setdefault((pin.crew, pin.day), []).append(pin)
    solver = routing.solver()
    for some in by_route.values():
        for one, other in pairwise(some):
            before, after = clock.CumulVar(index[one.site]), clock.CumulVar(index[other.site])
            if before.Min() <= after.Max():
                solver.Add(before <= after)


def _look(routing: Any, seconds: float, tell: Tell | None, begun: float) -> None:
    """Have whoever waits be told, and let him end it: the library asks now and then whether to stop."""
    routing.ended_by = []
    last = [begun]

    def asked() -> bool:
        now = time.monotonic()
        if tell is None or now - last[0] < LOOK_SECONDS or routing.ended_by:
            return bool(routing.ended_by)
        last[0] = now
        try:
            tell(min(now - begun, seconds))
        except BaseException as error:
            routing.ended_by.append(error)
            return True
        return False

    if tell is not None:
        routing.asked = asked  # or it is gone before the search is
        routing.AddSearchMonitor(routing.solver().CustomLimit(asked))


def _raise_what_ended_it(routing: Any) -> None:
    if routing.ended_by:
        raise routing.ended_by[0]


def _read(
    routing: Any, manager: Any, solution: Any, problem: Problem, able: list[Site]
) -> dict[Slot, list[str]]:
    found: dict[Slot, list[str]] = {}
    for vehicle, slot in enumerate(problem.slots):
        index, sites = routing.Start(vehicle), []
        while not routing.IsEnd(index):
            node = manager.IndexToNode(index)
            if node < len(able):
                sites.append(able[node].key)
            index = solution.Value(routing.NextVar(index))
        if sites:
            found[slot] = sites
    return found
