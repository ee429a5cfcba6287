"""A unit is held by whoever writes rows that name it: so none of them is left at it when it is merged away at this moment."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.units.models import Unit


def hold_unit(actor: Actor, unit_id: UUID) -> Unit:
    """A unit of the actor's scope, held until the transaction ends. To be called before anything is written. Raises NotFound;
    NotAllowed for a stub, since what was merged is seen to at the unit that it was merged into, and for what was withdrawn."""
    unit = actor.hold(Unit, unit_id, what="个监管对象")
    need_own(unit)
    return unit


def hold_unit_of(actor: Actor, row: Any) -> None:
    """The unit of a row that was found in the actor's scope, held; `row.unit` is the unit as it now stands. Raises Stale where it was
    merged since the row was read: the row is with another now."""
    unit: Unit = Unit.objects.within(Scope.whole_town(actor.town)).held().get(pk=row.unit_id)
    if unit.merged_into_id:
        raise Stale(f"“{unit.name}”刚刚并入其他监管对象。请刷新后再办理，您填写的内容还在。")
    row.unit = unit


def hold_units(actor: Actor, keys: Iterable[UUID]) -> None:
    """Some units of the town, held in one order until the transaction ends. To be called before anything is written."""
    units = Unit.objects.within(Scope.whole_town(actor.town)).filter(pk__in=set(keys))
    list(units.order_by("pk").only("pk").held())


def need_own(unit: Unit) -> None:
    """Raises NotAllowed for what is no unit of its own any more."""
    if unit.state == "withdrawn":
        raise NotAllowed(f"“{unit.name}”的登记已随导入撤销，不能再办理；确有这家的，请重新登记。")
    if unit.merged_into_id:
        raise NotAllowed(f"“{unit.name}”已经并入其他监管对象，请到并入后的监管对象办理。")
