"""A unit's page: all that any part of the system knows of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Event
from bihuan.core.parts import links_of, parts_of
from bihuan.documents.queries import known_to, writs
from bihuan.hazards import timeline
from bihuan.hazards.lifecycle import OPEN
from bihuan.hazards.queries import failed_items, standing
from bihuan.inspections.models import IssuedPaper
from bihuan.inspections.queries import papers, visits
from bihuan.units.changes import LABELS
from bihuan.units.models import Unit, UnitState
from bihuan.units.rules import CATEGORIES, STATES

SHOWN = 20
WORDS = {"register_unit": "登记", "revise_unit": "修改", "change_state": "变更状态"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    who: str
    text: str


@route("view", scope="place")
def unit(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """监管对象: particulars, state, hazards, visits, papers and its whole history."""
    scope = request.actor.scope
    row = request.actor.find(Unit, unit_id, what="个监管对象")
    if row.merged_into_id and row.ended_on and "stub" not in request.GET:
        messages.info(request, f"“{row.name}”已于{in_words(row.ended_on)}并入本单位。", extra_tags="warn")
        return HttpResponseRedirect(reverse("unit", args=[row.merged_into_id]))
    hazards = standing(scope).filter(unit=row)
    context: dict[str, Any] = {
        "row": row,
        "details": details_of(row),
        "states": UnitState.objects.within(scope).filter(unit=row),
        "open_hazards": hazards.filter(state__in=OPEN).order_by("deadline_on", "number"),
        "settled_hazards": hazards.exclude(state__in=OPEN)[:SHOWN],
        "visits": visits(scope).filter(unit=row).select_related("first_inspector", "campaign")[:SHOWN],
        "papers": _papers(request.actor, row),
        "may": _may(request.actor, row),
        "timeline": told(list(events.trail(scope, row.pk))),
        "parts": parts_of("unit", request.actor, row),
        "links": links_of("unit", request.actor, row),
        "done": request.GET.get("done"),
    }
    return render(request, "unit.html", context)


def _papers(actor: Actor, row: Unit) -> QuerySet[IssuedPaper]:
    """What was issued about a unit; to its own persons, what it got into its hands."""
    found = papers(actor.scope).filter(unit=row).select_related("writ")
    if not actor.may("office"):
        found = found.filter(writ__in=known_to(actor, writs(actor.scope).filter(unit=row)).values("pk"))
    return found[:SHOWN]


def details_of(row: Unit) -> list[tuple[str, str]]:
    """The fields that only units of the category have, in words."""
    found = []
    for one in CATEGORIES[row.category].details:
        value = row.details.get(one.name)
        if one.kind == "yes":
            found.append((one.label, "是" if value else "否"))
        else:
            found.append((one.label, "" if value is None else str(value)))
    return found


def told(trail: list[Event]) -> list[Entry]:
    """A unit's events in words, the newest first; a revision says which particulars it changed."""
    entries: list[Entry] = []
    before: dict[str, Any] = {}
    for event in trail:
        entries.append(Entry(event.at, event.actor_name, "，".join(_said(event, before))))
        if event.action in WORDS:  # others, of persons at the unit, give names too
            before = before | event.given
    return entries[::-1]


def _said(event: Event, before: dict[str, Any]) -> list[str]:
    if event.action not in WORDS:
        return [timeline.told(event).text]
    parts = [WORDS[event.action]]
    if event.action == "revise_unit":
        changed = [
            label
            for name, label in LABELS.items()
            if name in event.given and (event.given[name] or "") != (before.get(name) or "")
        ]
        parts.append("、".join(changed) or "负责人、电话")
    if event.action == "change_state":
        parts += [f"{STATES[event.before]}→{STATES[event.after]}", str(event.given.get("reason", ""))]
        if event.given.get("to"):
            parts.append(f"迁往{event.given['to']}")
        if event.given.get("handling"):
            parts.append(f"未办结{len(event.given['left'])}件：{event.given['handling']}")
    return parts


def _may(actor: Actor, row: Unit) -> dict[str, bool]:
    """The buttons that the actor may press."""
    in_register = row.ended_on is None
    return {
        "check": in_register and actor.may("inspect"),
        "reinspect": actor.may("reinspect") and failed_items(actor.scope, row.pk).exists(),
        "edit": actor.may("units") and row.merged_into_id is None,
    }
