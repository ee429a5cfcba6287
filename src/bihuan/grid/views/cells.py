"""The grid's tree, a cell's page, and a new cell."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate, rows
from bihuan.figures.tiles import latest_year, tiles
from bihuan.grid import actions
from bihuan.grid.code_actions import set_code
from bihuan.grid.forms import CellForm, CodeForm
from bihuan.grid.models import Cell
from bihuan.grid.queries import TreeRow, handovers, lineage_of, posts_held, tree
from bihuan.grid.rules import LEVELS, TOWN_LEVEL, VILLAGE_LEVEL, level_of

COVERAGE = ("grid.cells", "grid.uncovered", "units.total", "units.unplaced")
CELL_FIGURES = ("units.total", "grid.uncovered", "inspect.visits", "hazards.found", "hazards.overdue")
COUNTED_LEVEL_MAX = 3  # below a village the cells are single enterprises: nothing to count in them
UNITS_SHOWN = 50
HANDOVERS_SHOWN = 5


@dataclass
class Node:
    """A cell of the tree with its keepers, its number of units (None where it is not counted) and what lies below."""

    row: TreeRow
    units: int | None
    below: list["Node"] = field(default_factory=list)


@route("office", scope="place")
def grid(request: PageRequest) -> HttpResponse:
    """网格: the tree and its coverage."""
    scope, today = request.actor.scope, clock.today()
    context = {
        "nodes": nested(tree(scope, today), scope, today),
        "tiles": tiles(scope, COVERAGE, today.replace(month=1, day=1), today),
    }
    return render(request, "grid/grid.html", context)


@route("office", scope="place")
def cell(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """A cell: who holds which post, how it stands, what lies in it."""
    scope, today = request.actor.scope, clock.today()
    row = request.actor.find(Cell, cell_id, what="个网格")
    part, (since, until) = Slice(cell=lineage_of(scope, row).place), latest_year(scope, "inspect.visits")
    units = rows(scope, Ask("units.total", today, today, today, part)).order_by("cell_path", "name")
    below = [one for one in tree(scope, today) if one.cell.path[:-4] == row.path]
    context = {
        "row": row,
        "posts": posts_held(scope, today).filter(cell=row, unit=None),
        "below": below,
        "handovers": handovers(scope).filter(cell=row)[:HANDOVERS_SHOWN],
        "tiles": tiles(scope, CELL_FIGURES, since, until, part, as_of=today),
        "year": until.year,
        "units": units.select_related("cell")[:UNITS_SHOWN],
        "may_divide": request.actor.may("grid") and row.level < max(LEVELS) and not row.ended_on,
        "may_change": request.actor.may("grid") and row.level > 1 and not row.ended_on,
        "may_code": request.actor.may("grid")
        and row.level in (TOWN_LEVEL, VILLAGE_LEVEL)
        and not row.ended_on,
        "changes": _changes(row),
    }
    return render(request, "grid/cell.html", context)


@route("grid", scope="place")
def cell_new(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """划分网格, under the cell of the address."""
    parent = request.actor.find(Cell, cell_id, what="个网格")
    form = CellForm(request.POST or None, initial={"opened_on": clock.today(), "kind": _likely(parent)})
    if form.is_bound:
        made = form.carry_out(lambda given: actions.open_cell(request.actor, parent.pk, **given))
        if made is not None:
            messages.success(request, f"已划分“{made.name}”，请落实责任人。", extra_tags="good")
            return HttpResponseRedirect(reverse("cell", args=[made.pk]))
    return render(request, "grid/cell_form.html", {"form": form, "parent": parent}, status=form.status)


@route("grid", scope="place")
def cell_code(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """登记统计用区划代码."""
    row = request.actor.find(Cell, cell_id, what="个网格")
    form = CodeForm(request.POST or None, initial={"code": row.code})
    if form.is_bound:
        done = form.carry_out(lambda given: set_code(request.actor, row.pk, **given))
        if done is not None:
            messages.success(request, "代码已保存。", extra_tags="good")
            return HttpResponseRedirect(reverse("cell", args=[row.pk]))
    return render(request, "grid/cell_code.html", {"form": form, "cell": row}, status=form.status)


def _changes(row: Cell) -> list[tuple[str, str]]:
    """What became of a cell and what it came from, in words, with the page of the other."""
    found = []
    if row.ended_on:
        after = row.merged_into or getattr(row, "moved_to", None)
        word = "并入" if row.merged_into else "迁移，现为"
        if after:
            found.append((f"{in_words(row.ended_on)}{word}“{after.name}”（{row.changed_by}）。", after))
    if row.origin:
        found.append((f"{in_words(row.opened_on)}迁到这里（{row.changed_by}）。", row.origin))
    found += [
        (f"{in_words(one.ended_on)}“{one.name}”并入（{one.changed_by}）。", one)
        for one in row.absorbed.within(Scope.whole_town(row.town_id)).order_by("path")
        if one.ended_on
    ]
    return [(text, reverse("cell", args=[other.pk])) for text, other in found]


def nested(found: list[TreeRow], scope: Scope, on: date) -> list[Node]:
    """The tree's lines as a tree, with the units of each cell down to a village: one query for all counts."""
    asks = {
        row.cell.path: Ask("units.total", on, on, on, Slice(cell=row.cell.path))
        for row in found
        if level_of(row.cell.path) <= COUNTED_LEVEL_MAX
    }
    counts = evaluate(scope, asks.values())
    nodes: dict[str, Node] = {}
    tops: list[Node] = []
    for row in found:
        path = row.cell.path
        value: Any = counts[asks[path]].value if path in asks else None
        nodes[path] = Node(row, value)
        above = nodes.get(path[:-4])
        (above.below if above else tops).append(nodes[path])
    return tops


def _likely(parent: Cell) -> str:
    """What lies under a cell of each level, as a rule."""
    return {1: "office", 2: "village"}.get(parent.level, "enterprise")
