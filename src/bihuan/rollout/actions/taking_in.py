"""The district's list: who was taken in by which paper."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.rollout.actions.choosing import hold_working
from bihuan.rollout.models import Taking
from bihuan.rollout.rules import check_taking
from bihuan.units.actions import hold_unit_of
from bihuan.units.actions.register import put_particulars
from bihuan.units.models import Unit


@transaction.atomic
def take_in(actor: Actor, unit_id: UUID, *, number: str, body: str, dated_on: date | None) -> Taking:
    """登记纳入: the district's list, by its number and day, takes a unit in. The unit counts as taken in from that day on, unless its
    particulars name an earlier one."""
    actor.need("units")
    if wrong := check_taking(number, body, dated_on, clock.today()):
        raise Incomplete("".join(wrong.values()), wrong)
    assert dated_on is not None
    hold_town(actor)
    unit = hold_working(actor, unit_id)
    rows = Taking.objects.within(Scope.whole_town(actor.town)).filter(unit=unit, voided_on__isnull=True)
    if there := rows.filter(number=number.strip()).first():
        raise NotAllowed(f"“{unit.name}”已经按{there}登记。")
    taking = Taking(
        town_id=actor.town,
        unit=unit,
        number=number.strip(),
        body=body.strip(),
        dated_on=dated_on,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )
    taking.save(force_insert=True)
    later = unit.pilot_from is None or unit.pilot_from > dated_on
    told = [*_counted_from(actor, unit, dated_on if later else unit.pilot_from)]
    told.append(
        events.Entry("take_in", unit, {"number": taking.number, "body": taking.body, "dated_on": dated_on})
    )
    events.record_all(actor, told)
    return taking


@transaction.atomic
def void_taking(actor: Actor, taking_id: UUID, *, reason: str) -> Taking:
    """作废: a line of the list that was recorded by mistake. The unit counts from the next list that names it, or from none."""
    actor.need("units")
    found = actor.find(Taking, taking_id, what="条纳入记录")
    if not reason.strip():
        raise Incomplete("请填写作废的原因。", {"reason": "请填写原因，如“名单上不是这一家”。"})
    hold_town(actor)
    hold_unit_of(actor, found)
    rows = Taking.objects.within(Scope.whole_town(actor.town)).filter(unit=found.unit, voided_on__isnull=True)
    if not rows.filter(pk=found.pk).update(voided_on=clock.today(), voided_for=reason.strip()):
        raise NotAllowed("这条已经作废。")
    found.voided_on, found.voided_for = clock.today(), reason.strip()
    first = rows.order_by("dated_on").values_list("dated_on", flat=True).first()
    since = first if found.unit.pilot_from == found.dated_on else found.unit.pilot_from
    told = [*_counted_from(actor, found.unit, since)]
    told.append(events.Entry("void_taking", found.unit, {"number": found.number, "reason": reason.strip()}))
    events.record_all(actor, told)
    return found


def _counted_from(actor: Actor, unit: Unit, since: date | None) -> list[Any]:
    """The unit's particulars brought up to the day since which it counts, and the entry that tells it."""
    if unit.pilot_from == since:
        return []
    return [put_particulars(actor, unit, unit.version, {"pilot_from": since})]
