"""Figures by office and village, in the grid's order: no ranking, the gaps are what is to be filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import Tile, tile
from bihuan.grid.models import Cell
from bihuan.grid.queries import lineages
from bihuan.grid.rules import VILLAGE_LEVEL


@dataclass(frozen=True)
class Line:
    """A cell, and its figures, each with the rows behind it."""

    cell: Cell
    numbers: list[Tile]


def lines(scope: Scope, keys: Sequence[str], since: date, until: date, today: date) -> list[Line]:
    """A line for each office and village of a scope that is in force today; figures of a period as of its end, one query a source."""
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
