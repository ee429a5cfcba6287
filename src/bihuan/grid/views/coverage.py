"""覆盖情况: where nobody answers, what lies in no cell, where nobody came."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import Tile, tile, tiles
from bihuan.grid.models import Cell
from bihuan.grid.queries import lineages
from bihuan.grid.rules import VILLAGE_LEVEL

OF_THE_TOWN = ("grid.uncovered", "units.unplaced", "units.unvisited", "units.unseen")
BY_CELL = ("units.total", "grid.cells", "grid.uncovered", "units.unvisited", "units.unseen")


@dataclass(frozen=True)
class Line:
    """A cell, and its figures, each with the rows behind it."""

    cell: Cell
    numbers: list[Tile]


@route("view", scope="place")
def coverage(request: PageRequest) -> HttpResponse:
    """By office and village, in the grid's order: no ranking, the gaps are what is to be filled."""
    scope, today = request.actor.scope, clock.today()
    cells = [
        one.cell
        for one in lineages(scope)
        if 1 < one.cell.level <= VILLAGE_LEVEL and one.cell.opened_on <= today and not one.cell.ended_on
    ]
    asks = {
        (cell.path, key): Ask(key, today, today, today, Slice(cell=cell.path)) for cell, key in _each(cells)
    }
    values = evaluate(scope, asks.values())
    lines = [
        Line(cell, [tile(asks[cell.path, key], values[asks[cell.path, key]]) for key in BY_CELL])
        for cell in cells
    ]
    context = {
        "lines": lines,
        "heads": [FIGURES[key].label for key in BY_CELL],
        "tiles": tiles(scope, OF_THE_TOWN, today, today),
    }
    return render(request, "grid/coverage.html", context)


def _each(cells: Iterable[Cell]) -> list[tuple[Cell, str]]:
    return [(cell, key) for cell in cells for key in BY_CELL]
