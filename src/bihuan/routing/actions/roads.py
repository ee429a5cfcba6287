"""The town's road table: legs taken in from a table, taken back, taken out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.intake.actions.taking import take_back, take_in
from bihuan.intake.registry import Made, Ready, Taken, Values
from bihuan.routing.ends import known_roads
from bihuan.routing.known import Told
from bihuan.routing.models import RoadLeg

NOT_FILLED = "没有填里程，仍按直线估算。"


def take_roads(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入里程: legs of the table, and those that say another distance than is there. What was left empty stays an estimate, and that is said of the row."""
    actor.need("campaigns")
    hold_town(actor)
    known = known_roads(actor)
    there = set(known.legs)

    def read(values: Values) -> Told:
        told, wrong = known.read(values)
        if told is None:
            raise NotAllowed("".join(wrong.values()) or "没有写起点或者终点。")
        return told

    def new(one: Ready) -> tuple[Sequence[RoadLeg], Entry]:
        told = read(one.values)
        if told.metres is None:
            raise NotAllowed(NOT_FILLED)
        ends = (told.start.key, told.end.key)
        if ends in there:
            raise NotAllowed("表里已有这一段，请重新核对。")
        there.add(ends)
        leg = RoadLeg(
            id=one.id,
            town_id=actor.town,
            metres=told.metres,
            minutes=told.minutes,
            **_column("from", told.start.key),
            **_column("to", told.end.key),
        )
        given = {"says": f"{told.start.name}—{told.end.name}", "metres": leg.metres, "minutes": leg.minutes}
        return (leg,), Entry("set_road", leg, given)

    def onto(_leg: RoadLeg, values: Values) -> dict[str, Any]:
        told, _wrong = known.read(values)
        if told is None or told.metres is None:
            return {}
        return {"metres": told.metres, "minutes": told.minutes}

    return take_in(
        actor, RoadLeg, ready, new=new, put=lambda leg, changed: _put(actor, leg, changed), onto=onto
    )


def _column(side: str, key: str) -> dict[str, UUID]:
    return {f"{side}_{'cell' if key[0] == 'c' else 'unit'}_id": UUID(key[1:])}


def _put(actor: Actor, leg: RoadLeg, changed: dict[str, Any]) -> Entry:
    whole = Scope.whole_town(actor.town)
    if not RoadLeg.objects.within(whole).filter(pk=leg.pk, ended_on__isnull=True).update(**changed):
        raise NotAllowed("这一段已经停用。")
    now = {"metres": leg.metres, "minutes": leg.minutes} | changed
    return Entry("set_road", leg, {"says": str(leg)} | now)


def undo_roads(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的里程."""
    actor.need("campaigns")
    hold_town(actor)
    whole = Scope.whole_town(actor.town)

    def withdraw(leg: RoadLeg) -> Entry:
        RoadLeg.objects.within(whole).filter(pk=leg.pk).update(ended_on=clock.today())
        return Entry("end_road", leg, {"says": str(leg)})

    return take_back(
        actor, RoadLeg, made, withdraw=withdraw, put=lambda leg, changed: _put(actor, leg, changed)
    )


@transaction.atomic
def end_road(actor: Actor, leg_id: UUID) -> RoadLeg:
    """停用一段里程: plans drawn up from now on reckon with the straight line there."""
    actor.need("campaigns")
    leg = actor.find(RoadLeg, leg_id, what="段里程")
    rows = RoadLeg.objects.within(Scope.whole_town(actor.town)).filter(pk=leg.pk, ended_on__isnull=True)
    if not rows.update(ended_on=clock.today()):
        raise Stale("刚刚已经有人停用。")
    events.record(actor, "end_road", leg, given={"says": str(leg)})
    return leg
