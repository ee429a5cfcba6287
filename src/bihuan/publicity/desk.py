"""The desk's section of publicity: what a plan still asks of a village, a press from the form; for the town, how much is left of each plan."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.publicity.models import PlanLine
from bihuan.publicity.queries import progress, running_plans, undone

SHOWN = 8
SOON_DAYS = 7


def entering(line: PlanLine) -> str:
    """The address of the form, filled in with a line of a plan."""
    return f"{reverse('outreach_new')}?channel={line.channel}&cell={line.cell_id}"


def _to_do(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("inspect"):
        return None
    today = clock.town_day(now)
    if actor.scope.whole:
        return _of_town(actor, now) if actor.may("campaigns") else None
    items = []
    for line in undone(actor.scope, today)[:SHOWN]:
        soon = (line.plan.to_on - today).days <= SOON_DAYS
        mark = ("wait", "clock", "快到期") if soon else None
        text = f"{line.plan.title}：{line.of.label}（{in_words(line.plan.to_on)}前）"
        items.append(Item(text, line.cell.name, entering(line), mark))
    return Section("宣传计划", items, reverse("publicity_plans"))


def _of_town(actor: Actor, now: datetime) -> Section:
    today = clock.town_day(now)
    found = list(running_plans(actor.scope, today).order_by("to_on", "pk")[:SHOWN])
    made = progress(actor.scope, found)
    left: Counter[object] = Counter({pk: asked - done for pk, (done, asked) in made.items()})
    items = [
        Item(
            f"{one.title}：还有{left[one.pk]}项没有完成",
            f"{in_words(one.to_on)}到期",
            reverse("publicity_plan", args=[one.pk]),
        )
        for one in found
        if left[one.pk]
    ]
    return Section("宣传计划", items, reverse("publicity_plans"))


declare_section(50, _to_do)
