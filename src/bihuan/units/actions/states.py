"""States of a unit: changed by hand or by a decision, with what it leaves open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.units.actions.holding import hold_unit
from bihuan.units.following import open_work
from bihuan.units.models import Unit, UnitState
from bihuan.units.rules import ENDED, STATES

Hold = Callable[[Actor, Unit, str], str]
_HOLDS: list[Hold] = []


def declare_hold(why: Hold) -> None:
    """Name a reason of a later app for which a unit's state cannot be changed by hand: `why(actor, unit, state)` says it, or ""."""
    _HOLDS.append(why)


def held(actor: Actor, unit: Unit, state: str) -> str:
    """The first reason for which a unit cannot be put into a state, or ""."""
    return next((why for hold in _HOLDS if (why := hold(actor, unit, state))), "")


@transaction.atomic
def change_state(
    actor: Actor,
    unit_id: UUID,
    *,
    state: str,
    from_on: date,
    reason: str,
    to: str = "",
    handling: str = "",
) -> Unit:
    """变更状态: paused, closed, moved away to another place (`to`), or open again, from a day on. A closed, banned or moved
    unit leaves the register; what is open at it must be accounted for: `handling` says by whom it is seen to. NotAllowed
    where something holds the unit (see `declare_hold`)."""
    actor.need("units" if actor.may("units") else "decide")
    unit = hold_unit(actor, unit_id)
    if "withdrawn" in (state, unit.state):
        raise NotAllowed("登记的撤销只能由撤销导入办理；已撤销登记的，请重新登记。")
    if why := held(actor, unit, state):
        raise NotAllowed(why)
    given: dict[str, Any] = {}
    if state == "moved":
        given["to"] = to.strip()
        if not given["to"]:
            raise Incomplete("请填写迁往何处。", {"to": "请填写迁入的乡镇（街道）或地址。"})
    left = open_work(actor, unit) if state in ENDED and unit.ended_on is None else []
    if left and not handling.strip():
        why = f"还有{len(left)}件事没有办结，请先办结，或者写明由谁继续办理、怎样移交。"
        raise Incomplete(why, {"handling": why})
    if left:
        given |= {"left": [one.text for one in left], "handling": handling.strip()}
    entry = put_into_state(actor, unit, state=state, from_on=from_on, reason=reason, to=given.get("to", ""))
    events.record_all(actor, [replace(entry, given=entry.given | given)])
    return unit


def put_into_state(
    actor: Actor, unit: Unit, *, state: str, from_on: date, reason: str, to: str = ""
) -> events.Entry:
    """Write a unit's new state down and bring the loaded row up to it. To be called by an action that has checked the
    right, inside its transaction; that action records the entry given back. Raises Stale where the row is no longer as loaded."""
    if state not in STATES:
        raise Incomplete("没有这种状态。", {"state": "请从列表中选择。"})
    if not reason.strip():
        raise Incomplete("请填写变更原因。", {"reason": "请填写变更原因。"})
    before, whole = unit.state, Scope.whole_town(actor.town)
    ended_on = from_on if state in ENDED else None
    changed = (
        Unit.objects.within(whole)
        .filter(pk=unit.pk, version=unit.version)
        .update(state=state, ended_on=ended_on, version=F("version") + 1)
    )
    if changed != 1:
        raise Stale(f"“{unit.name}”刚刚被别人修改、合并或者变更过状态。请刷新后核对。")
    if unit.ended_on and ended_on is None:
        # It comes back: that it was away stays to be read, or the figures of that time would change.
        away = UnitState.objects.within(whole).filter(unit=unit.pk, state__in=ENDED, until_on__isnull=True)
        away.update(until_on=from_on)
    UnitState(
        town_id=actor.town,
        unit=unit,
        state=state,
        from_on=from_on,
        reason=reason,
        to=to,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    ).save(force_insert=True)
    unit.state, unit.ended_on, unit.version = state, ended_on, unit.version + 1
    given = {"reason": reason, "from_on": from_on}
    return events.Entry("change_state", unit, given, before=before, after=state)
