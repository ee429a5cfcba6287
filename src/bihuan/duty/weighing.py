"""Pure: how fair a roster is and what it falls short by, the round-robin that any better way is measured by, and who is the fairest to call."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from bihuan.duty.rules import DAY_KINDS, SHORT, Problem, Span, Stand, is_fit, kept_days, sound, why_not

# What fairness looks at: all turns by their weight, and those of the days that nobody likes by their number.
MEASURES = ("points", "weekend", "holiday")


@dataclass(frozen=True)
class Share:
    """A person's fair share of a measure in this roster: what was done earlier taken off, between two whole numbers; anything in
    between is as fair as can be."""

    low: int
    high: int

    def off(self, load: int) -> int:
        return max(0, load - self.high, self.low - load)


def shares(problem: Problem) -> dict[tuple[str, str, str], Share]:
    """By position, person and measure. What there is to do since the window began is shared by the days on which each was able to:
    who came in June makes nothing up, and who did too much already is let off, no more."""
    found = {}
    window = Span(problem.since or problem.days[0], problem.days[-1])
    for position, persons in problem.fits.items():
        able = {person: _able_days(problem, position, person, window) for person in persons}
        for measure in MEASURES:
            to_do = sum(
                count * _worth(problem, measure, problem.kinds[on])
                for (on, where), count in problem.needs.items()
                if where == position
            )
            done = {person: _done(problem, position, person, measure) for person in persons}
            for person, exact in _levelled(to_do, able, done).items():
                found[position, person, measure] = Share(floor(exact), ceil(exact))
    return found


def _levelled(to_do: int, able: Mapping[str, int], done: Mapping[str, int]) -> dict[str, float]:
    """What is left for each, so that together they do `to_do` and all come as near as can be to one level of done by able."""
    sharing = sorted((one for one in able if able[one]), key=lambda one: (done[one] / able[one], one))
    while sharing:
        level = (to_do + sum(done[one] for one in sharing)) / sum(able[one] for one in sharing)
        if level * able[sharing[-1]] >= done[sharing[-1]]:
            break
        sharing.pop()
    return {one: round(level * able[one] - done[one], 6) if one in sharing else 0.0 for one in able}


def _able_days(problem: Problem, position: str, person: str, window: Span) -> int:
    fit = sum(span.days_in(window) for span in problem.fits[position][person])
    away = sum(span.days_in(window) for span, _ in problem.leaves.get(person, ()))
    return max(0, fit - away)


def _worth(problem: Problem, measure: str, kind: str) -> int:
    return problem.weight_of(kind) if measure == "points" else int(measure == kind)


def _done(problem: Problem, position: str, person: str, measure: str) -> int:
    return sum(
        problem.earlier.get((position, person, kind), 0) * _worth(problem, measure, kind)
        for kind in DAY_KINDS
    )


def loads(problem: Problem, stands: Iterable[Stand]) -> dict[tuple[str, str, str], int]:
    """By position, person and measure, what some turns amount to."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in stands:
        for measure in MEASURES:
            found[one.position, one.person, measure] += _worth(problem, measure, problem.kinds[one.on])
    return found


def off_weight(problem: Problem, measure: str) -> int:
    """What a step away from the fair share costs."""
    assert problem.fair is not None
    return problem.fair.weight * (1 if measure == "points" else problem.weight_of(measure))


@dataclass(frozen=True)
class Cost:
    """What a roster falls short by, in points (0: nothing), part by part."""

    short: int = 0  # needs unfilled
    missed: int = 0  # fixed days not kept, each at its own points
    unfair: int = 0
    wishes: int = 0

    @property
    def total(self) -> int:
        return self.short + self.missed + self.unfair + self.wishes


def cost(problem: Problem, stands: Iterable[Stand]) -> Cost:
    """The objective: the solver's and the round-robin's are both measured by this."""
    rows = list(stands)
    there = Counter((one.on, one.position) for one in rows)
    by_day: dict[date, set[str]] = defaultdict(set)
    for one in rows:
        by_day[one.on].add(one.person)
    short = sum(max(0, count - there[slot]) for slot, count in problem.needs.items())
    return Cost(
        short * SHORT,
        sum(points for stand, points in kept_days(problem) if stand not in rows),
        _unfair(problem, rows),
        _wishes(problem, rows, by_day),
    )


