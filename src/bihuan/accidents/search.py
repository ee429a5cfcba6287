"""What is found of accidents: by number, place and what happened."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.accidents.lifecycle import CANCELLED, REPORTING
from bihuan.accidents.models import Accident
from bihuan.accidents.parts import SEES
from bihuan.accidents.queries import seen_by
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Mark
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _accidents(actor: Actor) -> QuerySet[Accident]:
    return seen_by(actor).order_by("-happened_at", "-pk")


def _mark(row: Accident) -> Mark:
    if row.state == REPORTING:
        return ("bad", "alert-triangle", row.state_label)
    return ("", "x" if row.state == CANCELLED else "circle-check", row.state_label)


def _accident(_actor: Actor, row: Any) -> Hit:
    note = f"{row.number}，{row.where}，{moment_in_words(row.happened_at)}发生"
    return Hit(row.brief, note, reverse("accident", args=[row.pk]), _mark(row))


declare_kind(
    Kind(
        "accident",
        "事故",
        Accident,
        (("number", as_words), ("place", as_words), ("brief", as_words)),
        told_by={"enter_accident": "pk", "correct_accident": "pk"},
        rows=_accidents,
        hit=_accident,
        right=SEES,
        words_for=(SEES,),
        place=25,
        list_url=lambda words: f"{reverse('accidents')}?{urlencode({'words': words})}",
    )
)
