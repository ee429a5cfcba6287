"""Entering a unit and revising its particulars."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.grid.queries import cell_in_use
from bihuan.units.actions.holding import need_own
from bihuan.units.actions.places import put_into
from bihuan.units.models import Unit, UnitState
from bihuan.units.rules import clean_unit

FIELDS = (
    "name",
    "category",
    "uscc",
    "address",
    "head",
    "phone",
    "employees",
    "above_scale_from",
    "above_scale_to",
    "pilot_from",
    "details",
)


class SameCode(Incomplete):
    """A unit with this code is in the register already: `same`."""

    def __init__(self, same: Unit, message: str) -> None:
        super().__init__(message, {"uscc": message})
        self.same = same


@transaction.atomic
def register_unit(actor: Actor, *, opened_on: date, unit_id: UUID | None = None, **given: Any) -> Unit:
    """登记监管对象: put a unit into the register from a day on.

    `given` holds values of FIELDS, `cell_id`, `department_id`, and `other_site`: another site of a unit that has the same
    code. Raises Incomplete naming the wrong fields; SameCode where the code is another unit's.
    """
    actor.need("units")
    hold_town(actor)
    cleaned = _clean(actor, given)
    unit, state, entry = new_unit(actor, unit_id or new_id(), opened_on, cleaned)
    unit.save(force_insert=True)
    state.save(force_insert=True)
    events.record_all(actor, [entry])
    return unit


def new_unit(
    actor: Actor, unit_id: UUID, opened_on: date, cleaned: dict[str, Any]
) -> tuple[Unit, UnitState, events.Entry]:
    """The rows of a unit that is registered, not yet written, and the entry for the log."""
    unit = Unit(id=unit_id, town_id=actor.town, opened_on=opened_on, **cleaned)
    state = UnitState(
        town_id=actor.town,
        unit=unit,
        state="open",
        from_on=opened_on,
        reason="登记",
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )
    return unit, state, events.Entry("register_unit", unit, {**told_of(cleaned), "opened_on": opened_on})


@transaction.atomic
def revise_unit(actor: Actor, unit_id: UUID, *, version: int, **given: Any) -> Unit:
    """修改监管对象: change a unit's particulars. History stays as it was recorded; open work stays with the unit, whatever
    its category becomes."""
    actor.need("units")
    hold_town(actor)
    unit = actor.find(Unit, unit_id, what="个监管对象")
    events.record_all(actor, [put_particulars(actor, unit, version, given)])
    return actor.find(Unit, unit.pk, what="个监管对象")


@transaction.atomic
def reclassify_unit(actor: Actor, unit_id: UUID, *, version: int, category: str) -> Unit:
    """改类别: the category alone, as many units get it at once. Of the fields of a category those stay that the new one has too."""
    actor.need("units")
    hold_town(actor)
    unit = actor.find(Unit, unit_id, what="个监管对象")
    if unit.category == category:
        raise NotAllowed(f"已经是“{unit.category_label}”，不用改。")
    given = {"category": category, "details": unit.details}
    events.record_all(actor, [put_particulars(actor, unit, version, given)])
    return actor.find(Unit, unit.pk, what="个监管对象")


def put_particulars(actor: Actor, unit: Unit, version: int, given: dict[str, Any]) -> events.Entry:
    """Write a unit's changed particulars down. To be called by an action that has checked the right and holds the town, inside its
    transaction; that action records the entry given back. Raises Incomplete and Stale, NotAllowed for what was merged into another."""
    need_own(unit)
    cleaned = _clean(actor, given, known=unit)
    placed = put_into(unit, cleaned["cell"], clock.today()) if "cell" in cleaned else {}
    changed = (
        Unit.objects.within(actor.scope)
        .filter(pk=unit.pk, version=version)
        .update(version=F("version") + 1, **(cleaned | placed))
    )
    if not changed:
        raise Stale("这个监管对象刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在。")
    return events.Entry("revise_unit", unit, told_of(cleaned))


def _clean(actor: Actor, given: dict[str, Any], known: Unit | None = None) -> dict[str, Any]:
    """The values as they are stored, or Incomplete with a message for each wrong field."""
    values, wrong = clean_unit(
        {name: given[name] for name in FIELDS if name in given},
        name=known.name if known else "",
        category=known.category if known else "",
        uscc=known.uscc if known else "",
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    if "cell_id" in given:
        cell = cell_in_use(actor, given["cell_id"]) if given["cell_id"] else None
        values |= {"cell": cell, "cell_path": cell.path if cell else ""}
    if "department_id" in given:
        department = given["department_id"]
        values["department"] = actor.find(Department, department, what="个部门") if department else None
    if known is None:
        place = {"cell": values.get("cell"), "address": values.get("address", "")}
        if (
            Unit.objects.within(Scope.whole_town(actor.town))
            .filter(name=values["name"], ended_on__isnull=True, **place)
            .exists()
        ):
            raise Incomplete(
                "同一网格、同一地址的同名监管对象已经登记。", {"name": "已经登记，请搜索后直接使用。"}
            )
    if values["uscc"]:
        _need_free_code(actor, values, known, other_site=bool(given.get("other_site")))
    return values


def _need_free_code(actor: Actor, values: dict[str, Any], known: Unit | None, *, other_site: bool) -> None:
    """Raises SameCode where a code stands for another unit. Another site of it, told as such, stands at another address."""
    address = values.get("address", known.address if known else "")
    own = known.pk if known else None
    same = Unit.objects.within(Scope.whole_town(actor.town)).filter(
        uscc=values["uscc"], merged_into__isnull=True
    )
    there = same.exclude(pk=own).filter(address=address).first()
    if there:
        raise SameCode(there, f"同一代码、同一地址的“{there.name}”已经登记，请直接使用。")
    is_new = known is None or known.uscc != values["uscc"]
    elsewhere = same.exclude(pk=own).filter(ended_on__isnull=True).first()
    if elsewhere and is_new and not other_site:
        raise SameCode(
            elsewhere, f"这个代码已经登记为“{elsewhere.name}”。确是它的另一处场所的，请勾选“另一处场所”。"
        )


def told_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the log keeps of a unit's values: no phone, no head's name."""
    return {key: value for key, value in cleaned.items() if key not in ("phone", "head")} | {
        "at": clock.now()
    }
