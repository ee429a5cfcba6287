"""覆盖情况: where nobody answers, what lies in no cell, where nobody came."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.figures.tiles import tiles
from bihuan.grid.lines import lines

OF_THE_TOWN = ("grid.uncovered", "units.unplaced", "units.unvisited", "units.unseen")
BY_CELL = ("units.total", "grid.cells", "grid.uncovered", "units.unvisited", "units.unseen")


@route("office", scope="place")
def coverage(request: PageRequest) -> HttpResponse:
    """By office and village, in the grid's order."""
    scope, today = request.actor.scope, clock.today()
    context = {
        "lines": lines(scope, BY_CELL, today, today, today),
        "tiles": tiles(scope, OF_THE_TOWN, today, today),
    }
    return render(request, "grid/coverage.html", context)
