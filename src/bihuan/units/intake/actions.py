"""Many units at once: the same rules row by row as `units.actions` has them, rows written in bulk, an event for each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.intake.queries import touched
from bihuan.intake.registry import Made, Ready, Taken, Values
from bihuan.units.actions import new_unit, put_into_state, put_particulars
from bihuan.units.models import Unit, UnitState
from bihuan.units.rules import clean_unit

SAME_NAME = "同一网格、同一地址的同名监管对象已经登记。"
SAME_CODE = "同一代码、同一地址的监管对象已经登记。"


def take_units(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入监管对象: register the new ones, put the others' particulars onto the units that they mean."""
    actor.need("units")
    hold_town(actor)
    standing = Cell.objects.within(actor.scope).filter(ended_on__isnull=True)
    places = standing.select_for_update().in_bulk(_ids(ready, "cell_id"))
    new = [one for one in ready if one.onto is None]
    taken = {one.id: one_taken for one, one_taken in zip(new, _registered(actor, new, places), strict=True)}
    onto = Unit.objects.within(actor.scope).in_bulk([one.onto for one in ready if one.onto is not None])
    for one in ready:
        if one.onto is not None:
            taken[one.id] = _updated(actor, onto.get(one.onto), one.values, places)
    return [taken[one.id] for one in ready]


def _registered(actor: Actor, ready: Sequence[Ready], places: dict[UUID, Cell]) -> list[Taken]:
    departments = Department.objects.within(actor.scope).in_bulk(_ids(ready, "department_id"))
    cleaned = [_cleaned(one.values, places, departments) for one in ready]
    by_name, by_code = _taken_already(actor, [values for values, _why in cleaned])
    units, states, taken = [], [], []
    for one, (values, why) in zip(ready, cleaned, strict=True):
        name, code = _places(values)
        why = why or (
            SAME_NAME if name in by_name else SAME_CODE if values["uscc"] and code in by_code else ""
        )
        if why:
            taken.append(Taken(why))
            continue
        by_name.add(name)
        by_code.add(code)
        opened_on: date = one.values.get("opened_on") or clock.today()
        unit, state, entry = new_unit(actor, one.id, opened_on, values)
        units.append(unit)
        states.append(state)
        taken.append(Taken(entry=entry))
    Unit.objects.bulk_create(units)
    UnitState.objects.bulk_create(states)
    return taken


def _cleaned(
    given: Values, cells: dict[UUID, Cell], departments: dict[UUID, Department]
) -> tuple[dict[str, Any], str]:
    """A new unit's values as they are stored, and why it cannot be."""
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
    return values, "".join(wrong.values())


def _places(values: dict[str, Any]) -> tuple[tuple[Any, ...], tuple[str, str]]:
    """By what no two units may be the same: name at a place, code at an address."""
    cell, address = values.get("cell"), values.get("address", "")
    return (values["name"], cell.pk if cell else None, address), (values["uscc"], address)


def _taken_already(actor: Actor, values: Sequence[dict[str, Any]]) -> tuple[set[Any], set[Any]]:
    there = Unit.objects.within(Scope.whole_town(actor.town))
    names = there.filter(name__in={one["name"] for one in values}, ended_on__isnull=True)
    codes = there.filter(uscc__in={one["uscc"] for one in values} - {""}, merged_into__isnull=True)
    return set(names.values_list("name", "cell_id", "address")), set(codes.values_list("uscc", "address"))


def _ids(ready: Iterable[Ready], key: str) -> set[UUID]:
    return {one.values[key] for one in ready if one.values.get(key)}


def _updated(actor: Actor, unit: Unit | None, values: Values, places: dict[UUID, Cell]) -> Taken:
    """What a row says is put onto its unit; what it does not say stays, and so does a cell that lies within the one that it says."""
    if unit is None:
        return Taken("要更新的监管对象已经不在您的管辖范围内。")
    given = {key: value for key, value in values.items() if key != "opened_on"}
    place = places.get(given.get("cell_id"))  # type: ignore[arg-type]
    if place and unit.cell_path.startswith(place.path):
        del given["cell_id"]
    before = {key: _plain(getattr(unit, key)) for key in given}
    if before == {key: _plain(value) for key, value in given.items()}:
        return Taken("与已登记的内容相同，没有要更新的。")
    try:
        entry = put_particulars(actor, unit, unit.version, given)
    except Refused as refused:
        return Taken(refused.message)
    return Taken(before=before | {"version": unit.version + 1}, entry=entry)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)


def undo_units(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的监管对象: a new one that nothing points to is withdrawn, an updated one is as it was. What has been used stays."""
    actor.need("units")
    # Held first: who uses one of them meanwhile has done so before the look at what is used, or waits and is told.
    rows = Unit.objects.within(actor.scope).select_for_update().order_by("pk")
    units = rows.in_bulk([one.record for one in made])
    new = [one.record for one in made if one.before is None]
    used = touched(actor.town, Unit, new, own=(UnitState,))
    return [_undone(actor, units.get(one.record), one, one.record in used) for one in made]


def _undone(actor: Actor, unit: Unit | None, one: Made, is_used: bool) -> Taken:
    if unit is None:
        return Taken("已经不在您的管辖范围内。")
    if one.before is None:
        if is_used:
            return Taken("导入以后已经用过（检查、改动或者关联了别的记录）。")
        entry = put_into_state(actor, unit, state="withdrawn", from_on=unit.opened_on, reason="撤销导入")
        Unit.objects.within(Scope.whole_town(actor.town)).filter(pk=unit.pk).update(uscc="")
        return Taken(entry=entry)
    before = dict(one.before)
    if before.pop("version") != unit.version:
        return Taken("导入以后又改过。")
    try:
        return Taken(entry=put_particulars(actor, unit, unit.version, before))
    except Refused as refused:
        return Taken(refused.message)
