"""The desk's section of those who keep the grid: what it lacks."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.grid.queries import tree

SHOWN = 8


def _uncovered(actor: Actor) -> Section:
    """Cells without a keeper; each leads to where one is appointed."""
    page = reverse("post_new")
    empty = [row.cell for row in tree(actor.scope, clock.today()) if not row.holders]
    mark = ("bad", "user", "无责任人")
    items = [
        Item(cell.name, cell.get_kind_display(), f"{page}?cell={cell.pk}", mark) for cell in empty[:SHOWN]
    ]
    return Section("没有责任人的网格", items, page)


def _gaps(actor: Actor, _now: datetime) -> Section | None:
    return _uncovered(actor) if actor.may("authorize") else None


declare_section(70, _gaps)
