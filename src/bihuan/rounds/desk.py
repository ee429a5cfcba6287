"""The desk's sections of rounds: what a person has still to walk past, and where somebody stood in vain."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.rounds.queries import in_vain, left_by, own, running
from bihuan.rounds.rules import PERIODS, WALKERS, remind_from

SHOWN = 8


def _to_walk(actor: Actor, now: datetime) -> Section | None:
    """A line for each requirement, not for each unit: the round's own page has those."""
    if not WALKERS.keys() & actor.kinds:
        return None
    today = clock.town_day(now)
    items = [
        Item(
            f"{PERIODS[rule.period].now}还有{count}家没有巡查",
            f"{rule.categories_label} · {in_words(due_on)}截止",
            reverse("rounds"),
            ("wait", "clock", "快到期") if remind_from(rule.period, due_on) <= today else None,
        )
        for rule, due_on, count in left_by(actor.scope, running(actor.scope, today).filter(own(actor, today)))
    ]
    return Section("巡查任务", items)


def _in_vain(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("supervise"):
        return None
    items = [
        Item(
            f"{task.vain}次未能入户",  # type: ignore[attr-defined]
            task.unit.name_and_place,
            reverse("round_excuse", args=[task.pk]),
        )
        for task in in_vain(actor.scope, clock.town_day(now))[:SHOWN]
    ]
    return Section("巡查未能入户", items, reverse("round_tasks"))


declare_section(50, _to_walk)
declare_section(60, _in_vain)
