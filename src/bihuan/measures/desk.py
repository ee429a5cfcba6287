"""The desk's sections of watches: what has come back and waits for a decision, and where to look again."""

from datetime import datetime, timedelta

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.measures.lifecycle import RETURNED
from bihuan.measures.queries import in_force, to_revisit

SHOWN = 8
AHEAD_DAYS = 2


def _returned(actor: Actor, _now: datetime) -> Section | None:
    """Broken bans and suspensions, red for everybody of the place until decided."""
    if not actor.may("view"):
        return None
    rows = in_force(actor.scope).filter(state=RETURNED)[: SHOWN + 1]
    items = [
        Item(
            f"{row.decision.label}后反弹，待处理",
            row.unit.name_and_place,
            reverse("decision", args=[row.decision_id]),
            ("bad", "alert-triangle", "已反弹"),
        )
        for row in rows
    ]
    return _section("反弹待处理", items)


def _to_revisit(actor: Actor, now: datetime) -> Section | None:
    """Where to look again, for who goes out."""
    if not actor.may("inspect"):
        return None
    today = clock.town_day(now)
    rows = to_revisit(actor.scope, today + timedelta(days=AHEAD_DAYS))[: SHOWN + 1]
    items = [
        Item(
            f"{row.watch.decision.label}后回访",
            row.watch.unit.name_and_place,
            reverse("watch_revisit", args=[row.watch_id]),
            pressing((row.due_on - today).days),
        )
        for row in rows
    ]
    return _section("该回访的", items)


def pressing(left: int) -> Mark:
    """How a revisit presses, by the days left."""
    if left < 0:
        return ("bad", "alert-triangle", f"已过{-left}天")
    return ("run", "clock", f"还剩{left}天" if left else "今天该去")


def _section(title: str, items: list[Item]) -> Section:
    return Section(title, items[:SHOWN], reverse("decisions") if len(items) > SHOWN else "")


declare_section(30, _returned)
declare_section(40, _to_revisit)
