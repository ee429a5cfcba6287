"""The urgent track: the board of what is urgent now, entries, the end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.pages import pager_alone, turn
from bihuan.hazards.models import Hazard
from bihuan.supervision import actions
from bihuan.supervision.forms import ENTRY_KINDS, EntryForm, FinishForm
from bihuan.supervision.models import UrgentEntry
from bihuan.supervision.queries import Holders, board, urgent_before, urgent_now

SHOWN, PAGE_ROWS = 100, 50


@route("view", scope="place")
def urgent(request: PageRequest) -> HttpResponse:
    """急办: what is urgent now, the least time first. The page asks for itself anew now and then. With ?before=1: what was."""
    scope, now = request.actor.scope, clock.now()
    holders = Holders(request.actor.town, clock.town_day(now))
    if "before" in request.GET:
        page = turn(request, urgent_before(scope), PAGE_ROWS)
        if pager := pager_alone(request, page):
            return pager
        context = {"rows": board(scope, page.object_list, now, holders), "page_of_rows": page}
        return render(request, "supervision/urgent_before.html", context)
    found = list(urgent_now(scope)[: SHOWN + 1])
    rows = board(scope, found[:SHOWN], now, holders)
    context = {
        "rows": rows,
        "more": len(found) > SHOWN,
        "now": now,
        "late": sum(row.hours_left < 0 for row in rows),
        "people": sum(row.people[1] or row.people[0] for row in rows),
        "money": sum(row.money[1] or row.money[0] for row in rows),
    }
    return render(request, "supervision/urgent.html", context)


@route("inspect", scope="place")
def urgent_entry(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """登记急办事项."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = EntryForm(request.POST or None)
    if form.is_bound:
        added = form.carry_out(lambda given: actions.add_urgent_entry(request.actor, hazard_id, **given))
        if added is not None:
            messages.success(request, f"已登记：{added.label}{added.amount_text}。", extra_tags="good")
            return HttpResponseRedirect(f"{reverse('hazard', args=[hazard_id])}#urgent")
    context = {
        "row": hazard,
        "unit": hazard.unit,
        "form": form,
        "kinds": ENTRY_KINDS,
        "stages": list(UrgentEntry.STAGES.items()),
    }
    return render(request, "supervision/urgent_entry.html", context, status=form.status)


@route("supervise", scope="place")
def urgent_finish(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """急办办结."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = FinishForm(request.POST or None, initial={"version": hazard.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.finish_urgent(request.actor, hazard_id, **given))
        if done is not None:
            messages.success(request, f"{hazard.number} 急办已办结。", extra_tags="good")
            return HttpResponseRedirect(reverse("hazard", args=[hazard_id]))
    context = {"row": hazard, "unit": hazard.unit, "form": form}
    return render(request, "supervision/urgent_finish.html", context, status=form.status)
