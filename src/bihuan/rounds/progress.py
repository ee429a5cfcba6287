"""How far rounds are: figures of the registry, for the place of a person and for each office and village of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import Tile, tile, tiles
from bihuan.grid.models import Cell
from bihuan.grid.queries import lineages
from bihuan.grid.rules import VILLAGE_LEVEL

RUNNING = ("rounds.running", "rounds.left")
PAST = ("rounds.owed", "rounds.done", "rounds.missed")


@dataclass(frozen=True)
class Line:
    """A cell, and its figures, each with the rows behind it."""

    cell: Cell
    numbers: list[Tile]


def town_tiles(scope: Scope, today: date, past: bool) -> list[Tile]:
    """Figures of the whole of a scope."""
    since, until, keys = _asked(today, past)
    more = ("rounds.rate",) if past else ("units.round_late",)
    return tiles(scope, (*keys, *more), since, until)


def lines(scope: Scope, today: date, past: bool) -> list[Line]:
    """By office and village, in the grid's order."""
    since, until, keys = _asked(today, past)
    cells = [
        one.cell
        for one in lineages(scope)
        if 1 < one.cell.level <= VILLAGE_LEVEL and one.cell.opened_on <= today and not one.cell.ended_on
    ]
    asks = {
        (cell.path, key): Ask(key, since, until, until, Slice(cell=cell.path))
        for cell in cells
        for key in keys
    }
    values = evaluate(scope, asks.values())
    return [
        Line(cell, [tile(asks[cell.path, key], values[asks[cell.path, key]]) for key in keys])
        for cell in cells
    ]


def _asked(today: date, past: bool) -> tuple[date, date, tuple[str, ...]]:
    """The days on which what is asked for falls due, and the figures: this year's until yesterday, or what runs now."""
    if past:
        yesterday = today - timedelta(days=1)
        return yesterday.replace(month=1, day=1), yesterday, PAST
    return today, today, RUNNING
