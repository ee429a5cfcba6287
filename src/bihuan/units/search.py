"""What is found of units: by name, initials, address, head, code, end of the phone."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_name, as_person, as_phone, as_words
from bihuan.units.models import Unit

MARKS: dict[str, Mark] = {
    "paused": ("wait", "player-pause", "停产停业"),
    "banned": ("bad", "ban", "已取缔"),
    "closed": ("", "x", "已关闭"),
    "moved": ("", "x", "已迁出"),
    "merged": ("", "x", "已并入"),
}


def _units(actor: Actor) -> QuerySet[Unit]:
    """Those in the register first; what was withdrawn was never to be there."""
    found: QuerySet[Unit] = Unit.objects.within(actor.scope).exclude(state="withdrawn").select_related("cell")
    return found.order_by("ended_on", "name", "pk")


def _unit(_actor: Actor, row: Any) -> Hit:
    where = "，".join(filter(None, (row.category_label, row.cell.name if row.cell else "", row.address)))
    return Hit(row.name, where, reverse("unit", args=[row.pk]), MARKS.get(row.state))


declare_kind(
    Kind(
        "unit",
        "监管对象",
        Unit,
        (
            ("name", as_name),
            ("address", as_words),
            ("head", as_person),
            ("uscc", as_words),
            ("phone", as_phone),
        ),
        told_by={"register_unit": "pk", "revise_unit": "pk", "change_state:withdrawn": "pk"},
        rows=_units,
        hit=_unit,
        place=10,
        list_url=lambda words: f"{reverse('units')}?{urlencode({'words': words})}",
    )
)
