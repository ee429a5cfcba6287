"""The roster as a model of CP-SAT (ADR 25): values in, values out. The objective is that of `weighing.cost`, so that what it finds is
comparable with the round-robin's, from which it starts and never ends worse."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from math import ceil
from typing import Any

from bihuan.duty.rules import AWAKE, DAY_KINDS, SHORT, Breach, Problem, Rule, Stand, gaps, kept_days, sound
from bihuan.duty.weighing import cost, off_weight, round_robin, shares

SEED, WORKERS, LIMIT_SECONDS = 9, 2, 30.0
LOOK_SECONDS = 1.0
Var = Any  # a library of C++ that says little of its types
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Answer:
    """A roster: its turns, the objective's value in points, the bound under which none can be, whether that is reached, how long it
    took (seconds); what stays open, and which turns put by hand had to be let go, in words."""

    stands: tuple[Stand, ...]
    value: int
    bound: int
    optimal: bool
    seconds: float
    greedy: int
    gaps: tuple[str, ...]
    let_go: tuple[Breach, ...]


def solve(
    problem: Problem, *, seconds: float = LIMIT_SECONDS, steady: bool = False, tell: Tell | None = None
) -> Answer:
    """The best roster within a time (of search; to build the model takes some more). `steady`: one worker and a limit by work instead of
    time, so that the same problem has the same answer anywhere. `tell` hears every second how long it has been going; what it raises
    ends the search and is raised."""
    begun = time.monotonic()
    found: list[Stand] = []
    bound = 0
    pieces = apart(problem)
    for at, piece in enumerate(pieces):
        left = seconds if steady else max(1.0, seconds - (time.monotonic() - begun))
        stands, least = _solve_one(piece, left / (len(pieces) - at), steady, _from(begun, tell))
        found += stands
        bound += least
    value, plain = cost(problem, found).total, round_robin(problem)
    greedy = cost(problem, plain).total
    if greedy < value:
        found, value = plain, greedy
    return Answer(
        tuple(sorted(found)),
        value,
        min(bound, value),
        value <= bound,
        round(time.monotonic() - begun, 1),
        greedy,
        tuple(gaps(problem, found)),
        tuple(sound(problem)[1]),
    )


def _from(begun: float, tell: Tell | None) -> Callable[[], None] | None:
    return (lambda: tell(time.monotonic() - begun)) if tell else None


def apart(problem: Problem) -> list[Problem]:
    """The problem in pieces that have no person and no rule about two persons in common, the smaller first: what leaders do does not
    hang on what drivers do, and small ones are soon done."""
    groups = [
        ({position}, set(problem.fits.get(position, {})))
        for position in {where for _, where in problem.needs}
    ]
    pairs = [
        {rule.params["person"], rule.params["other"]}
        for kind in ("apart", "together")
        for rule in problem.of(kind)
    ]
    joined: list[tuple[set[str], set[str]]] = []
    for positions, persons in sorted(groups, key=lambda one: sorted(one[0])):
        reach = persons.union(*(pair for pair in pairs if pair & persons))
        for other in [one for one in joined if one[1] & reach]:
            joined.remove(other)
            positions, reach = positions | other[0], reach | other[1]
        joined.append((positions, reach))
    pieces = [
        replace(
            problem,
            fits={position: who for position, who in problem.fits.items() if position in positions},
            rules=tuple(rule for rule in problem.rules if _concerns(rule, positions, persons)),
            fixed=tuple(one for one in problem.fixed if one.position in positions),
        )
        for positions, persons in joined
    ]
    return sorted(pieces, key=lambda one: sum(len(persons) for persons in one.able.values()))


def _concerns(rule: Rule, positions: set[str], persons: set[str]) -> bool:
    if position := rule.params.get("position"):
        return position in positions
    return rule.params.get("person") is None or rule.params["person"] in persons


def _solve_one(
    problem: Problem, seconds: float, steady: bool, tell: Callable[[], None] | None
) -> tuple[list[Stand], int]:
    """One piece: its turns, and the bound of its points."""
    cp = import_module("ortools.sat.python.cp_model")  # a second of loading, which only who solves pays for
    model = cp.CpModel()
    turns, kept = _turns(model, problem)
    objective = _needs(model, problem, turns)
    _rest(model, problem, turns)
    _most(model, problem, turns)
    objective += _pairs(model, problem, turns)
    objective += _wished(problem, turns)
    objective += _fair(model, problem, turns)
    plain = round_robin(problem)
    chosen = set(plain)
    for one, var in turns.items():
        model.add_hint(var, int(one in chosen))
        if one in kept:
            model.add(var == 1)
    model.minimize(sum(objective))
    solver = cp.CpSolver()
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = 1 if steady else WORKERS
    if steady:
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.max_time_in_seconds = seconds
    status = _run(solver, model, tell)
    found = plain
    if status in (cp.OPTIMAL, cp.FEASIBLE):
        found = [one for one, var in turns.items() if solver.boolean_value(var)]
    return found, max(0, ceil(solver.best_objective_bound - 1e-6))


def _run(solver: Any, model: Any, tell: Callable[[], None] | None) -> Any:
    """Search in a thread of its own, so that whoever waits can be told, and can stop it."""
    if tell is None:
        return solver.solve(model)
    answer: list[Any] = []
    search = threading.Thread(target=lambda: answer.append(solver.solve(model)))
    search.start()
    try:
        while search.is_alive():
            search.join(LOOK_SECONDS)
            tell()
    finally:
        solver.stop_search()
        search.join()
    return answer[0]


Turns = dict[Stand, Var]


def _turns(model: Any, problem: Problem) -> tuple[Turns, set[Stand]]:
    """A yes or no for everybody who may fill a need; those put by hand."""
    turns = {
        one: model.new_bool_var(f"{one.on} {one.position} {one.person}")
        for (on, position), persons in problem.able.items()
        for one in (Stand(on, position, person) for person in persons)
    }
    by_day: dict[tuple[date, str], list[Var]] = defaultdict(list)
    for one, var in turns.items():
        by_day[one.on, one.person].append(var)
    for several in by_day.values():
        if len(several) > 1:
            model.add_at_most_one(several)
    return turns, set(sound(problem)[0])


def _needs(model: Any, problem: Problem, turns: Turns) -> list[Any]:
    """Each need is filled, or left open at a price that nothing else outweighs."""
    points = []
    for (on, position), count in problem.needs.items():
        here = [turns[Stand(on, position, person)] for person in problem.able[on, position]]
        left = model.new_int_var(0, count, "")
        model.add(sum(here) + left == count)
        points.append(SHORT * left)
    return points


def _rest(model: Any, problem: Problem, turns: Turns) -> None:
    """In any rest_days + 1 days one turn at most, those of neighbouring rosters counted."""
    if not problem.rest_days:
        return
    by_person: dict[str, list[tuple[date, Var]]] = defaultdict(list)
    for one, var in turns.items():
        if one.position in AWAKE:
            by_person[one.person].append((one.on, var))
    reach = timedelta(days=problem.rest_days)
    for other in problem.stands:
        if other.position in AWAKE:
            for on, var in by_person.get(other.person, ()):
                if abs(on - other.on) <= reach:
                    model.add(var == 0)
    for mine in by_person.values():
        for start in dict.fromkeys(on for on, _ in mine):
            window = [var for on, var in mine if start <= on <= start + reach]
            if len(window) > 1:
                model.add_at_most_one(window)


def _most(model: Any, problem: Problem, turns: Turns) -> None:
    if not problem.most:
        return
    by_month: dict[tuple[str, int, int], list[Any]] = defaultdict(list)
    done: dict[tuple[str, int, int], int] = defaultdict(int)
    for one, var in turns.items():
        by_month[one.person, one.on.year, one.on.month].append(var)
    for other in problem.stands:
        done[other.person, other.on.year, other.on.month] += 1
    for key, several in by_month.items():
        model.add(sum(several) <= max(0, problem.most - done[key]))


def _pairs(model: Any, problem: Problem, turns: Turns) -> list[Any]:
    """Who stands with whom: kept apart, or wished together."""
    by_day: dict[tuple[str, date], list[Any]] = defaultdict(list)
    for one, var in turns.items():
        by_day[one.person, one.on].append(var)
    points = []
    for rule in (*problem.of("apart"), *problem.of("together")):
        for on in problem.days:
            here = sum(by_day.get((rule.params["person"], on), ()))
            there = sum(by_day.get((rule.params["other"], on), ()))
            if rule.kind == "apart" and rule.hard:
                model.add(here + there <= 1)
                continue
            off = model.new_bool_var("")
            points.append(rule.weight * off)
            if rule.kind == "apart":
                model.add(here + there <= 1 + off)
            else:
                model.add(off >= here - there)
                model.add(off >= there - here)
    return points


def _wished(problem: Problem, turns: Turns) -> list[Any]:
    """Days that are somebody's, and days on which somebody should rather not stand."""
    points = [price * (1 - turns[stand]) for stand, price in kept_days(problem)]
    for rule in problem.of("spared"):
        if not rule.hard:
            person, kinds = rule.params["person"], rule.params["kinds"]
            points += [
                rule.weight * var
                for one, var in turns.items()
                if one.person == person and problem.kinds[one.on] in kinds
            ]
    return points


def _fair(model: Any, problem: Problem, turns: Turns) -> list[Any]:
    """How far each is off the fair share, of all turns by weight and of those on weekends and holidays by number."""
    if problem.fair is None:
        return []
    mine: dict[tuple[str, str], list[tuple[str, Var]]] = defaultdict(list)
    for one, var in turns.items():
        mine[one.position, one.person].append((problem.kinds[one.on], var))
    points = []
    for (position, person, measure), share in shares(problem).items():
        worth = {
            kind: problem.weight_of(kind) if measure == "points" else int(kind == measure)
            for kind in DAY_KINDS
        }
        load = sum(worth[kind] * var for kind, var in mine[position, person])
        off = model.new_int_var(0, 10_000, "")
        model.add(off >= load - share.high)
        model.add(off >= share.low - load)
        points.append(off_weight(problem, measure) * off)
    return points
