"""QR plates: sheets of them as PDF, their renewal, and the page that a plate opens."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, public, route
from bihuan.core.errors import Refused
from bihuan.core.guessing import count_miss, tries_codes
from bihuan.core.jobs import ask
from bihuan.core.models import Town
from bihuan.core.parts import links_of
from bihuan.core.prints import pdf_answer
from bihuan.grid.queries import cell_choices
from bihuan.units import actions
from bihuan.units.actions.plates import PLATES_MAX
from bihuan.units.depth_forms import PhoneForm, ReasonForm
from bihuan.units.forms import CATEGORY_CHOICES, UnitFilter
from bihuan.units.jobs import PLATES
from bihuan.units.models import Plate, Unit
from bihuan.units.queries import plate_by_code, plate_of
from bihuan.units.sheets import REPORT_PHONE, plate_sheets

LOCAL = ("127.0.0.1", "localhost", "[::1]")


@route("units", scope="place")
def plates(request: PageRequest) -> HttpResponse:
    """二维码牌: choose the units by a filter, and print their plates."""
    form = UnitFilter(request.GET)
    found = _found(request, form).select_related("cell")
    town = Town.objects.of(request.actor.scope)
    phone = PhoneForm(request.POST or None, initial={"phone": town.phone})
    if phone.is_bound:
        done = phone.carry_out(lambda given: actions.set_duty_phone(request.actor, **given))
        if done is not None:
            messages.success(request, "值班电话已保存，扫码页随即更新。", extra_tags="good")
            return HttpResponseRedirect(reverse("plates"))
    context = {
        "filters": form,
        "rows": found[:PLATES_MAX],
        "most": PLATES_MAX,
        "total": found.count(),
        "query": request.GET.urlencode(),
        "categories": CATEGORY_CHOICES,
        "cells": cell_choices(request.actor.scope, clock.today(), "path"),
        "phone": phone,
        "address": address_of(request),
        "is_local": request.get_host().partition(":")[0] in LOCAL and not settings.PUBLIC_ADDRESS,
    }
    return render(request, "units/plates.html", context, status=phone.status)


@route("units", scope="place")
def plates_file(request: PageRequest) -> HttpResponse:
    """The plates of the units chosen, as a PDF of label sheets; or, as a job, those of all that the filter finds. By a press (POST)."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("plates"))
    try:
        if "all" in request.POST:
            found = _found(request, UnitFilter(QueryDict(request.POST.get("query", "")[:500])))
            units = [str(pk) for pk in found.values_list("pk", flat=True)]
            given = {"units": units, "address": address_of(request)}
            return HttpResponseRedirect(reverse("job", args=[ask(request.actor, PLATES.name, given).pk]))
        made = actions.issue_plates(request.actor, _chosen(request))
        content = plate_sheets(request.actor.scope, made, address_of(request))
    except (Refused, paper.GlyphMissing) as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("plates"))
    return pdf_answer(content, f"plates-{clock.today():%Y%m%d}", kept=True)


@route("units", scope="place")
def plate_renew(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """换牌."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = ReasonForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.renew_plate(request.actor, unit_id, **given))
        if done is not None:
            messages.success(request, "旧牌已作废，请打印新牌。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit_id]))
    context = {"form": form, "unit": unit, "plate": plate_of(request.actor.scope, unit)}
    return render(request, "units/plate_renew.html", context, status=form.status)


@public
def plate_page(request: HttpRequest, code: str) -> HttpResponse:
    """What a plate opens: the unit's page for who may see it; for others who supervises it and how to report. Nothing else."""
    actor: Actor | None = getattr(request, "actor", None)
    plate = None if actor is None and tries_codes(request) else plate_by_code(code.lower())
    if plate is None:
        if actor is None:
            count_miss(request)
        return _public(request, None, 404)
    unit = plate.unit.merged_into or plate.unit
    if actor and actor.may("view") and Unit.objects.within(actor.scope).filter(pk=unit.pk).exists():
        return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    return _public(request, plate, 200)


def _public(request: HttpRequest, plate: Plate | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {"unit": None, "report_phone": REPORT_PHONE}
    if plate:
        context |= {
            "unit": plate.unit.merged_into or plate.unit,
            "town": plate.town,
            "links": links_of("plate", Actor.clock(plate.town_id), plate),
        }
    answer = render(request, "units/plate_page.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: PageRequest, form: UnitFilter) -> QuerySet[Unit]:
    """The units in the register that a filter finds."""
    return form.narrow(request.actor.scope).filter(ended_on__isnull=True)


def _chosen(request: PageRequest) -> list[UUID]:
    """The units ticked, in the page's order; what is no id is left out."""
    found = []
    for text in request.POST.getlist("unit"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def address_of(request: HttpRequest) -> str:
    """Where the installation is reached from outside: as it is set (BIHUAN_ADDRESS), else as this page was reached."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
