"""Figures as small tiles: each shows its value and leads to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import WHOLE, Ask, Slice, Value, evaluate
from bihuan.figures.registry import FIGURES, SOURCES

LATE = ("hazards.overdue", "grid.uncovered", "units.unplaced")


@dataclass(frozen=True)
class Tile:
    """A figure as a page shows it; `why` says what a missing value lacks, else the definition."""

    key: str
    label: str
    value: int | Decimal | None
    unit: str
    url: str
    why: str
    bad: bool


def tiles(
    scope: Scope,
    keys: Iterable[str],
    since: date,
    until: date,
    part: Slice = WHOLE,
    as_of: date | None = None,
) -> list[Tile]:
    """Tiles of some figures over one period and slice, as of its end or a given day; one query for each source."""
    asks = [Ask(key, since, until, as_of or until, part) for key in keys]
    values = evaluate(scope, asks)
    return [tile(ask, values[ask]) for ask in asks]


def latest_year(scope: Scope, key: str) -> tuple[date, date]:
    """The first and the last day of the latest year in which rows of a figure fall, up to today in the present one.
    A page that shows "the year" is not empty on the first days of January."""
    source, today = SOURCES[FIGURES[key].source], clock.today()
    latest = source.rows(scope).filter(**{f"{source.on}__lte": today}).aggregate(on=Max(source.on))["on"]
    if latest is None or latest.year == today.year:
        return today.replace(month=1, day=1), today
    return date(latest.year, 1, 1), date(latest.year, 12, 31)


def tile(ask: Ask, found: Value) -> Tile:
    """One answered ask as a tile."""
    figure = FIGURES[ask.figure]
    bad = ask.figure in LATE and bool(found.value)
    return Tile(
        figure.key, figure.label, found.value, figure.unit, address(ask), found.missing or figure.says, bad
    )


def address(ask: Ask) -> str:
    """Where the rows behind an ask are shown."""
    given = {"since": ask.since, "until": ask.until, "as_of": ask.as_of} | {
        name: value for name, value in vars(ask.slice).items() if value
    }
    return f"{reverse('figure_rows', args=[ask.figure])}?{urlencode(given)}"
