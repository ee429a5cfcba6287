"""What is like what is being written, and the page on which a person says what a hazard repeats."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.hazards import actions
from bihuan.hazards.forms import FindingForm
from bihuan.hazards.likeness import most_like
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import before_it, earlier
from bihuan.hazards.step_forms import RepeatForm
from bihuan.inspections.forms import asked_day, asked_id
from bihuan.units.models import Unit

OFFERED = 8
LOOSELY = 0.25  # on the page of its own even what is little like it is offered


@route("inspect", scope="place")
def hazard_like(request: PageRequest) -> HttpResponse:
    """For the block of a finding, while it is written: earlier hazards of the unit that are like it."""
    unit_id, on, at = asked_id(request, "unit"), asked_day(request, "on"), request.GET.get("at", "")
    if unit_id is None or on is None or not re.fullmatch(r"[ix]\d{1,3}", at):
        return HttpResponse("")
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = FindingForm(request.GET, prefix=at)
    known = ((one, one.told) for one in earlier(request.actor.scope, unit.pk, on))
    likes = [one for _score, one in most_like(form.told, known)]
    context = {"at": at, "likes": likes, "chosen": form["repeat_of"].value() or ""}
    return render(request, "hazards/likes.html", context)


@route("inspect", scope="place")
def hazard_repeat(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """认定重复隐患: which earlier hazard of the unit it repeats, or none."""
    row = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = RepeatForm(request.POST or None, initial={"version": row.version, "repeat_of": row.repeat_of_id})
    if request.method == "POST":
        done = form.carry_out(lambda given: actions.set_repeat(request.actor, hazard_id, **given))
        if done is not None:
            said = f"与{done.repeat_of.number}重复" if done.repeat_of else "不是重复"
            messages.success(request, f"{row.number}已认定：{said}。", extra_tags="good")
            return HttpResponseRedirect(reverse("hazard", args=[hazard_id]))
    known = [(one, one.told) for one in before_it(request.actor.scope, row)]
    likes = [one for _score, one in most_like(row.told, known, least=LOOSELY, most=OFFERED)]
    if row.repeat_of and row.repeat_of not in likes:
        likes.append(row.repeat_of)
    version = row.version if form.status == 409 else form.values["version"]
    context = {"row": row, "unit": row.unit, "likes": likes, "form": form, "version": version}
    return render(request, "hazards/repeat.html", context, status=form.status)
