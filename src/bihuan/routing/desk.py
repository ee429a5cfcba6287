"""The desk's section of routes: where one's own crew goes today, the next stop first."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.core.scope import Scope
from bihuan.routing.queries import stops_on

SHOWN = 5


def _today(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("inspect") or actor.person is None:
        return None
    stops = stops_on(Scope.whole_town(actor.town), actor.person, clock.town_day(now))
    left = [one for one in stops if not one.made]
    items = [
        Item(
            f"{one.at} {one.unit.name}",
            one.unit.address or one.unit.name_and_place,
            f"{reverse('routes_today')}#s{one.pk}",
        )
        for one in left[:SHOWN]
    ]
    if stops and not left:
        items = [
            Item("今天的各站都查过了", f"{len(stops)}家", reverse("routes_today"), ("good", "check", "完成"))
        ]
    return Section("今天的检查路线", items, reverse("routes_today"))


declare_section(40, _today)
