"""The list of hazards and its two views, the problem list (问题清单) and the ledger (整改台账); a hazard's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core import events
from bihuan.core.door import PageRequest, route
from bihuan.core.mapapps import Link as MapLink
from bihuan.core.mapapps import map_links
from bihuan.core.parts import links_of, parts_of, subjects_of
from bihuan.hazards.ledgers import LEDGER, PROBLEMS
from bihuan.hazards.listing import HAZARDS
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.hazards.queries import standing
from bihuan.hazards.steps import buttons
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer

REPEATS_SHOWN = 10


@route("view", scope="place")
def hazards(request: PageRequest) -> HttpResponse:
    """隐患列表."""
    return answer(request, HAZARDS)


@route("view", scope="place")
def problem_list(request: PageRequest) -> HttpResponse:
    """问题清单."""
    return answer(request, PROBLEMS)


@route("view", scope="place")
def ledger(request: PageRequest) -> HttpResponse:
    """隐患整改台账."""
    return answer(request, LEDGER)


@route("view", scope="place")
def hazard(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """A hazard: how it stands, its photos, terms and papers, its whole way, and what may be done now."""
    scope = request.actor.scope
    row = request.actor.find(Hazard, hazard_id, what="条隐患")
    terms = Demand.objects.within(scope).filter(hazard=row).select_related("paper")
    others = subjects_of("hazard", request.actor, row)
    context = {
        "row": row,
        "unit": row.unit,
        "buttons": buttons(request.actor, row),
        "photos": Evidence.objects.within(scope)
        .filter(hazard=row)
        .select_related("file")
        .order_by("added_at"),
        "demands": terms.order_by("ordered_on", "id"),
        "repeats": standing(scope).filter(repeat_of=row).order_by("found_on")[:REPEATS_SHOWN],
        "timeline": [told(event) for event in events.trail(scope, row.pk, *others)],
        "parts": parts_of("hazard", request.actor, row),
        "links": links_of("hazard", request.actor, row),
        "map_apps": _map_apps(row),
    }
    return render(request, "hazards/hazard.html", context)


def _map_apps(row: Hazard) -> list[MapLink]:
    """What opens the place that a hazard has of its own."""
    if row.latitude is None or row.longitude is None:
        return []
    return map_links(row.latitude, row.longitude, row.unit.name)
