"""Verbs of the clock: it reminds and passes up by the town's table, and decides nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.hazards.lifecycle import UNDER_ORDER
from bihuan.hazards.models import Demand, Hazard
from bihuan.supervision import rules
from bihuan.supervision.models import Escalation
from bihuan.supervision.queries import Holders, lacking, resting_kinds, resting_with, running_terms, taken_for
from bihuan.supervision.rules import Step


@transaction.atomic
def take_steps(actor: Actor, steps: Sequence[Step], holders: Holders, limit: int) -> int:
    """提醒、升级: for running terms (at most `limit`) take each step of the table that is due and was not taken; how many there were.

    The hazards are held for the time of it, so that none is passed up that was settled a moment ago, and of two clocks at once
    one waits and then finds nothing left to do. A step that nobody at all could be told of stays due."""
    today = clock.today()
    found = lacking(actor.scope, steps, today)[:limit]
    if not found:
        return 0
    hold(actor, found)
    terms = list(running_terms(actor.scope, found))
    known = taken_for(actor.scope, terms)
    rows = []
    for term in terms:
        hazard = term.hazard
        begins_on = rules.counts_from(term.deadline_on, hazard.state, hazard.reported_on)
        for step in rules.due_now(steps, hazard.level, term.deadline_on, begins_on, today):
            told = holders.told(step.post, hazard.unit)
            if told and (term.pk, step.means, step.days, step.post) not in known:
                rows.append(taken(term, step, *told))
    return write(actor, rows)


@transaction.atomic
def pass_on(actor: Actor, holders: Holders, limit: int) -> int:
    """接续: what was passed up to a post that nobody holds any more goes on to the next one up; how many there were. As in
    `take_steps`, the hazards are held and looked at again, so that of two clocks at once one finds nothing left."""
    found = {row.hazard.pk for row in _left_behind(actor, holders)[:limit]}
    if not found:
        return 0
    hold(actor, sorted(found))
    return write(actor, [row for row in _left_behind(actor, holders) if row.hazard.pk in found][:limit])


def _left_behind(actor: Actor, holders: Holders) -> list[Escalation]:
    """The further steps, not yet written, of what rests with posts that nobody holds."""
    rows = []
    for kind in resting_kinds(actor.scope):
        for old in resting_with(actor.scope, kind).select_related("demand", "hazard", "hazard__unit"):
            if holders.names(kind, old.hazard.unit):
                continue
            if told := holders.told(kind, old.hazard.unit):
                step = Step(old.hazard.level, old.days, old.post, old.means)
                rows.append(taken(old.demand, step, *told))
    return rows


def hold(actor: Actor, hazards: Sequence[UUID]) -> None:
    """Lock the rows in one order until the transaction ends. On SQLite the transaction itself is alone in writing."""
    mine = Hazard.objects.within(actor.scope).filter(pk__in=hazards, state__in=UNDER_ORDER)
    list(mine.order_by("pk").only("pk").held())


def taken(term: Demand, step: Step, told: str, names: Sequence[str]) -> Escalation:
    """A step as it was taken now, not yet written."""
    now = clock.now()
    today = clock.town_day(now)
    return Escalation(
        town_id=term.town_id,
        hazard=term.hazard,
        demand=term,
        means=step.means,
        days=step.days,
        post=step.post,
        told=told,
        holders="、".join(names)[:200],
        days_late=(today - term.deadline_on).days,
        at=now,
        on=today,
    )


def write(actor: Actor, rows: Sequence[Escalation], **more: str) -> int:
    """Write steps down, each with its event; `more` is what else the log keeps of them. To be called last."""
    if rows:
        Escalation.objects.bulk_create(rows)
        events.record_all(actor, [_event(row, more) for row in rows])
    return len(rows)


def _event(row: Escalation, more: dict[str, str]) -> events.Entry:
    given: dict[str, Any] = {
        "days_late": row.days_late,
        "post": row.post,
        "told": row.told,
        "holders": row.holders,
    }
    return events.Entry(row.means, row.hazard, given | more)
