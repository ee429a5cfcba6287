"""Twenty-five figures in one evaluation against a query for each, over a million hazards, visits and sorties.
Aim: at least 5 times as fast on SQLite."""

from datetime import date
from statistics import median
from time import perf_counter

from tests.cast import TODAY, Cast

from benchmarks import scratch
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, condition, evaluate
from bihuan.figures.registry import FIGURES, SOURCES, Kind

SIZE = 1_000_000
COUNT = 25
ROUNDS = 3
SINCE = date(2026, 1, 1)


def run(cast: Cast) -> list[str]:
    """One line."""
    pattern = scratch.one_check(cast)
    scratch.grow(cast, pattern, since=1, until=SIZE)
    scratch.analyze()
    big = ("hazards", "outings", "visits")
    countable = [one for one in FIGURES.values() if one.kind is not Kind.RATIO and one.source in big]
    keys = [one.key for one in sorted(countable, key=lambda one: big.index(one.source))][:COUNT]
    assert len(keys) == COUNT
    asks = [Ask(key, SINCE, TODAY, TODAY) for key in keys]
    scope = cast.chen.scope
    together, apart = [], []
    for _ in range(ROUNDS):
        begun = perf_counter()
        values = evaluate(scope, asks)
        together.append(perf_counter() - begun)
        begun = perf_counter()
        counts = {ask: _alone(scope, ask) for ask in asks}
        apart.append(perf_counter() - begun)
        assert all(values[ask].value == counts[ask] for ask in asks), "the pass and the queries disagree"
    sources = len({SOURCES[FIGURES[key].source].key for key in keys})
    ratio = median(apart) / median(together)
    return [
        f"{len(keys)} queries : one evaluation ({sources} sources) at {SIZE:,} rows each = {ratio:.1f} : 1"
    ]


def _alone(scope: Scope, ask: Ask) -> int:
    """A figure by a query of its own, as it would be written without the registry."""
    figure = FIGURES[ask.figure]
    found = SOURCES[figure.source].rows(scope).order_by().filter(condition(scope, ask))
    return int(found.aggregate(n=figure.measure(None))["n"] or 0)
