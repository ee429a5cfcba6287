"""QR plates at risk points: one in force at a point, renewed when it is lost."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.scope import Scope
from bihuan.risks.models import RiskPoint
from bihuan.selfchecks.models import PointPlate
from bihuan.units.actions import hold_unit, hold_units
from bihuan.units.actions.plates import PLATES_MAX, new_code
from bihuan.units.models import Unit


@transaction.atomic
def issue_point_plates(actor: Actor, unit_ids: Sequence[UUID]) -> list[PointPlate]:
    """制风险点牌: the plates in force of all risk points of some units, made where there is none yet; by unit and number."""
    actor.need("risks")
    mine = Unit.objects.within(actor.scope).filter(pk__in=unit_ids, ended_on__isnull=True)
    units = list(mine.order_by("pk").values_list("pk", flat=True))
    if not units:
        raise Incomplete("请至少选择一个监管对象。")
    hold_units(actor, units)
    points = list(
        RiskPoint.objects.within(actor.scope)
        .filter(unit__in=units, ended_on__isnull=True)
        .select_related("unit")
        .order_by("unit", "number", "id")
    )
    if not points:
        raise Incomplete("还没有风险点，请先建立风险清单。")
    if len(points) > PLATES_MAX:
        raise Incomplete(f"一次最多打印{PLATES_MAX}块，请分单位打印。")
    there = {
        one.point_id: one
        for one in PointPlate.objects.within(actor.scope).filter(point__in=points, ended_on__isnull=True)
    }
    fresh = [_plate(actor, one) for one in points if one.pk not in there]
    PointPlate.objects.bulk_create(fresh)
    there |= {one.point_id: one for one in fresh}
    made: dict[UUID, list[PointPlate]] = {}
    for one in fresh:
        made.setdefault(one.point.unit_id, []).append(one)
    if made:
        entries = [
            events.Entry("issue_point_plates", some[0].point.unit, {"count": len(some)})
            for some in made.values()
        ]
        events.record_all(actor, entries)
    for point in points:
        there[point.pk].point = point
    return [there[point.pk] for point in points]


@transaction.atomic
def renew_point_plate(actor: Actor, point_id: UUID, *, plate: UUID, reason: str) -> PointPlate:
    """换风险点牌: the plate (its id) was lost or copied; its code leads nowhere from now on. Raises Stale where it has ended."""
    actor.need("risks")
    point = actor.find(RiskPoint, point_id, what="个风险点")
    hold_unit(actor, point.unit_id)
    if not reason.strip():
        raise Incomplete("请填写换牌原因。", {"reason": "请填写换牌原因。"})
    lost = PointPlate.objects.within(Scope.whole_town(actor.town)).filter(pk=plate, point=point)
    if not lost.filter(ended_on__isnull=True).update(ended_on=clock.today()):
        raise Stale("这个风险点还没有牌，或者刚刚换过。请刷新后核对。")
    fresh = _plate(actor, point)
    fresh.save(force_insert=True)
    events.record(actor, "renew_point_plate", point, given={"reason": reason.strip()})
    return fresh


def _plate(actor: Actor, point: RiskPoint) -> PointPlate:
    return PointPlate(town_id=actor.town, point=point, code=new_code(), from_on=clock.today())
