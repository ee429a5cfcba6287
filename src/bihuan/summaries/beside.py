"""The numbers of a summary beside those of the period before and of the same period a year ago, by the records of today."""

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Value, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import address
from bihuan.summaries.binding.measures import before, year_ago


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
    sets = {ask: (ask, before(ask), year_ago(ask)) for ask in wanted}
    values = evaluate(scope, [one for three in sets.values() for one in three])
    lines = []
    for ask, three in sets.items():
        figure = FIGURES[ask.figure]
        numbers = [Number(values[one], address(one)) for one in three]
        lines.append(Line(figure.label, wanted[ask], figure.unit, *numbers))
    return lines
