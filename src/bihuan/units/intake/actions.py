"""Many units at once: the same rules row by row as `units.actions` has them, rows written in bulk, an event for each."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.events import Entry
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.intake.actions.taking import take_back, take_in
from bihuan.intake.registry import Made, Ready, Taken, Values
from bihuan.units.actions import new_apart, new_unit, put_into_state, put_particulars
from bihuan.units.models import Apart, Unit, UnitState
from bihuan.units.rules import clean_unit

SAME_NAME = "同一网格、同一地址的同名监管对象已经登记。"
ANOTHER = "导入时选了“新增”"
SAME_CODE = "同一代码、同一地址的监管对象已经登记。"


def take_units(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入监管对象: register the new ones, put the others' particulars onto the units that they mean."""
    actor.need("units")
    hold_town(actor)
    standing = Cell.objects.within(actor.scope).filter(ended_on__isnull=True)
    places = standing.order_by("path").held().in_bulk(_ids(ready, "cell_id"))
    departments = Department.objects.within(actor.scope).in_bulk(_ids(ready, "department_id"))
    by_name, by_code = _taken_already(actor, [one.values for one in ready if one.onto is None])
    unlike = Unit.objects.within(Scope.whole_town(actor.town)).in_bulk(
        [one.unlike for one in ready if one.unlike]
    )

    def new(one: Ready) -> tuple[Sequence[Unit | UnitState | Apart], Entry]:
        values = _cleaned(one.values, places, departments)
        name, code = _places(values)
        if name in by_name:
            raise Incomplete(SAME_NAME)
        if values["uscc"] and code in by_code:
            raise Incomplete(SAME_CODE)
        by_name.add(name)
        by_code.add(code)
        unit, state, entry = new_unit(actor, one.id, one.values.get("opened_on") or clock.today(), values)
        if one.unlike not in unlike:
            return (unit, state), entry
        entry.given["unlike"] = one.unlike
        return (unit, state, new_apart(actor, unit, unlike[one.unlike], ANOTHER)), entry

    def onto(unit: Unit, values: Values) -> dict[str, Any]:
        """A cell that lies within the one that the row says stays."""
        given = {key: value for key, value in values.items() if key != "opened_on"}
        place = places.get(given.get("cell_id"))
        if place and unit.cell_path.startswith(place.path):
            del given["cell_id"]
        return given

    return take_in(actor, Unit, ready, new=new, put=_putter(actor), onto=onto)


def undo_units(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的监管对象: a new one's code is free again."""
    actor.need("units")
    hold_town(actor)

    def withdraw(unit: Unit) -> Entry:
        entry = put_into_state(actor, unit, state="withdrawn", from_on=unit.opened_on, reason="撤销导入")
        Unit.objects.within(Scope.whole_town(actor.town)).filter(pk=unit.pk).update(uscc="")
        return entry

    return take_back(actor, Unit, made, withdraw=withdraw, put=_putter(actor), own=(UnitState, Apart))


def _putter(actor: Actor) -> Any:
    return lambda unit, changed: put_particulars(actor, unit, unit.version, changed)


def _cleaned(given: Values, cells: dict[UUID, Cell], departments: dict[UUID, Department]) -> dict[str, Any]:
    """A new unit's values as they are stored. Raises Incomplete."""
    plain = {
        key: value for key, value in given.items() if key not in ("cell_id", "department_id", "opened_on")
    }
    values, wrong = clean_unit(plain)
    if "cell_id" in given:
        cell = cells.get(given["cell_id"])
        values |= {"cell": cell, "cell_path": cell.path if cell else ""}
        wrong |= {} if cell else {"cell": "网格不在您的管辖范围内，或者已经停用。"}
    if "department_id" in given:
        values["department"] = departments.get(given["department_id"])
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    return values


def _places(values: dict[str, Any]) -> tuple[tuple[Any, ...], tuple[str, str]]:
    """By what no two units may be the same: name at a place, code at an address."""
    cell, address = values.get("cell"), values.get("address", "")
    return (values["name"], cell.pk if cell else None, address), (values["uscc"], address)


def _taken_already(actor: Actor, values: Sequence[Values]) -> tuple[set[Any], set[Any]]:
    there = Unit.objects.within(Scope.whole_town(actor.town))
    names = there.filter(name__in={one["name"] for one in values}, ended_on__isnull=True)
    codes = there.filter(uscc__in={one["uscc"] for one in values if "uscc" in one}, merged_into__isnull=True)
    return set(names.values_list("name", "cell_id", "address")), set(codes.values_list("uscc", "address"))


def _ids(ready: Iterable[Ready], key: str) -> set[UUID]:
    return {one.values[key] for one in ready if one.values.get(key)}
