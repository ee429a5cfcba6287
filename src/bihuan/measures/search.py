"""What is found of decisions upon units: by document number, body and reason."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.measures.models import Decision
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _decisions(actor: Actor) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.within(actor.scope).filter(voided_on__isnull=True)
    return found.select_related("unit").order_by("-decided_on", "-pk")


def _decision(_actor: Actor, row: Any) -> Hit:
    note = f"{row.body}，{row.unit.name}，{in_words(row.decided_on)}"
    return Hit(str(row), note, reverse("decision", args=[row.pk]))


declare_kind(
    Kind(
        "decision",
        "停产取缔等决定",
        Decision,
        (("number", as_words), ("body", as_words), ("reason", as_words)),
        told_by={"record_decision": "pk"},
        rows=_decisions,
        hit=_decision,
        words_for=("inspect", "rectify"),
        number="number",
    )
)
