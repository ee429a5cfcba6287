"""A roster of 40 persons over 92 days under 12 rules: what the solver reaches in 30 s on two cores, beside taking turns and beside its own bound;
beside the best of ten minutes where BENCH_ROSTER_LONG is set."""

import os
from datetime import date

from tests.cast import Cast

from bihuan.duty.rules import DAY_KINDS, Problem, Rule, Span, breaches, days_between
from bihuan.duty.solving import solve

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
SECONDS, LONG_SECONDS = 30.0, 600.0
ALWAYS = (Span(date(2026, 1, 1)),)
LEADS, DUTY, DRIVERS = range(8), range(8, 34), range(34, 40)


def problem() -> Problem:
    """Eight leaders, 26 on duty, six drivers; the flood season doubled, market days, two on leave, and a first half-year behind them in which
    not all did the same."""
    days = tuple(days_between(FIRST, LAST))
    key = "p{:02}".format
    rules = (
        Rule("needs", {"position": "lead", "count": 1}),
        Rule("needs", {"position": "duty", "count": 2}),
        Rule("needs", {"position": "driver", "count": 1}),
        Rule("rest", {"days": 2}),
        Rule("most", {"count": 9}),
        Rule("fair", {"workday": 1, "weekend": 2, "holiday": 3}, hard=False),
        Rule("extra", {"position": "lead", "count": 1, "since": "2026-07-15", "until": "2026-08-15"}),
        Rule("extra", {"position": "duty", "count": 1, "digits": "5"}),
        Rule("spared", {"person": key(10), "kinds": ["weekend", "holiday"]}),
        Rule("apart", {"person": key(12), "other": key(13)}),
        Rule("together", {"person": key(14), "other": key(15)}, hard=False, weight=2),
        Rule("fixed", {"person": key(0), "position": "lead", "weekday": "0"}),
    )
    assert len(rules) == 12
    return Problem(
        days=days,
        kinds={on: _kind(on) for on in days},
        names={key(number): f"{number}号" for number in range(40)},
        fits={
            "lead": {key(number): ALWAYS for number in LEADS},
            "duty": {key(number): ALWAYS for number in DUTY},
            "driver": {key(number): ALWAYS for number in DRIVERS},
        },
        posts={key(number): ALWAYS for number in range(40)},
        rules=rules,
        leaves={
            key(1): ((Span(FIRST, date(2026, 7, 20)), "病假"),),
            key(20): ((Span(date(2026, 8, 1), date(2026, 8, 20)), "年休假"),),
        },
        earlier={("lead", key(number), kind): number % 3 * 2 for number in LEADS for kind in DAY_KINDS}
        | {("duty", key(number), kind): number % 4 for number in DUTY for kind in DAY_KINDS},
        since=date(2026, 1, 1),
    )


def _kind(on: date) -> str:
    if on.month == 9 and 25 <= on.day <= 27:
        return "holiday"
    return "workday" if on.weekday() < 5 else "weekend"


def run(_cast: Cast) -> list[str]:
    """A line for 30 s, one for ten minutes where they are asked for."""
    made = problem()
    lines = []
    for seconds in (SECONDS, LONG_SECONDS) if os.environ.get("BENCH_ROSTER_LONG") else (SECONDS,):
        found = solve(made, seconds=seconds)
        broken = len(breaches(made, found.stands))
        gap = (found.value - found.bound) / found.value if found.value else 0.0
        lines.append(
            f"roster of 40 persons, 92 days, 12 rules, {seconds:.0f} s: value {found.value}, bound {found.bound}, gap {gap:.0%}; taking turns "
            f"{found.greedy}; hard rules broken {broken}, needs unfilled {len(found.gaps)}"
        )
        assert not broken and found.value <= found.greedy
    return lines
