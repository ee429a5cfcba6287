"""What is found of publicity: what was done, by its place and note; materials, by their titles."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.publicity.models import Material, Outreach
from bihuan.publicity.queries import materials, outreaches
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _outreaches(actor: Actor) -> QuerySet[Outreach]:
    return outreaches(actor.scope).order_by("-held_on", "-pk")


def _outreach(_actor: Actor, row: Any) -> Hit:
    note = "，".join(filter(None, (in_words(row.held_on), row.spot, row.note)))
    return Hit(str(row), note, reverse("outreach", args=[row.pk]))


def _materials(actor: Actor) -> QuerySet[Material]:
    return materials(actor.scope)


def _material(_actor: Actor, row: Any) -> Hit:
    note = f"{row.get_kind_display()}，{in_words(row.edition_on)}"
    return Hit(row.title, note, reverse("publicity_material", args=[row.pk]))


declare_kind(
    Kind(
        "outreach",
        "宣传记录",
        Outreach,
        (("spot", as_words), ("note", as_words)),
        told_by={"enter_outreach": "pk"},
        rows=_outreaches,
        hit=_outreach,
        right="office",
        words_for=("office",),
    )
)
declare_kind(
    Kind(
        "material",
        "宣传材料",
        Material,
        (("title", as_words),),
        told_by={"add_material": "pk"},
        rows=_materials,
        hit=_material,
        right="office",
        words_for=("office",),
    )
)
