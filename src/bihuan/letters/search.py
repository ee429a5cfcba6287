"""What is found of letters: by number, party and head."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.letters.models import ResponsibilityLetter
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_name, as_words


def _letters(actor: Actor) -> QuerySet[ResponsibilityLetter]:
    found: QuerySet[ResponsibilityLetter] = ResponsibilityLetter.objects.within(actor.scope)
    return found.order_by("-year", "-made_on", "-pk")


def _letter(_actor: Actor, row: Any) -> Hit:
    when = (
        f"{in_words(row.signed_on)}签订"
        if row.signed_on
        else f"{row.state_label}，{in_words(row.sign_by)}前签"
    )
    return Hit(
        f"{row.party_name} {row.year}年{row.label}", f"{row.number}，{when}", reverse("letter", args=[row.pk])
    )


declare_kind(
    Kind(
        "letter",
        "责任书",
        ResponsibilityLetter,
        (("number", as_words), ("party_name", as_name), ("head", as_words)),
        told_by={"make_letter": "pk"},
        rows=_letters,
        hit=_letter,
        words_for=("report",),
        number="number",
        place=60,
    )
)
