"""The numbers of a summary beside those of the period before and of the same period a year ago, by the records of today."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bihuan.core.calendar import years_on
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Value, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import address
from bihuan.summaries.binding.measures import period_before


@dataclass(frozen=True)
class Number:
    """A value, where its rows are, and why there is none."""

    value: Value
    url: str


@dataclass(frozen=True)
class Line:
    """A figure of a summary: now, in the period before, a year ago."""

    label: str
    where: str
    unit: str
    now: Number
    before: Number
    year: Number


def beside(scope: Scope, asks: Iterable[tuple[Ask, str]]) -> list[Line]:
    """A line for each question of a summary with the words of its scope, each once; one evaluation for all three periods."""
    wanted = dict(asks)
    sets = {ask: (ask, _before(ask), _year_ago(ask)) for ask in wanted}
    values = evaluate(scope, [one for three in sets.values() for one in three])
    lines = []
    for ask, three in sets.items():
        figure = FIGURES[ask.figure]
        numbers = [Number(values[one], address(one)) for one in three]
        lines.append(Line(figure.label, wanted[ask], figure.unit, *numbers))
    return lines


def _before(ask: Ask) -> Ask:
    since, until = period_before(ask.since, ask.until)
    return replace(ask, since=since, until=until, as_of=until)


def _year_ago(ask: Ask) -> Ask:
    since, until, as_of = (years_on(day, -1) for day in (ask.since, ask.until, ask.as_of))
    return replace(ask, since=since, until=until, as_of=as_of)
