"""Asking for more time, and deciding on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Hazard
from bihuan.supervision import actions
from bihuan.supervision.forms import AskForm, DecideForm
from bihuan.supervision.lifecycle import ASKED
from bihuan.supervision.models import Extension


@route("rectify", scope="place")
def extension_new(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """申请延期."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = AskForm(request.POST or None)
    if form.is_bound:
        asked = form.carry_out(lambda given: actions.ask_extension(request.actor, hazard_id, **given))
        if asked is not None:
            return _done(request, hazard, "延期申请已提交，等待批复。批复以前原期限不变。")
    context = {"row": hazard, "unit": hazard.unit, "form": form}
    return render(request, "supervision/extension_new.html", context, status=form.status)


@route("supervise", scope="place")
def extension(request: PageRequest, extension_id: UUID) -> HttpResponse:
    """批复延期申请."""
    row = request.actor.find(Extension, extension_id, what="份延期申请")
    initial = {"version": row.hazard.version, "deadline_on": row.wanted_on}
    form = DecideForm(request.POST or None, initial=initial)
    if form.is_bound and form.carry_out(lambda given: _decide(request, row, given)) is not None:
        return _done(request, row.hazard, "已批复。")
    may_extend = any(move.action == "extend" for move in HAZARD.from_state(row.hazard.state))
    context = {
        "extension": row,
        "row": row.hazard,
        "unit": row.hazard.unit,
        "form": form,
        "waits": row.state == ASKED and row.demand.ended_on is None and may_extend,
        "days_late": (clock.today() - row.demand.deadline_on).days,
    }
    return render(request, "supervision/extension.html", context, status=form.status)


@route("rectify", scope="place")
@require_POST
def extension_withdraw(request: PageRequest, extension_id: UUID) -> HttpResponse:
    """撤回延期申请."""
    row = request.actor.find(Extension, extension_id, what="份延期申请")
    try:
        actions.withdraw_extension(request.actor, extension_id)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("hazard", args=[row.hazard.pk]))
    return _done(request, row.hazard, "延期申请已撤回。")


def _decide(request: PageRequest, row: Extension, given: dict[str, Any]) -> Extension:
    grants = given.pop("grants") == "yes"
    if grants:
        return actions.grant_extension(request.actor, row.pk, **given)
    return actions.refuse_extension(request.actor, row.pk, answer=given["answer"])


def _done(request: PageRequest, hazard: Hazard, word: str) -> HttpResponse:
    messages.success(request, word, extra_tags="good")
    return HttpResponseRedirect(reverse("hazard", args=[hazard.pk]))
