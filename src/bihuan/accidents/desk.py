"""The desk's sections of accidents: what has to be told upward stands red and first until its final report; then what waits to be closed and
what investigations asked for."""

from datetime import datetime

from django.urls import reverse

from bihuan.accidents.models import Accident
from bihuan.accidents.queries import remedies_open, running, to_close, untold_toll
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Item, Mark, Section, declare_section

SHOWN = 8


def _to_report(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("accidents"):
        return None
    rows = list(running(actor.scope).select_related("unit"))
    changed = untold_toll(actor.scope, rows) if rows else set()
    items = [_item(one, _mark(one, now, is_changed=one.pk in changed)) for one in rows]
    return Section("事故快报", items, reverse("accidents") if len(items) > SHOWN else "")


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


def _to_end(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("accidents"):
        return None
    today = clock.town_day(now)
    waiting = to_close(actor.scope).select_related("unit")[:SHOWN]
    items = [_item(one, ("wait", "file-text", "待结案")) for one in waiting]
    for one in remedies_open(actor.scope).select_related("accident", "accident__unit")[:SHOWN]:
        late = one.due_on < today
        mark: Mark = ("bad", "alert-triangle", "逾期未落实") if late else ("wait", "clock", "待落实")
        page = reverse("remedy_settle", args=[one.accident_id, one.pk])
        items.append(Item(one.text, one.accident.where, page, mark))
    return Section("事故处理", items)


declare_section(10, _to_report)
declare_section(30, _to_end)
