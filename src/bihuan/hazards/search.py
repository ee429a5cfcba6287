"""What is found of hazards, by number, words and place; and of the papers issued upon visits, by number. Who only reads along finds them
by number."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Mark
from bihuan.hazards.lifecycle import OPEN
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import standing
from bihuan.inspections.models import IssuedPaper
from bihuan.inspections.papers import as_typed
from bihuan.inspections.queries import papers
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words

WORKS = ("inspect", "rectify")  # who works here finds by words; who reads along knows the number


def _hazards(actor: Actor) -> QuerySet[Hazard]:
    return standing(actor.scope).select_related("unit").order_by("-found_on", "-number")


def _hazard(_actor: Actor, row: Any) -> Hit:
    mark: Mark = (
        ("run", "clock", row.state_label) if row.state in OPEN else ("good", "check", row.state_label)
    )
    note = f"{row.number}，{row.unit.name}，{in_words(row.found_on)}发现"
    return Hit(row.text, note, reverse("hazard", args=[row.pk]), mark)


def _papers(actor: Actor) -> QuerySet[IssuedPaper]:
    return papers(actor.scope).select_related("unit", "campaign", "writ").order_by("-issued_on", "-pk")


def _paper(_actor: Actor, row: Any) -> Hit:
    about = row.unit or row.campaign
    note = "，".join(filter(None, [row.label, about.name if about else "", in_words(row.issued_on)]))
    return Hit(row.number, note, _paper_page(row))


def _paper_page(row: Any) -> str:
    """The page of what a paper says, kept by a later app; before papers were kept, that of the visit it came from."""
    writ = getattr(row, "writ", None)
    if writ is not None:
        return reverse("writ", args=[writ.pk])
    return reverse("inspection", args=[row.inspection_id]) if row.inspection_id else reverse("writs")


declare_kind(
    Kind(
        "hazard",
        "隐患",
        Hazard,
        (("number", as_words), ("text", as_words), ("place", as_words)),
        told_by={"find": "pk"},
        rows=_hazards,
        hit=_hazard,
        place=20,
        words_for=WORKS,
        number="number",
        list_url=lambda words: f"{reverse('hazards')}?{urlencode({'words': words})}",
    )
)
declare_kind(
    Kind(
        "paper",
        "文书",
        IssuedPaper,
        (("number", as_typed),),
        told_by={
            "finish_check": "inspection",
            "reinspect": "inspection",
            "order": "inspection__hazards",
            "issue_writ": "writ",
        },
        rows=_papers,
        hit=_paper,
        number="number",
    )
)
