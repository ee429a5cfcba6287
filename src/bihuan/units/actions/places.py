"""Units change their cell, alone or with it: where they stood is kept."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Value, When

from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.following import Change, Standing
from bihuan.grid.models import Cell
from bihuan.units.models import Unit, UnitPlace


def leave_places(units: Sequence[Unit], on: date) -> None:
    """Keep where some units have stood until a day. A place taken on that day or later has no past to keep."""
    stood = [(unit, unit.placed_on or unit.opened_on) for unit in units]
    UnitPlace.objects.bulk_create(
        UnitPlace(
            id=new_id(), town_id=unit.town_id, unit=unit, path=unit.cell_path, from_on=since, until_on=on
        )
        for unit, since in stood
        if since < on
    )


def put_into(unit: Unit, cell: Cell | None, on: date) -> dict[str, Any]:
    """The values of a unit that is put into another cell on a day, where it stood kept; nothing changes where it is the same."""
    if (cell.pk if cell else None) == unit.cell_id:
        return {"cell": cell, "cell_path": cell.path if cell else ""}
    leave_places([unit], on)
    return {"cell": cell, "cell_path": cell.path if cell else "", "placed_on": on}


def units_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """The units in some cells, stubs and closed ones left out: those follow without being asked."""
    rows = Unit.objects.within(scope).filter(cell__in=cells, ended_on__isnull=True)
    return [
        Standing(pk, f"{name}（{address}）" if address else name, cell)
        for pk, name, address, cell in rows.order_by("name", "pk").values_list(
            "pk", "name", "address", "cell"
        )
    ]


def follow_cells(actor: Actor, change: Change) -> list[Entry]:
    """Units go into the cells after, closed ones and stubs as well."""
    whole = Scope.whole_town(actor.town)
    found = Unit.objects.within(whole).filter(cell__in=change.after)
    if change.only is not None:
        found = found.filter(pk__in=change.only)
    units = list(found.order_by("pk").held())
    if not units:
        return []
    leave_places(units, change.on)
    to = {old: cell for old, cell in change.after.items() if any(unit.cell_id == old for unit in units)}
    Unit.objects.within(whole).filter(pk__in=[unit.pk for unit in units]).update(
        cell=Case(*(When(cell=old, then=Value(cell.pk)) for old, cell in to.items())),
        cell_path=Case(*(When(cell=old, then=Value(cell.path)) for old, cell in to.items())),
        placed_on=change.on,
        version=F("version") + 1,
    )
    return [Entry("move_with_cell", unit, _told(to[unit.cell_id])) for unit in units if unit.cell_id]


def _told(cell: Cell) -> dict[str, Any]:
    return {"cell": cell, "cell_path": cell.path}
