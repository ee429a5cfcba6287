"""Reading of outlines, and of where a town lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet

from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.maps.models import CellOutline, OutlineImport
from bihuan.maps.rules import Bounds
from bihuan.units.models import Unit


def outlines(scope: Scope) -> QuerySet[CellOutline]:
    """The outlines that hold now."""
    found: QuerySet[CellOutline] = CellOutline.objects.within(scope).filter(until_on__isnull=True)
    return found


def outline_of(scope: Scope, cell: Cell) -> CellOutline | None:
    """A cell's own outline now."""
    return outlines(scope).filter(cell=cell).first()


def imports(scope: Scope) -> QuerySet[OutlineImport]:
    """Files that were read and not taken yet."""
    found: QuerySet[OutlineImport] = OutlineImport.objects.within(scope).filter(taken_at__isnull=True)
    return found


@dataclass(frozen=True)
class Drawn:
    """A cell in force with the outlines that are shown as its: its own; else those that it had where it stood before, and those of cells
    that went into it."""

    cell: Cell
    rows: tuple[CellOutline, ...]


def drawn(scope: Scope, on: date) -> list[Drawn]:
    """The cells that have an outline, larger ones first. A cell that was moved or merged away leads to the one in force: its outline
    is no lie, and nobody draws it anew for a change on paper."""
    cells = {row.pk: row for row in Cell.objects.within(Scope.whole_town(scope.town))}
    next_of = {row.origin_id: row.pk for row in cells.values() if row.origin_id}
    own: dict[object, list[CellOutline]] = {}
    for row in outlines(Scope.whole_town(scope.town)).select_related("cell").defer("shape"):
        at = row.cell_id
        while cells[at].ended_on and (then := next_of.get(at) or cells[at].merged_into_id):
            at = then
        own.setdefault(at, []).append(row)
    found = [
        Drawn(cell, tuple(_shown(cell, own[cell.pk]))) for cell in cells_in_force(scope, on) if cell.pk in own
    ]
    return sorted(found, key=lambda one: (one.cell.level, one.cell.path))


def _shown(cell: Cell, rows: Iterable[CellOutline]) -> list[CellOutline]:
    """All that lead to a cell; none of them that went into it before its own was drawn, which encloses them."""
    rows = list(rows)
    since = max((row.from_on for row in rows if row.cell_id == cell.pk), default=date.min)
    return [row for row in rows if row.cell_id == cell.pk or _went_on(row.cell) >= since]


def _went_on(cell: Cell) -> date:
    return cell.ended_on or date.max


def placed_bounds(scope: Scope) -> Bounds | None:
    """The box around the units that have a place, None around none."""
    found = Unit.objects.within(scope).filter(latitude__isnull=False, ended_on__isnull=True)
    box = found.aggregate(
        west=Min("longitude"), south=Min("latitude"), east=Max("longitude"), north=Max("latitude")
    )
    return None if box["west"] is None else Bounds(**box)


def town_bounds(scope: Scope) -> Bounds | None:
    """What the map shows first: the outlines of the scope, else the box around its units."""
    box = outlines(scope).aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    return placed_bounds(scope) if box["west"] is None else Bounds(**box)
