"""What is found of drives."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.campaigns.listing import badge_of
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.inspections.models import Campaign
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _rows(actor: Actor) -> QuerySet[Campaign]:
    found: QuerySet[Campaign] = Campaign.objects.within(actor.scope).order_by("-begins_on", "-pk")
    return found


def _hit(_actor: Actor, row: Any) -> Hit:
    note = f"{row.kind_label}，{in_words(row.begins_on)}至{in_words(row.ends_on)}"
    return Hit(row.name, note, reverse("campaign", args=[row.pk]), badge_of(row))


declare_kind(
    Kind(
        "campaign",
        "专项行动",
        Campaign,
        (("name", as_words),),
        told_by={"begin_campaign": "pk", "draft_drive": "pk", "plan_drive": "pk", "change_drive": "pk"},
        rows=_rows,
        hit=_hit,
        right="office",
        words_for=("office",),
    )
)
