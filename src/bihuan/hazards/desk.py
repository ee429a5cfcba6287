"""The desk's sections of hazards: who orders decides and re-inspects; who supervises sees what runs late; who only inspects or
mends sees the open hazards of the place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.hazards.lifecycle import FOUND, MAJOR, MENDED, ORDERED, REPORTED, UNDER_OWN
from bihuan.hazards.models import Hazard
from bihuan.hazards.plan import neighbours
from bihuan.hazards.queries import PRESSED, open_hazards, run_out
from bihuan.hazards.rules import why_pressing

SHOWN = 8


def _urgent(actor: Actor, now: datetime) -> Section:
    rows = _hazards(actor).filter(PRESSED).order_by("-mine", "urgent_due_at", "number")
    return _section("急办", rows, actor, now, {"state": "open"})


def _overdue(actor: Actor, now: datetime) -> Section:
    today = clock.town_day(now)
    rows = _hazards(actor).filter(run_out(today)).exclude(PRESSED)
    rows = rows.order_by("-mine", "deadline_on", "number")
    return _section("逾期", rows, actor, now, {"state": "overdue", "sort": "deadline"})


def _undecided(actor: Actor, now: datetime) -> Section:
    """With the major ones that units found themselves: the town sees to them at once."""
    waits = Q(state=FOUND) | Q(state__in=UNDER_OWN, level=MAJOR, deadline_on__gte=clock.town_day(now))
    rows = _hazards(actor).filter(waits).exclude(PRESSED).order_by("found_on", "number")
    return _section("待处置", rows, actor, now, {"state": FOUND, "sort": "found"})


def _reported(actor: Actor, now: datetime) -> Section:
    rows = _in_time(actor, now).filter(state=REPORTED).order_by("-mine", "reported_on", "number")
    return _section("待复查", rows, actor, now, {"state": REPORTED, "sort": "deadline"})


def _running(actor: Actor, now: datetime) -> Section:
    rows = _in_time(actor, now).filter(state=ORDERED).order_by("-mine", "deadline_on", "number")
    return _section("整改中", rows, actor, now, {"state": ORDERED, "sort": "deadline"})


def _mine_to_follow(actor: Actor, now: datetime) -> Section:
    """What is open and still in time, at the place of who inspects or mends there."""
    title = "未销号隐患" if actor.may("inspect") else "本单位待整改隐患"
    rows = _in_time(actor, now).order_by(F("deadline_on").asc(nulls_last=True), "found_on", "number")
    return _section(title, rows, actor, now, {"state": "open", "sort": "deadline"})


def _to_visit(actor: Actor, now: datetime) -> Section:
    """Where to go next, for those who go out."""
    items = [_unit(unit) for unit in neighbours(actor, None, clock.town_day(now))[:SHOWN]]
    return Section("接下来可以去的单位", items, f"{reverse('units')}?sort=visited")


def _unit(unit: Any) -> Item:
    place = unit.cell.name if unit.cell else "未入网格"
    where = unit.category_label if place == unit.name else f"{place} · {unit.category_label}"
    seen = f"{in_words(unit.last_visited_on)}查过" if unit.last_visited_on else "从未检查"
    why = why_pressing(unit.repeats_found, unit.majors_open)
    mark = ("wait", "flag", why) if why else ("", "calendar", seen)
    return Item(unit.name, f"{where} · {seen}" if why else where, reverse("unit", args=[unit.pk]), mark)


def _hazards(actor: Actor) -> QuerySet[Any]:
    """Open hazards of the place; `mine` where the actor found them."""
    me = Q(inspection__first_inspector=actor.person) | Q(inspection__second_inspector=actor.person)
    found = open_hazards(actor.scope).select_related("unit", "unit__cell")
    return found.annotate(mine=Case(When(me, then=Value(1)), default=Value(0)))


def _in_time(actor: Actor, now: datetime) -> QuerySet[Any]:
    """Open hazards that stand in no more pressing section."""
    late = open_hazards(actor.scope).filter(run_out(clock.town_day(now)))
    return _hazards(actor).exclude(pk__in=late.order_by().values("pk")).exclude(PRESSED)


def _section(title: str, rows: QuerySet[Any], actor: Actor, now: datetime, asked: dict[str, str]) -> Section:
    items = [_item(row, actor, now) for row in rows[: SHOWN + 1]]
    more = f"{reverse('hazards')}?{urlencode(asked)}" if len(items) > SHOWN else ""
    return Section(title, items[:SHOWN], more)


def _item(row: Any, actor: Actor, now: datetime) -> Item:
    reported = row.state == REPORTED or (row.state == MENDED and row.needs_town)
    to_reinspect = reported and actor.may("reinspect") and actor.card
    page = reverse("reinspect", args=[row.unit_id]) if to_reinspect else reverse("hazard", args=[row.pk])
    return Item(row.text, row.unit.name_and_place, page, pressing(row, now), bool(row.mine))


def pressing(row: Hazard, now: datetime) -> Mark:
    """How a hazard presses: hours where it is urgent, else days, else its state."""
    if row.is_urgent and row.urgent_due_at:
        hours = int((row.urgent_due_at - now).total_seconds() // 3600)
        return ("bad", "bolt", f"还剩{hours}小时" if hours >= 0 else f"超时{-hours}小时")
    if row.state == FOUND:
        return ("wait", "help-circle", f"{row.found_on.month}月{row.found_on.day}日发现")
    if row.deadline_on is None:
        return ("wait", "clock", row.state_label)
    left = (row.deadline_on - clock.town_day(now)).days
    if left < 0:
        return ("bad", "alert-triangle", f"逾期{-left}天")
    if row.state in (REPORTED, MENDED):
        return ("wait", "eye-check", "已报整改")
    return ("run", "clock", f"还剩{left}天" if left else "今天到期")


def _for(right: Callable[[Actor], bool], make: Callable[[Actor, datetime], Section]) -> Any:
    """The section for those for whom it is meant."""
    return lambda actor, now: make(actor, now) if right(actor) else None


def _views(actor: Actor) -> bool:
    return actor.may("view")


def _orders(actor: Actor) -> bool:
    return actor.may("order")


def _goes_out(actor: Actor) -> bool:
    return actor.may("inspect") and not actor.may("supervise")


def _follows(actor: Actor) -> bool:
    """Who mends, or inspects without deciding anything."""
    return not actor.may("order") and (actor.may("rectify") or _goes_out(actor))


for _place, _right, _make in (
    (10, _views, _urgent),
    (20, _views, _overdue),
    (30, _orders, _undecided),
    (40, _orders, _reported),
    (50, _orders, _running),
    (50, _follows, _mine_to_follow),
    (60, _goes_out, _to_visit),
):
    declare_section(_place, _for(_right, _make))
