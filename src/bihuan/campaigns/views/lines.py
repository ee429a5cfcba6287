"""The lists of units of drives: pressed one by one or several at once; places that were on no list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.campaigns import actions
from bihuan.campaigns.forms import CATEGORY_CHOICES, ExcuseForm, PlaceForm
from bihuan.campaigns.listing import LINES
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.rules import REASONS
from bihuan.core import clock
from bihuan.core.answers import back, posted, refused
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


def _list(row: CampaignUnit, state: str = "left") -> str:
    return f"{reverse('drive_units')}?campaign={row.campaign_id}&state={state}"


@route("inspect", scope="place")
@require_POST
def drive_unit_arrive(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """已到，未见问题: one press."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    try:
        actions.note_arrival(request.actor, row.pk)
    except Refused as error:
        return refused(request, error.message, "campaign", row.campaign_id)
    return back(request, "已登记到场。", "campaign", row.campaign_id)


@route("inspect", scope="place")
def drive_unit_excuse(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """写明没有查的原因."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    form = posted(request, ExcuseForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.excuse_line(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"已写明：{done.excuse_words}。", "campaign", row.campaign_id)
    context = {"row": row, "form": form, "reasons": list(REASONS.items()), "to": _list(row)}
    return render(request, "campaigns/excuse.html", context, status=form.status)


@route("inspect", scope="place")
@require_POST
def drive_unit_unexcuse(request: PageRequest, drive_unit_id: UUID) -> HttpResponse:
    """撤回原因."""
    row = request.actor.find(CampaignUnit, drive_unit_id, what=WHAT)
    try:
        actions.take_back_excuse(request.actor, row.pk)
    except Refused as error:
        return refused(request, error.message, "campaign", row.campaign_id)
    return back(request, "已撤回，这家还要查。", "campaign", row.campaign_id)


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
