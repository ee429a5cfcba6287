"""The desk's section of certificates that run out, for those who go to the units or answer for one."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.units.models import Certificate
from bihuan.units.queries import expiring

SHOWN, READ = 8, 60  # units in sight; certificates looked through for them


def _expiring(actor: Actor, now: datetime) -> Section | None:
    if not (actor.may("inspect") or actor.may("rectify")):
        return None
    today = clock.town_day(now)
    rows = expiring(actor.scope, today).select_related("unit").order_by("valid_until", "id")
    of_unit: dict[UUID, list[Certificate]] = {}
    for one in rows[:READ]:
        of_unit.setdefault(one.unit_id, []).append(one)
    items = [_item(found, today) for found in list(of_unit.values())[:SHOWN]]
    return Section("证照到期", items, f"{reverse('running_out')}?term=soon")


def _item(found: list[Certificate], today: date) -> Item:
    """The certificates of one unit, the first to run out in words."""
    first = found[0]
    left = (first.valid_until - today).days
    mark = (
        ("bad", "alert-triangle", f"过期{-left}天")
        if left < 0
        else ("wait", "clock", f"还有{left}天" if left else "今天到期")
    )
    what = f"{first}等{len(found)}个" if len(found) > 1 else str(first)
    return Item(what, first.unit.name, reverse("unit", args=[first.unit_id]), mark)


declare_section(60, _expiring)
