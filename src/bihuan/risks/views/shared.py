"""What several pages of risks have in common."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.risks.forms import DIRECT_CHOICES, FREQUENCY_CHOICES, KIND_CHOICES
from bihuan.risks.methods import DIRECT_CITES, METHODS, plain
from bihuan.risks.models import Keeper, RiskPoint
from bihuan.risks.queries import own_people, usual_keepers
from bihuan.risks.rules import GRADES, MEASURES, level_labels
from bihuan.units.models import Unit
from bihuan.units.queries import contacts

Crumbs = list[tuple[str, str]]
PHONES = ("inspect", "risks")  # who may see the phones of keepers in full


def crumbs(unit: Unit, point: RiskPoint | None = None) -> Crumbs:
    """The way back from a page of a unit's risks, or of one of its points."""
    way = [
        ("监管对象", reverse("units")),
        (unit.name, reverse("unit", args=[unit.pk])),
        ("风险分级管控", reverse("unit_risks", args=[unit.pk])),
    ]
    return [*way, (point.name, reverse("risk_point", args=[point.pk]))] if point else way


def may_write(actor: Actor, unit: Unit) -> bool:
    """Whether a unit's risks are the actor's to write."""
    return actor.may("risks") and unit.ended_on is None and unit.merged_into_id is None


def levels_of(unit: Unit) -> list[tuple[str, str]]:
    """The four levels with the words that a unit of its category has for them."""
    return list(level_labels(unit.category).items())


def names(held: dict[str, Keeper]) -> dict[str, str]:
    """The fields of a form of keepers, filled with who keeps now."""
    return {
        f"{what}_{level}": getattr(one, what) for level, one in held.items() for what in ("name", "phone")
    }


def suggested(actor: Actor, unit: Unit) -> dict[str, str]:
    """Who may be meant at each level: those who keep the unit's other points; in a unit without any its head, and its safety manager or, where
    there is none, the head again: somebody stands at the post."""
    if held := usual_keepers(actor.scope, unit):
        return names(held)
    manager = next((one for one in contacts(actor.scope, unit) if one.role == "manager"), None)
    person = next(iter(own_people(actor.scope, unit, clock.today())), None)
    post = (manager.name, manager.phone) if manager else (person.name if person else unit.head, "")
    if post[0] == unit.head and not post[1]:
        post = (unit.head, unit.phone)
    return {
        "name_company": unit.head,
        "phone_company": unit.phone,
        "name_post": post[0],
        "phone_post": post[1],
    }


def analysis(unit: Unit) -> dict[str, Any]:
    """What the forms of steps and evaluations choose from."""
    return {
        "methods": list(METHODS.values()),
        "directs": DIRECT_CHOICES,
        "direct_cites": DIRECT_CITES,
        "measures": list(MEASURES.items()),
        "frequencies": FREQUENCY_CHOICES,
        "levels": levels_of(unit),
        "kinds": KIND_CHOICES,
        "plain_number": plain,
        "grade_of": GRADES.get,
    }


def back(request: PageRequest, text: str, name: str, key: Any) -> HttpResponse:
    """After something was done: said on the page that it belongs to."""
    messages.success(request, text, extra_tags="good")
    return HttpResponseRedirect(reverse(name, args=[key]))
