"""Cells are merged, split and moved: each page shows first what goes where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.scope import Scope
from bihuan.grid.boundary_actions import merge_cell, move_cell, split_cell
from bihuan.grid.boundary_forms import MergeForm, MoveForm, SplitForm
from bihuan.grid.following import FOLLOWERS, Standing
from bihuan.grid.models import Cell, Post
from bihuan.grid.queries import cells_in_force, posts_held, subtree
from bihuan.grid.rules import why_not_merge, why_not_move

Deed = MoveForm | MergeForm | SplitForm


@dataclass(frozen=True)
class Going:
    """What a change takes along: the cells below, the posts, and the rows of each kind."""

    cells: list[Cell]
    posts: list[Post]
    rows: list[tuple[str, list[Standing]]]


@route("grid", scope="place")
def cell_move(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """网格迁移: another parent."""
    cell = request.actor.find(Cell, cell_id, what="个网格")
    form = MoveForm(request.POST or None)
    done = _done(
        request, form, lambda given: move_cell(request.actor, cell.pk, **given), "已迁到新的上级网格。"
    )
    targets = _targets(request, lambda one: why_not_move(cell.path, one.path))
    return done or _page(request, "grid/cell_move.html", cell, form, targets)


@route("grid", scope="place")
def cell_merge(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """网格合并: into another of the same level."""
    cell = request.actor.find(Cell, cell_id, what="个网格")
    form = MergeForm(request.POST or None)
    done = _done(
        request, form, lambda given: merge_cell(request.actor, cell.pk, **given), f"“{cell.name}”已并入。"
    )
    targets = _targets(request, lambda one: why_not_merge(cell.path, one.path))
    return done or _page(request, "grid/cell_merge.html", cell, form, targets)


@route("grid", scope="place")
def cell_split(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """网格拆分: a new cell beside it, with the units chosen."""
    cell = request.actor.find(Cell, cell_id, what="个网格")
    form = SplitForm(request.POST or None)
    done = _done(
        request,
        form,
        lambda given: split_cell(request.actor, cell.pk, **given),
        "已拆分，请落实新网格的责任人。",
    )
    return done or _page(request, "grid/cell_split.html", cell, form, [])


def _done(
    request: PageRequest, form: Deed, act: Callable[[dict[str, Any]], Cell], said: str
) -> HttpResponse | None:
    """Where to go on once it is done; None where there is still something to say on the page."""
    made = form.carry_out(lambda _: act(form.given())) if form.is_bound else None
    if made is None:
        return None
    messages.success(request, said, extra_tags="good")
    return HttpResponseRedirect(reverse("cell", args=[made.pk]))


def _page(
    request: PageRequest, template: str, cell: Cell, form: Deed, targets: list[tuple[str, str]]
) -> HttpResponse:
    context = {"cell": cell, "form": form, "targets": targets, "going": _going(request, cell)}
    return render(request, template, context, status=form.status)


def _going(request: PageRequest, cell: Cell) -> Going:
    """What is in a cell and below it; a query for each kind."""
    whole = Scope.whole_town(request.actor.town)
    cells = list(subtree(whole, cell))
    ids = [one.pk for one in cells]
    rows = [(one.label, list(one.finds(whole, ids))) for one in FOLLOWERS]
    posts = list(posts_held(whole, clock.today()).filter(cell__in=ids))
    return Going([one for one in cells if one.pk != cell.pk], posts, [one for one in rows if one[1]])


def _targets(request: PageRequest, why_not: Callable[[Cell], str]) -> list[tuple[str, str]]:
    """The cells that can be chosen, each with the one above it: two offices may have a village of the same name."""
    cells = list(cells_in_force(request.actor.scope, clock.today()))
    names = {one.path: one.name for one in cells}
    return [
        (str(one.pk), f"{names[one.path[:-4]]} {one.name}" if one.path[:-4] in names else one.name)
        for one in cells
        if not why_not(one)
    ]
