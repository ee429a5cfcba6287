"""The desk's sections of self-checks: what is to be checked today, first thing; for the town what is doubted and who is silent."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.selfchecks.queries import Task, doubts, instead, mine
from bihuan.selfchecks.rules import DOUBTS

SHOWN = 8


def _to_check(actor: Actor, now: datetime) -> Section | None:
    """A line a point: what is due first first. What is closed now (between shifts) waits for its time."""
    waiting = sorted(
        (one for one in mine(actor, now) if one.is_open), key=lambda one: one.due_on or one.point.graded_on
    )
    by_point: dict[object, list[Task]] = {}
    for one in waiting:
        by_point.setdefault(one.point.pk, []).append(one)
    items = [_item(some, now) for some in by_point.values()]
    more = reverse("my_selfchecks") if len(items) > SHOWN else ""
    items = [*_instead(actor, now), *items[:SHOWN]]
    return Section("今日自查", items, more) if items else None


def _instead(actor: Actor, now: datetime) -> Iterable[Item]:
    """One line for all that is checked in the place of others."""
    due = [one for one in instead(actor, now) if one.is_open and one.due_on == clock.town_day(now)]
    if due:
        names = "、".join(dict.fromkeys(one.keeper.name for one in due if one.keeper))
        mark = ("wait", "clock", "今天")
        yield Item(f"代查{len(due)}项", f"{names}没有账号", reverse("my_selfchecks"), mark)


def _item(some: list[Task], now: datetime) -> Item:
    first = some[0]
    today = first.due_on == clock.town_day(now)
    mark = (
        ("wait", "clock", "今天")
        if today
        else ("run", "clock", f"{in_words(first.due_on)}前")
        if first.due_on
        else None
    )
    where = f"{first.point.unit.name} · {first.point.where} · {'、'.join(one.says for one in some)}"
    return Item(first.point.name, where, reverse("selfcheck", args=[first.point.pk]), mark)


def _doubted(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("order"):
        return None
    rows = doubts(actor.scope).select_related("unit", "unit__cell").order_by("-last_on", "-pk")[: SHOWN + 1]
    items = [
        Item(
            f"{DOUBTS[one.kind]}",
            one.unit.name_and_place,
            reverse("selfcheck_doubt", args=[one.pk]),
            ("wait", "help-circle", "存疑"),
        )
        for one in rows
    ]
    more = reverse("selfcheck_doubts") if len(items) > SHOWN else ""
    return Section("自查存疑", items[:SHOWN], more)


declare_section(5, _to_check)
declare_section(60, _doubted)
