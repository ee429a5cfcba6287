"""Verbs of plans: made for villages and channels in one press, ended, what is not done reminded of."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.queries import cells_in_force
from bihuan.publicity import rules
from bihuan.publicity.models import PlanLine, PublicityPlan
from bihuan.publicity.queries import plans, undone
from bihuan.publicity.rules import CHANNELS

REMIND_BEFORE = timedelta(days=7)
AT_ONCE = 1000


@transaction.atomic
def make_plan(
    actor: Actor,
    *,
    title: str,
    occasion: str,
    from_on: date | None,
    to_on: date | None,
    channels: Collection[str],
    villages: Collection[UUID],
) -> PublicityPlan:
    """制定宣传计划: each of some channels is to come to each of some villages from a day to a day. NotAllowed where one of that name holds."""
    actor.need("campaigns")
    wrong = rules.check_plan(
        title, occasion, from_on, to_on, channels, clock.today(), has_villages=bool(villages)
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert from_on is not None and to_on is not None
    hold_town(actor)  # or who presses twice makes the same twice
    if (
        plans(actor.scope)
        .filter(ended_on__isnull=True, title=title.strip(), to_on__gte=clock.today())
        .exists()
    ):
        raise NotAllowed(f"已经有“{title.strip()}”。请另起名称，或者先停用它。")
    cells = [
        cell
        for cell in cells_in_force(actor.scope, clock.today())
        if cell.kind == "village" and cell.pk in set(villages)
    ]
    if len(cells) < len(set(villages)):
        raise Incomplete("请从列表中选择村。", {"villages": "请从列表中选择村。"})
    plan = PublicityPlan(
        town_id=actor.town,
        title=title.strip(),
        occasion=occasion,
        from_on=from_on,
        to_on=to_on,
        made_on=clock.today(),
        made_by_id=actor.person_id,
    )
    plan.save(force_insert=True)
    ordered = [code for code in CHANNELS if code in channels]
    PlanLine.objects.bulk_create(
        (
            PlanLine(town_id=actor.town, plan=plan, cell=cell, channel=code, recorded_cell=cell.path)
            for cell in cells
            for code in ordered
        ),
        batch_size=AT_ONCE,
    )
    told = {
        "says": plan.title,
        "channels": [CHANNELS[code].label for code in ordered],
        "villages": len(cells),
        "to_on": to_on,
    }
    events.record(actor, "make_publicity_plan", plan, given=told)
    return plan


@transaction.atomic
def end_plan(actor: Actor, plan_id: UUID) -> PublicityPlan:
    """停用计划: nobody is asked for it any more. What was done stays."""
    actor.need("campaigns")
    plan = actor.hold(PublicityPlan, plan_id, what="份计划")
    if plan.ended_on:
        raise NotAllowed(f"“{plan.title}”已经停用。")
    PublicityPlan.objects.within(Scope.whole_town(actor.town)).filter(pk=plan.pk).update(
        ended_on=clock.today()
    )
    plan.ended_on = clock.today()
    events.record(actor, "end_publicity_plan", plan, given={"says": plan.title})
    return plan


@transaction.atomic
def remind_plans(actor: Actor) -> int:
    """提醒: by the clock, a week before a plan ends, once. Returns how many plans something is left of."""
    today = clock.today()
    due = {
        line.plan_id: line.plan
        for line in undone(actor.scope, today).filter(
            plan__reminded_on__isnull=True, plan__to_on__lte=today + REMIND_BEFORE
        )
    }
    if due:
        rows = PublicityPlan.objects.within(Scope.whole_town(actor.town))
        rows.filter(pk__in=due, reminded_on__isnull=True).update(reminded_on=today)
        events.record_all(
            actor,
            [
                Entry("remind_publicity_plan", one, {"says": one.title, "to_on": one.to_on})
                for one in due.values()
            ],
        )
    return len(due)
