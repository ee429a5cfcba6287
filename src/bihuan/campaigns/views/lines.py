"""The lists of units of drives: pressed one by one or several at once; places that were on no list."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.campaigns import actions
from bihuan.campaigns.forms import CATEGORY_CHOICES, ExcuseForm, PlaceForm
from bihuan.campaigns.listing import LINES
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.rules import REASONS
from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.grid.queries import cell_choices
from bihuan.inspections.models import Campaign
from bihuan.lists.views import answer

WHAT = "家名单上的单位"


@route("office", scope="place")
def drive_units(request: PageRequest) -> HttpResponse:
    """行动名单."""
    return answer(request, LINES)


def _list(request: PageRequest, row: CampaignUnit) -> str:
    """The list as it was filtered where the press was made, which the address carries; else what is left of the drive."""
    asked = request.GET.urlencode() or f"campaign={row.campaign_id}&state=left"
    return f"{reverse('drive_units')}?{asked}"


def _pressed(request: PageRequest, row: CampaignUnit, act: Callable[..., object], said: str) -> HttpResponse:
    """One press on a line, and back to the list: the next place is there."""
    try:
        act(request.actor, row.pk)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    else:
        messages.success(request, said, extra_tags="good")
    return HttpResponseRedirect(_list(request, row))


@route("inspect", scope="place")
@require_POST
def drive_unit_arrive(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """已到，未见问题: one press."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    return _pressed(request, row, actions.note_arrival, f"{row.unit.name}：已登记到场。")


@route("inspect", scope="place")
def drive_unit_excuse(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """写明没有查的原因."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    form = posted(request, ExcuseForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.excuse_line(request.actor, row.pk, **given))
        if done is not None:
            messages.success(request, f"{row.unit.name}：已写明，{done.excuse_words}。", extra_tags="good")
            return HttpResponseRedirect(_list(request, row))
    context = {"row": row, "form": form, "reasons": list(REASONS.items()), "to": _list(request, row)}
    return render(request, "campaigns/excuse.html", context, status=form.status)


@route("inspect", scope="place")
@require_POST
def drive_unit_unexcuse(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """撤回原因."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    return _pressed(request, row, actions.take_back_excuse, f"{row.unit.name}：已撤回原因，这家还要查。")


@route("inspect", scope="town")
def campaign_found(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """登记新发现的点位: name, kind, grid; a second press registers it."""
    row = request.actor.find(Campaign, campaign_id, what="次专项行动")
    form = posted(request, PlaceForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.found_place(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"已登记“{done.name}”，列入名单。", "campaign", row.pk)
    cells = cell_choices(request.actor.scope, clock.today())
    context = {"row": row, "form": form, "cells": cells, "categories": CATEGORY_CHOICES}
    return render(request, "campaigns/found.html", context, status=form.status)
