"""The list of what was done, what is entered in a minute on a phone, and an entry's own page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_day, asked_id
from bihuan.inspections.models import Inspection
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.publicity import actions
from bihuan.publicity.actions import Done
from bihuan.publicity.actions.entering import find_outreach
from bihuan.publicity.forms import AUDIENCE_CHOICES, REACH_CHOICES, OutreachForm, ReasonForm
from bihuan.publicity.listing import OUTREACHES
from bihuan.publicity.models import CHANNEL_CHOICES, Outreach, OutreachPlace
from bihuan.publicity.queries import (
    checks_without,
    material_choices,
    photos,
    running_campaigns,
    usual_material,
)
from bihuan.publicity.rules import CHANNELS, Numbers, doubts
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit

PLACES = ("town", "office", "village")


@route("office", scope="place")
def publicity(request: PageRequest) -> HttpResponse:
    """宣传记录."""
    return answer(request, OUTREACHES)


@route("inspect", scope="place")
def outreach_new(request: PageRequest) -> HttpResponse:
    """登记宣传: filled in from where one comes (?channel=, ?cell=, ?unit=, ?check=, ?on=)."""
    actor = request.actor
    asked = asked_id(request, "unit")
    unit = actor.find(Unit, asked, what="个监管对象") if asked else None
    check = asked_id(request, "check")
    if check:
        actor.find(Inspection, check, what="份检查记录")
    cells = [one for one in cells_in_force(actor.scope, clock.today()) if one.kind in PLACES]
    form = filled(request, OutreachForm, _begun(request, cells, unit, check))
    if form.is_bound:
        rows = form.carry_out(lambda given: actions.enter_outreach(actor, _done(actor, given, unit, cells)))
        if rows is not None:
            return _entered(request, rows)
    context = {
        "form": form,
        "channels": CHANNEL_CHOICES,
        "rules": list(CHANNELS.values()),
        "cells": cells,
        "villages": [one for one in cells if one.kind == "village"],
        "checks": checks_without(actor, clock.today(), also=check),
        "audiences": AUDIENCE_CHOICES,
        "reaches": REACH_CHOICES,
        "materials": material_choices(actor.scope),
        "campaigns": running_campaigns(actor.scope, clock.today()),
    }
    return render(request, "publicity/new.html", context, status=form.status)


def _begun(request: PageRequest, cells: list[Cell], unit: Unit | None, check: UUID | None) -> dict[str, Any]:
    """What the form begins with: today, the one village of who has one, what was used last."""
    villages = [one.pk for one in cells if one.kind == "village"]
    asked = asked_id(request, "cell")
    channel = request.GET.get("channel", "")
    at_unit = unit is not None or check is not None
    channel = channel if channel in CHANNELS else ("leaflet" if at_unit else "")
    # What was used last, where leaflets are what one comes for: a vehicle hands out none.
    material, leaflet = usual_material(request.actor.scope) if channel == "leaflet" else (None, "")
    return {
        "channel": channel,
        "held_on": min(asked_day(request, "on") or clock.today(), clock.today()),
        "cells": [asked] if asked else villages if len(villages) == 1 and not at_unit else [],
        "unit": unit.name if unit else "",
        "checks": [check] if check else [],
        "count": 1 if at_unit else None,
        "used": str(material or leaflet or ""),
        "audience": "",
        "reach_kind": "estimated",
    }


def _done(actor: Actor, given: dict[str, Any], asked: Unit | None, cells: list[Cell]) -> Done:
    """What the page sent, as the action takes it."""
    unit = named_unit(actor, given["unit"], asked)
    chosen = list(given["cells"])
    if given["all_villages"]:
        chosen += [one.pk for one in cells if one.kind == "village"]
    return Done(
        channel=given["channel"],
        held_on=given["held_on"],
        numbers=OutreachForm.numbers(given),
        cells=chosen,
        unit=unit.pk if unit else None,
        checks=given["checks"],
        spot=given["spot"],
        audience=given["audience"],
        used=given["used"],
        photos=given["photos"],
        campaign=given["campaign"],
        note=given["note"],
        id=given["outreach_id"],
    )


def _entered(request: PageRequest, rows: list[Outreach]) -> HttpResponse:
    first = rows[0]
    more = f"，共{len(rows)}条（每处{first}）" if len(rows) > 1 else f"：{first}"
    messages.success(request, f"已登记{more}。", extra_tags="good")
    if odd := doubts(first.channel, _numbers(first), 1):
        messages.warning(request, f"请核对：{'；'.join(odd)}。有误的作废后重新登记。", extra_tags="warn")
    if len(rows) > 1:
        return HttpResponseRedirect(reverse("publicity"))
    return HttpResponseRedirect(reverse("outreach", args=[first.pk]))


def _numbers(row: Outreach) -> Numbers:
    return Numbers(row.count, row.reached, row.reach_kind, row.consulted)


@route("office", scope="place")
def outreach(request: PageRequest, outreach_id: UUID) -> HttpResponse:
    """一条宣传记录: what, where, whom it reached by which rule, photos, its way."""
    return _page(request, find_outreach(request.actor, outreach_id), ReasonForm())


@route("inspect", scope="place")
@require_POST
def outreach_void(request: PageRequest, outreach_id: UUID) -> HttpResponse:
    """作废."""
    row = find_outreach(request.actor, outreach_id)
    form = ReasonForm(request.POST)
    if form.carry_out(lambda given: actions.void_outreach(request.actor, outreach_id, **given)) is None:
        return _page(request, row, form)
    messages.success(request, "已作废，不再计入任何数字。", extra_tags="good")
    return HttpResponseRedirect(reverse("outreach", args=[row.pk]))


def _page(request: PageRequest, row: Outreach, form: ReasonForm) -> HttpResponse:
    actor = request.actor
    where = list(
        OutreachPlace.objects.within(actor.scope).filter(outreach=row).select_related("cell", "unit")
    )
    may_void = actor.may("inspect") and (row.entered_by_id == actor.person or actor.may("supervise"))
    context = {
        "row": row,
        "places": where,
        "photos": photos(actor.scope, row),
        "doubts": doubts(row.channel, _numbers(row), len(where)),
        "may_void": may_void and row.voided_on is None,
        "form": form,
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "publicity/outreach.html", context, status=form.status)
