"""The desk's section of where to go next, for those who go out."""

from datetime import datetime

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.inspections.choices import neighbours

SHOWN = 8


def _long_unvisited(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("inspect") or actor.may("supervise"):
        return None
    items = [
        Item(
            unit.name,
            f"{unit.cell.name if unit.cell else '未入网格'} · {unit.category_label}",
            reverse("unit", args=[unit.pk]),
            ("", "calendar", f"{unit.last_visited_on:%Y-%m-%d}查过" if unit.last_visited_on else "从未检查"),
        )
        for unit in neighbours(actor, None)[:SHOWN]
    ]
    return Section("最久没有检查的单位", items, f"{reverse('units')}?sort=visited")


declare_section(60, _long_unvisited)
