"""The desk's section of accidents: what has to be told upward stands red and first until its final report; then what waits to be closed and what
investigations asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from bihuan.accidents.lifecycle import CLOSED, FINAL, REPORTING
from bihuan.accidents.models import Accident
from bihuan.accidents.queries import remedies_open, untold_toll, with_work
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.core.scope import Scope

SHOWN = 12


def _accidents(actor: Actor, now: datetime) -> Section | None:
    """One look at the register where nothing is left to do, as mostly."""
    if not actor.may("accidents"):
        return None
    rows = list(with_work(actor.scope).select_related("unit").order_by("word_due_at", "id"))
    items = [
        *_to_report(actor.scope, [one for one in rows if one.state == REPORTING], now),
        *(_item(one, ("wait", "file-text", "待结案")) for one in rows if one.state == FINAL),
        *_to_settle(actor.scope, [one for one in rows if one.state == CLOSED], now),
    ]
    return Section("事故快报", items[:SHOWN], reverse("accidents") if len(items) > SHOWN else "")


def _to_report(scope: Scope, rows: Sequence[Accident], now: datetime) -> list[Item]:
    changed = untold_toll(scope, rows) if rows else set()
    return [_item(one, _mark(one, now, is_changed=one.pk in changed)) for one in rows]


def _mark(row: Accident, now: datetime, *, is_changed: bool) -> Mark:
    """Red in any case: an accident is told to the end."""
    if term := row.next_clock():
        return ("bad", "alert-triangle", f"{term.label}{term.says(now)}")
    if is_changed:
        return ("bad", "alert-triangle", "伤亡有变化，待续报")
    return ("bad", "clock", "待终报")


def _item(row: Accident, mark: Mark) -> Item:
    where = f"{row.where} · {moment_in_words(row.happened_at)}"
    return Item(row.brief, where, reverse("accident", args=[row.pk]), mark)


def _to_settle(scope: Scope, rows: Sequence[Accident], now: datetime) -> list[Item]:
    today = clock.town_day(now)
    return [
        Item(
            one.text,
            one.accident.where,
            reverse("remedy_settle", args=[one.accident_id, one.pk]),
            ("bad", "alert-triangle", "逾期未落实") if one.due_on < today else ("wait", "clock", "待落实"),
        )
        for one in (remedies_open(scope, rows) if rows else ())
    ]


declare_section(10, _accidents)
