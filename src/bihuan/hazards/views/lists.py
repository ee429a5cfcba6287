"""The list of hazards and its two views, the problem list (问题清单) and the ledger (整改台账); a hazard's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core import events
from bihuan.core.door import PageRequest, route
from bihuan.core.pages import pager_alone, turn
from bihuan.core.parts import links_of, parts_of, subjects_of
from bihuan.core.scope import Scope
from bihuan.grid.queries import village
from bihuan.hazards.listing import HAZARDS, filters
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.hazards.queries import standing
from bihuan.hazards.step_forms import HazardFilter
from bihuan.hazards.steps import buttons
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer

PRINT_ROWS = 200
REPEATS_SHOWN = 10

Shown = Callable[[QuerySet[Hazard], Scope], QuerySet[Hazard]]


def _with_unit(found: QuerySet[Hazard], scope: Scope) -> QuerySet[Hazard]:
    """With what the two short lists show."""
    return found.select_related("unit").annotate(village=village(scope, "unit__cell"))


def with_all(found: QuerySet[Hazard], scope: Scope) -> QuerySet[Hazard]:
    """With what the ledger shows: the visit and its officers, photos, terms with their papers."""
    photos = Evidence.objects.within(scope).order_by("added_at", "id")
    terms = Demand.objects.within(scope).select_related("paper").order_by("ordered_on", "id")
    visit = ("campaign", "inspection__first_inspector", "inspection__second_inspector")
    prefetched = (Prefetch("evidence", queryset=photos), Prefetch("demands", queryset=terms))
    return _with_unit(found, scope).select_related(*visit).prefetch_related(*prefetched)


@route("view", scope="place")
def hazards(request: PageRequest) -> HttpResponse:
    """隐患列表."""
    return answer(request, HAZARDS)


@route("view", scope="place")
def problem_list(request: PageRequest) -> HttpResponse:
    """问题清单."""
    return listed(request, "hazards/problem_list.html", PRINT_ROWS)


@route("view", scope="place")
def ledger(request: PageRequest) -> HttpResponse:
    """隐患整改台账."""
    return listed(request, "hazards/ledger.html", PRINT_ROWS, with_all)


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
    }
    return render(request, "hazards/hazard.html", context)


def listed(
    request: PageRequest, template: str, size: int, shown: Shown = _with_unit, **given: Any
) -> HttpResponse:
    """A view of the filtered hazards: `shown` narrows further and joins what the template shows, `given` goes to it as well."""
    scope = request.actor.scope
    form = HazardFilter(request.GET)
    page = turn(request, shown(form.narrow(scope), scope), size)
    if pager := pager_alone(request, page):
        return pager
    context: dict[str, Any] = {
        "rows": page,
        "filters": form,
        **filters(request.actor),
        **given,
    }
    return render(request, template, context)
