"""A draft changed by hand: a stop put elsewhere or taken out, let loose again, a unit added."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.routing.actions.planning import BY_HAND, STALE, bump, need_draft, new_stop, put_times
from bihuan.routing.models import DayPlan, PlanStop
from bihuan.routing.queries import centres, custom_of, stops_of, teams_of
from bihuan.routing.rules import SITES_MAX, day_in_short, moved
from bihuan.units.models import Unit


def _held(actor: Actor, stop_id: UUID, version: int) -> tuple[DayPlan, PlanStop, list[PlanStop]]:
    """The draft of a stop, held, with all its stops."""
    plan = actor.hold(DayPlan, actor.find(PlanStop, stop_id, what="一站").plan_id, what="份计划")
    need_draft(plan)
    if plan.version != version:
        raise Stale(STALE)
    stops = stops_of(actor.scope, plan)
    return plan, next(one for one in stops if one.pk == stop_id), stops


@transaction.atomic
def move_stop(
    actor: Actor, stop_id: UUID, *, team: UUID | None, day: date | None, turn: int | None, version: int
) -> PlanStop:
    """手工调整: to a crew on a day, in a turn (from 1; the last where none is said). It stays put when the rest is solved again. What does not fit by the clock
    is said on the page and left to who moved it."""
    actor.need("campaigns")
    plan, stop, stops = _held(actor, stop_id, version)
    teams = teams_of(actor.scope, plan)
    crew = next((one for one in teams if one.pk == team), None)
    wrong = {} if crew else {"team": "请选择这份计划里的组。"}
    if day is None or day not in plan.dates:
        wrong["day"] = "请选择这份计划里的日子。"
    if stop.latitude is None:
        wrong["team"] = f"{stop.unit.name}没有位置，先标注位置才能排进路线。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    route = [one for one in stops if one.team_id == team and one.day == day]
    keys = moved([str(one.pk) for one in route], str(stop.pk), turn or len(route) + 1)
    by_key = {str(one.pk): one for one in stops}
    stop.team, stop.day, stop.pinned, stop.why = crew, day, True, ""
    for at, key in enumerate(keys, 1):
        by_key[key].order = at
    put_times(actor, plan, teams, stops)
    bump(actor, plan)
    told = {"name": stop.unit.name, "team": crew.name if crew else "", "day": day, "turn": stop.order}
    events.record(actor, "move_stop", plan, given=told)
    return stop


@transaction.atomic
def take_out_stop(actor: Actor, stop_id: UUID, *, version: int) -> PlanStop:
    """移出: it is in no route, and stays out when the rest is solved again."""
    actor.need("campaigns")
    plan, stop, stops = _held(actor, stop_id, version)
    stop.team = stop.day = stop.order = None
    stop.pinned, stop.why = True, BY_HAND
    put_times(actor, plan, teams_of(actor.scope, plan), stops)
    bump(actor, plan)
    events.record(actor, "take_out_stop", plan, given={"name": stop.unit.name})
    return stop


@transaction.atomic
def loosen_stop(actor: Actor, stop_id: UUID, *, version: int) -> PlanStop:
    """取消固定: the next solving may put it anywhere."""
    actor.need("campaigns")
    plan, stop, stops = _held(actor, stop_id, version)
    if not stop.pinned:
        raise NotAllowed(f"{stop.unit.name}没有固定。")
    stop.pinned, stop.why = False, "" if stop.team_id else "还没有求解"
    put_times(actor, plan, teams_of(actor.scope, plan), stops)
    bump(actor, plan)
    events.record(actor, "loosen_stop", plan, given={"name": stop.unit.name})
    return stop


@transaction.atomic
def add_stop(actor: Actor, plan_id: UUID, *, unit: UUID | None, version: int) -> PlanStop:
    """添加单位: in no route until the next solving."""
    actor.need("campaigns")
    if unit is None:
        raise Incomplete("请填写单位名称。", {"unit": "请填写单位名称。"})
    plan = actor.hold(DayPlan, plan_id, what="份计划")
    need_draft(plan)
    if plan.version != version:
        raise Stale(STALE)
    row = actor.find(Unit, unit, what="个监管对象")
    if row.ended_on is not None:
        raise Incomplete(f"{row.name}已经不在册。", {"unit": f"{row.name}已经不在册。"})
    known = stops_of(actor.scope, plan)
    there = next((one for one in known if one.unit_id == row.pk), None)
    if there is not None:
        where = f"{day_in_short(there.day)}{there.team.name}" if there.team else "没有排上的里面"
        raise Incomplete(f"{row.name}已经在计划里（{where}）。", {"unit": f"已经在计划里（{where}）。"})
    if len(known) >= SITES_MAX:
        raise NotAllowed(f"一份计划最多{SITES_MAX}家。")
    stop = new_stop(actor, plan, custom_of(actor.scope), centres(actor.scope), row, "added")
    stop.why = stop.why or "还没有求解"
    stop.save(force_insert=True)
    bump(actor, plan)
    events.record(actor, "add_stop", plan, given={"name": row.name})
    return stop
