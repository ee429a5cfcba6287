"""The desk's sections of matters of others: what others owe and the town has to settle, what nobody takes, what those above
have assigned."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.hazards.lifecycle import REFERRED
from bihuan.referrals.lifecycle import ANSWERED, RUNNING
from bihuan.referrals.models import Assignment
from bihuan.referrals.queries import LIVE, assignments, handed_to, nobodys, referrals

SHOWN = 8


def _due(actor: Actor, now: datetime) -> Section | None:
    """What others owe or wait for: who was called to the place first, then answers that are late, then answers after which the
    town has to look and settle. Who only goes out sees the calls."""
    if not actor.may("inspect"):
        return None
    wanted = Q(kind="whistle", state__in=LIVE, hazard__settled_on__isnull=True)
    if actor.may("refer"):
        wanted |= Q(kind="transfer", state__in=LIVE, due_on__lt=clock.town_day(now))
        wanted |= Q(kind="transfer", state=ANSWERED, hazard__state=REFERRED)
    rows = referrals(actor.scope).filter(wanted).select_related("hazard", "hazard__unit")
    rows = rows.annotate(times=Count("chases")).order_by(
        F("due_at").asc(nulls_last=True), F("answered_on").asc(nulls_first=True), "due_on", "id"
    )
    items = [
        Item(
            row.hazard.text,
            f"{row.body} · {row.hazard.unit.name}",
            reverse("referral", args=[row.pk]),
            pressing(row, now),
        )
        for row in rows[: SHOWN + 1]
    ]
    return _section("移送、吹哨待办" if actor.may("refer") else "吹哨报到", items, "referrals")


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
    return _section("两家不接", items, "referrals", "?state=nobodys")


def _assigned(actor: Actor, now: datetime) -> Section | None:
    """What those above wait for: all that runs for who replies to them, else what was given to the actor's post, department
    or village."""
    if not actor.may("inspect"):
        return None
    all_running = assignments(actor.scope).filter(state__in=RUNNING)
    rows = all_running if actor.may("refer") else handed_to(actor)
    items = [
        Item(
            row.title,
            " · ".join(filter(None, (row.source, row.state_label, row.handler))),
            reverse("assignment", args=[row.pk]),
            _left(row, now),
        )
        for row in rows.order_by("due_on", "id")[: SHOWN + 1]
    ]
    return _section("上级交办", items, "assignments", "?state=running")


def _section(title: str, items: list[Item], name: str, query: str = "?state=live") -> Section:
    return Section(title, items[:SHOWN], f"{reverse(name)}{query}" if len(items) > SHOWN else "")


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


declare_section(20, _due)
declare_section(30, _nobodys)
declare_section(30, _assigned)
