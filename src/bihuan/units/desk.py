"""The desk's section of certificates that run out, for those who go to the units or answer for one."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.units.queries import expiring

SHOWN = 8


def _expiring(actor: Actor, now: datetime) -> Section | None:
    if not (actor.may("inspect") or actor.may("rectify")):
        return None
    today = clock.town_day(now)
    rows = expiring(actor.scope, today).select_related("unit").order_by("valid_until", "id")
    items = []
    for one in rows[:SHOWN]:
        left = (one.valid_until - today).days
        mark = (
            ("bad", "alert-triangle", f"过期{-left}天")
            if left < 0
            else ("wait", "clock", f"还有{left}天" if left else "今天到期")
        )
        page = reverse("unit", args=[one.unit_id])
        items.append(Item(str(one), one.unit.name, page, mark))
    return Section("证照到期", items)


declare_section(60, _expiring)
