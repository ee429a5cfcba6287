"""The desk's sections of matters of others: what is called for within hours, what is not answered, what nobody takes, what
waits to be settled, what those above have assigned."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.referrals.lifecycle import HANDLED, RECEIVED, RUNNING
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.queries import LIVE, assignments, handed_to, late, nobodys, referrals, to_settle

SHOWN = 8


def _whistles(actor: Actor, now: datetime) -> Section | None:
    """Who was called and has to be there: for all who may go."""
    if not actor.may("inspect"):
        return None
    rows = referrals(actor.scope).filter(kind="whistle", state__in=LIVE).order_by("due_at", "id")
    return _of_referrals("吹哨报到", rows, now, {"kind": "whistle", "state": "live"})


def _unanswered(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("refer"):
        return None
    rows = late(actor.scope, now).exclude(kind="whistle").order_by("due_on", "id")
    return _of_referrals("移送逾期未答复", rows, now, {"state": "late"})


def _nobodys(actor: Actor, _now: datetime) -> Section | None:
    """Hazards that two bodies did not take: for those who may raise them to the body above."""
    if not actor.may("refer"):
        return None
    rows = nobodys(actor.scope).select_related("unit").order_by("found_on", "number")[: SHOWN + 1]
    items = [
        Item(
            row.text,
            row.unit.name,
            reverse("hazard", args=[row.pk]),
            ("bad", "help-circle", f"{row.sides}家不接"),  # type: ignore[attr-defined]
        )
        for row in rows
    ]
    return Section("两家不接", items[:SHOWN], _more("referrals", items, {"state": "nobodys"}))


def _to_settle(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("refer"):
        return None
    return _of_referrals("移送已答复，待核实销号", to_settle(actor.scope), now, {"state": "settle"})


def _received(actor: Actor, now: datetime) -> Section | None:
    """What has come from above and waits for the office: to be given to somebody, or to be replied to."""
    if not actor.may("refer"):
        return None
    rows = assignments(actor.scope).filter(state__in=(RECEIVED, HANDLED)).order_by("due_on", "id")
    return _of_assignments("上级交办待分办、待答复", rows, now)


def _handed(actor: Actor, now: datetime) -> Section | None:
    """What has been given to the actor's post, department or village."""
    if not actor.may("inspect"):
        return None
    return _of_assignments("承办的上级交办事项", handed_to(actor).order_by("due_on", "id"), now)


def _late_above(actor: Actor, now: datetime) -> Section | None:
    """Replies that those above wait for, late."""
    if not actor.may("refer"):
        return None
    rows = assignments(actor.scope).filter(state__in=RUNNING, due_on__lt=clock.town_day(now))
    return _of_assignments("上级交办逾期未答复", rows.order_by("due_on", "id"), now)


def _of_referrals(title: str, rows: QuerySet[Referral], now: datetime, asked: dict[str, str]) -> Section:
    rows = rows.select_related("hazard", "hazard__unit").annotate(times=Count("chases"))
    items = [
        Item(
            row.hazard.text,
            f"{row.body} · {row.hazard.unit.name}",
            reverse("referral", args=[row.pk]),
            pressing(row, now),
        )
        for row in rows[: SHOWN + 1]
    ]
    return Section(title, items[:SHOWN], _more("referrals", items, asked))


def _of_assignments(title: str, rows: QuerySet[Assignment], now: datetime) -> Section:
    items = [
        Item(row.title, row.source, reverse("assignment", args=[row.pk]), _left(row, now))
        for row in rows[: SHOWN + 1]
    ]
    return Section(title, items[:SHOWN], _more("assignments", items, {"state": "running"}))


def _more(name: str, items: list[Item], asked: dict[str, str]) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(name)}?{query}" if len(items) > SHOWN else ""


def pressing(row: Any, now: datetime) -> Mark:
    """How a referral presses: hours where somebody was called, else days, else its state."""
    if row.due_at and row.arrived_at is None and row.is_live:
        minutes = int((row.due_at - now).total_seconds() // 60)
        hours, kind = abs(minutes) // 60, "bad" if minutes < 0 else "wait"
        words = f"{hours}小时" if hours else f"{abs(minutes)}分钟"
        return (kind, "clock", f"超时{words}" if minutes < 0 else f"还剩{words}")
    if row.is_live and row.due_on and row.due_at is None:
        left = (row.due_on - clock.town_day(now)).days
        if left >= 0:
            return ("run", "clock", f"还剩{left}天" if left else "今天到期")
        chased = f"，已催{row.times}次" if row.times else ""
        return ("bad", "alert-triangle", f"逾期{-left}天{chased}")
    return ("wait", "eye-check", row.state_label)


def _left(row: Assignment, now: datetime) -> Mark:
    left = (row.due_on - clock.town_day(now)).days
    if left < 0:
        return ("bad", "alert-triangle", f"逾期{-left}天")
    return ("run", "clock", f"还剩{left}天" if left else "今天到期")


for _place, _make in (
    (10, _whistles),
    (20, _unanswered),
    (20, _late_above),
    (30, _nobodys),
    (30, _received),
    (40, _to_settle),
    (50, _handed),
):
    declare_section(_place, _make)
