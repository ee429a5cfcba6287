"""The list of visits, and a visit's page with what was found on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.models import Event
from bihuan.core.parts import links_of, parts_of
from bihuan.hazards.actions import void_visit
from bihuan.hazards.likeness import most_like
from bihuan.hazards.models import Evidence, Hazard
from bihuan.hazards.queries import before_it
from bihuan.hazards.timeline import told
from bihuan.hazards.visits_listing import VISITS
from bihuan.inspections.models import Inspection, OutingMember
from bihuan.lists.views import answer


@route("view", scope="place")
def inspections(request: PageRequest) -> HttpResponse:
    """检查记录."""
    return answer(request, VISITS)


@route("view", scope="place")
def inspection(request: PageRequest, inspection_id: UUID) -> HttpResponse:
    """A visit: results, findings, papers, sortie, signature."""
    return _record_page(request, request.actor.find(Inspection, inspection_id, what="条检查记录"))


@route("supervise", scope="place")
def inspection_void(request: PageRequest, inspection_id: UUID) -> HttpResponse:
    """作废检查记录, with its papers and hazards."""
    record = request.actor.find(Inspection, inspection_id, what="条检查记录")
    if request.method == "POST":
        try:
            void_visit(request.actor, inspection_id, reason=request.POST.get("reason", ""))
        except Refused as error:
            return _record_page(request, record, problem=error.message, status=422)
        messages.success(request, "已作废，编号和文号保留，不再计入任何统计。", extra_tags="good")
    return HttpResponseRedirect(reverse("inspection", args=[inspection_id]))


def _record_page(
    request: PageRequest, record: Inspection, problem: str = "", status: int = 200
) -> HttpResponse:
    scope = request.actor.scope
    trail = list(events.trail(scope, record.pk))
    checklist = record.sheet.checklist if record.sheet else None
    items = [(item, record.results.get(item.key, "")) for item in checklist.items] if checklist else []
    findings = list(with_photos(request.actor).filter(inspection=record).order_by("number"))
    members = OutingMember.objects.within(scope).filter(outing=record.outing_id).select_related("person")
    may_void = request.actor.may("supervise") and record.voided_on is None and record.kind != "reinspection"
    context: dict[str, Any] = {
        "record": record,
        "unit": record.unit,
        "checklist": checklist,
        "bad_items": [item for item, result in items if result == "bad"],
        "good_items": [(item, result) for item, result in items if result in ("good", "none")],
        "findings": findings,
        "likes": _likes(request.actor, findings),
        "reviewed": _reviewed(request.actor, trail),
        "members": [one.person.name for one in members] if record.outing_id else [],
        "timeline": [told(event) for event in trail],
        "links": links_of("inspection", request.actor, record),
        "parts": parts_of("inspection", request.actor, record),
        "next": parts_of("visit", request.actor, record),
        "may_void": may_void,
        "ending": parts_of("visit_void", request.actor, record) if may_void else [],
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "done": request.GET.get("done"),
    }
    return render(request, "inspections/record.html", context, status=status)


def _likes(actor: Actor, findings: list[Hazard]) -> dict[UUID, list[Hazard]]:
    """Earlier hazards that some findings of a visit may repeat, to whoever may say so."""
    unsaid = [one for one in findings if one.repeat_of_id is None and one.voided_on is None]
    if not unsaid or not actor.may("inspect"):
        return {}
    known = [(one, one.told) for one in before_it(actor.scope, unsaid[0])]
    return {hazard.pk: [one for _score, one in most_like(hazard.told, known, most=1)] for hazard in unsaid}


def with_photos(actor: Actor) -> Any:
    """Hazards with their photos, each relation inside the actor's scope."""
    photos = Evidence.objects.within(actor.scope).select_related("file").order_by("added_at", "id")
    return (
        Hazard.objects.within(actor.scope)
        .select_related("unit", "unit__cell", "inspection", "campaign", "repeat_of")
        .prefetch_related(Prefetch("evidence", queryset=photos))
    )


def _reviewed(actor: Actor, trail: list[Event]) -> list[tuple[Hazard, bool]]:
    """What a re-inspection judged: (hazard, passed), from its event."""
    given: dict[str, list[str]] = next((event.given for event in trail if event.action == "reinspect"), {})
    passed = set(given.get("passed", []))
    ids = [*passed, *given.get("sent_back", [])]
    found = Hazard.objects.within(actor.scope).filter(pk__in=ids).order_by("number")
    return [(hazard, str(hazard.pk) in passed) for hazard in found] if ids else []
