"""A day plan confirmed, taken back, dropped, ended."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.moving import advance, hold_town
from bihuan.core.scope import Scope
from bihuan.inspections.choices import colleagues
from bihuan.routing.actions.planning import STALE
from bihuan.routing.lifecycle import CONFIRMED, DAY_PLAN, DRAFT
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import busy, gone, stops_of, teams_of

NAMED = 3


@transaction.atomic
def confirm_day_plan(actor: Actor, plan_id: UUID, *, version: int) -> DayPlan:
    """确定外出计划: who goes is told, and the desks show it. NotAllowed where its first day is over, a unit of it has left the register, somebody of a crew has
    left or is out by another plan."""
    actor.need("campaigns")
    hold_town(actor)  # or two plans take the same person for the same day
    plan = actor.hold(DayPlan, plan_id, what="份计划")
    step = DAY_PLAN.move("confirm_day_plan", plan.state)
    if plan.from_on < clock.today():
        raise NotAllowed("计划的第一天已经过去，请从今天以后重新编排。")
    stops = [one for one in stops_of(actor.scope, plan) if one.team_id]
    if not stops:
        raise NotAllowed("还没有排出路线，请先求解。")
    if left := [one.unit.name for one in stops if gone(one)]:
        more = f"等{len(left)}家" if len(left) > NAMED else ""
        raise NotAllowed(f"{'、'.join(left[:NAMED])}{more}已经不在册。请再求解一次，系统会把它们移出来。")
    teams = teams_of(actor.scope, plan)
    everybody = {who.pk: who.name for one in teams for who in (one.first, one.second)}
    here = {one.id for one in colleagues(actor.scope, plan.from_on)}
    if away := [name for pk, name in everybody.items() if pk not in here]:
        raise NotAllowed(f"{'、'.join(away)}已经没有检查的岗位，请重新编排。")
    for who, title in busy(actor.scope, plan, plan.days, set(everybody)).items():
        raise NotAllowed(f"{everybody[who]}这几天已经排在“{title}”里，请先改那一份。")
    values = {"confirmed_at": clock.now(), "confirmed_by_id": actor.person}
    advance(actor, plan, step, version, STALE, **values)
    told = {"says": plan.title, "planned": len(stops), "teams": len(teams), "from_on": plan.from_on}
    events.record(actor, "confirm_day_plan", plan, given=told, before=DRAFT, after=CONFIRMED)
    return plan


@transaction.atomic
def reopen_day_plan(actor: Actor, plan_id: UUID, *, version: int) -> DayPlan:
    """退回修改: it counts and shows no more until it is confirmed again. NotAllowed once its first day has come."""
    actor.need("campaigns")
    plan = actor.hold(DayPlan, plan_id, what="份计划")
    step = DAY_PLAN.move("reopen_day_plan", plan.state)
    if plan.from_on <= clock.today():
        raise NotAllowed("计划已经开始执行，不能退回修改。余下的单位请另编一份。")
    advance(actor, plan, step, version, STALE, confirmed_at=None, confirmed_by_id=None)
    events.record(actor, "reopen_day_plan", plan, given={"says": plan.title}, before=CONFIRMED, after=DRAFT)
    return plan


@transaction.atomic
def drop_day_plan(actor: Actor, plan_id: UUID, *, version: int) -> DayPlan:
    """作废草稿."""
    actor.need("campaigns")
    plan = actor.hold(DayPlan, plan_id, what="份计划")
    step = DAY_PLAN.move("drop_day_plan", plan.state)
    advance(actor, plan, step, version, STALE)
    events.record(actor, "drop_day_plan", plan, given={"says": plan.title}, before=DRAFT, after=plan.state)
    return plan


@transaction.atomic
def end_day_plans(actor: Actor) -> int:
    """结束: by the clock, once the last day is over. Returns how many."""
    today = clock.today()
    rows = DayPlan.objects.within(Scope.whole_town(actor.town)).filter(state=CONFIRMED, to_on__lt=today)
    done = []
    for plan in rows.order_by("to_on", "pk"):
        step = DAY_PLAN.move("end_day_plan", plan.state)
        try:
            advance(actor, plan, step, plan.version, STALE, ended_on=today)
        except Stale:  # another clock was first
            continue
        done.append(plan)
    if done:
        events.record_all(actor, [Entry("end_day_plan", one, {"says": one.title}) for one in done])
    return len(done)
