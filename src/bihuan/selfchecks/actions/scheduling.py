"""A unit's shifts and days of rest."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.selfchecks import rules
from bihuan.selfchecks.models import ShiftSetting
from bihuan.selfchecks.queries import schedules
from bihuan.selfchecks.rules import Schedule
from bihuan.units.actions import hold_unit


@transaction.atomic
def set_shifts(actor: Actor, unit_id: UUID, *, shifts: str, rest: Collection[int] = ()) -> ShiftSetting:
    """设置班次: a unit's shifts, one a line (白班 08:00-18:00), and its weekdays of rest, from today on. What was due before stays as it was.
    Raises Incomplete; NotAllowed where nothing changes."""
    actor.need("risks")
    unit = hold_unit(actor, unit_id)
    try:
        schedule = Schedule(rules.read_shifts(shifts), frozenset(rest))
    except ValueError as error:
        raise Incomplete(str(error), {"shifts": str(error)}) from error
    if wrong := rules.check_schedule(schedule):
        raise Incomplete("".join(wrong.values()), wrong)
    town, today = Scope.whole_town(actor.town), clock.today()
    if schedules(town, [unit.pk], today)[unit.pk] == schedule:
        raise NotAllowed(f"班次没有变化，现在就是{schedule.says}。")
    ShiftSetting.objects.within(town).filter(unit=unit, ended_on__isnull=True).update(ended_on=today)
    setting = ShiftSetting(
        town_id=actor.town,
        unit=unit,
        shifts=[[one.name, one.begins.isoformat(), one.ends.isoformat()] for one in schedule.shifts],
        rest=sorted(schedule.rest),
        from_on=today,
    )
    setting.save(force_insert=True)
    events.record(actor, "set_shifts", unit, given={"says": schedule.says})
    return setting