def _unfair(problem: Problem, rows: list[Stand]) -> int:
    if problem.fair is None:
        return 0
    load = loads(problem, rows)
    return sum(
        share.off(load.get(key, 0)) * off_weight(problem, key[2]) for key, share in shares(problem).items()
    )


def _wishes(problem: Problem, rows: list[Stand], by_day: Mapping[date, set[str]]) -> int:
    points = 0
    for rule in problem.rules:
        if rule.kind == "together":
            pair = {rule.params["person"], rule.params["other"]}
            points += rule.weight * sum(len(pair & persons) == 1 for persons in by_day.values())
        elif rule.kind == "apart" and not rule.hard:
            pair = {rule.params["person"], rule.params["other"]}
            points += rule.weight * sum(pair <= persons for persons in by_day.values())
        elif rule.kind == "spared" and not rule.hard:
            person, kinds = rule.params["person"], rule.params["kinds"]
            points += rule.weight * sum(
                one.person == person and problem.kinds[one.on] in kinds for one in rows
            )
    return points


def round_robin(problem: Problem) -> list[Stand]:
    """The plain way: day by day, whoever has done least in proportion comes next, if no hard rule is against it. Fixed days first."""
    rows, _ = sound(problem)
    for stand, _points in kept_days(problem):
        room = problem.needs[stand.on, stand.position] - sum(one[:2] == stand[:2] for one in rows)
        if room > 0 and not why_not(problem, rows, stand):
            rows.append(stand)
    load: dict[tuple[str, str], int] = defaultdict(int)
    for (position, person, kind), count in problem.earlier.items():
        load[position, person] += count * problem.weight_of(kind)
    for one in rows:
        load[one.position, one.person] += problem.weight_of(problem.kinds[one.on])
    there = Counter((one.on, one.position) for one in rows)
    for (on, position), count in sorted(problem.needs.items()):
        for _ in range(count - there[on, position]):
            order = sorted(problem.able[on, position], key=lambda who: (load[position, who], who))
            for person in order:
                if not why_not(problem, rows, Stand(on, position, person)):
                    rows.append(Stand(on, position, person))
                    load[position, person] += problem.weight_of(problem.kinds[on])
                    break
    return rows


@dataclass(frozen=True)
class Candidate:
    """Somebody who could stand: how far over (+) or under (-) the fair share, and what speaks against it ("" nothing)."""

    person: str
    over: int
    against: str


def fairest(problem: Problem, position: str, on: date, others: Iterable[Stand]) -> list[Candidate]:
    """Who could take a turn, whoever is furthest below the fair share first, then those who cannot. A day of problem.days."""
    rows = list(others)
    found = []
    for person in problem.fits.get(position, {}):
        if is_fit(problem, position, person, on):
            over = _done(problem, position, person, "points") - _fair_total(problem, position, person)
            found.append(Candidate(person, over, why_not(problem, rows, Stand(on, position, person))))
    return sorted(found, key=lambda one: (bool(one.against), one.over, problem.names[one.person]))


def _fair_total(problem: Problem, position: str, person: str) -> int:
    """What a person should have done of all that has been done, in points."""
    window = Span(problem.since or problem.days[0], problem.days[-1])
    persons = problem.fits[position]
    able = {one: _able_days(problem, position, one, window) for one in persons}
    together = sum(able.values())
    done = sum(_done(problem, position, one, "points") for one in persons)
    return round(done * able[person] / together) if together else 0


def verdict(
    value: int, bound: int | None, greedy: int | None, seconds: float | None, *, optimal: bool
) -> str:
    """How good a roster is, in plain words: 偏离均衡和意愿30分（0分最好），最少也有25分；求解用时30秒。按次序轮排是148分。"""
    if value >= SHORT:
        return f"有{value // SHORT}人次没有排上，原因见下。"
    said = f"偏离均衡和意愿{value}分（0分最好）"
    if optimal:
        said += "，已证明不能更少"
    elif bound is not None and bound <= value:
        said += f"，最少也有{bound}分" if bound else "，也许还能更少"
    if seconds is not None:
        said += f"；求解用时{seconds:.0f}秒"
    said += "。"
    if greedy is not None:
        said += "按次序轮排会有人次排不上。" if greedy >= SHORT else f"按次序轮排是{greedy}分。"
    return said
