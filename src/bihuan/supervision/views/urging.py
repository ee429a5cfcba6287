"""Urging whose turn it is, of one hazard; many are urged from the list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.hazards.models import Hazard
from bihuan.supervision import actions
from bihuan.supervision.forms import UrgeForm
from bihuan.supervision.parts import said
from bihuan.supervision.queries import why_not_urge


@route("supervise", scope="place")
def hazard_urge(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """催办."""
    row = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = UrgeForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.urge(request.actor, hazard_id, **given))
        if done is not None:
            messages.success(request, f"{row.number} {said(done)}。", extra_tags="good")
            return HttpResponseRedirect(reverse("hazard", args=[hazard_id]))
    refusal = why_not_urge(request.actor.scope, [row], clock.today()).get(row.pk, "")
    context = {"row": row, "unit": row.unit, "form": form, "refusal": refusal}
    return render(request, "supervision/urge.html", context, status=form.status)
