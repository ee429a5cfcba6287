"""The colours of a town's risk points: in all, by office and village, by trade. Counted in one pass that groups by unit (`figures.spread`),
since a large town has 50,000 points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import WHOLE, Ask, Slice
from bihuan.figures.spread import evaluate_spread
from bihuan.figures.tiles import Tile, tile
from bihuan.grid.lines import Line
from bihuan.grid.models import Cell
from bihuan.units.rules import CATEGORIES

POINTS = ("risks.points", "risks.major", "risks.large", "risks.general", "risks.low")
TRADES = tuple(code for code in CATEGORIES if "." not in code)


@dataclass(frozen=True)
class Colours:
    """Points in all and by grade, each number with its rows; of trades those that have any."""

    whole: list[Tile]
    by_place: list[Line]
    by_trade: list["TradeLine"]


@dataclass(frozen=True)
class TradeLine:
    """A trade, and its points in all and by grade."""

    label: str
    numbers: list[Tile]


def colours(scope: Scope, cells: Iterable[Cell], today: date) -> Colours:
    """Of today, in two queries."""
    places = {Slice(cell=cell.path): cell for cell in cells}
    trades = {Slice(category=code): CATEGORIES[code].label for code in TRADES}
    parts = (WHOLE, *places, *trades)
    asks = {(part, key): Ask(key, today, today, today, part) for part in parts for key in POINTS}
    values = evaluate_spread(scope, asks.values())
    found = {part: [tile(asks[part, key], values[asks[part, key]]) for key in POINTS] for part in parts}
    return Colours(
        found[WHOLE],
        [Line(cell, found[part]) for part, cell in places.items()],
        [TradeLine(label, found[part]) for part, label in trades.items() if found[part][0].value],
    )
