"""The small form of each step of a hazard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import unpublished
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import StepForm
from bihuan.hazards import actions
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Evidence, Hazard
from bihuan.hazards.step_forms import (
    CloseOwnForm,
    FixForm,
    OrderForm,
    ReportForm,
    ReturnForm,
    UrgentForm,
    VoidForm,
)
from bihuan.hazards.steps import may_take
from bihuan.inspections.choices import company
from bihuan.inspections.law import cites_fire
from bihuan.inspections.queries import signing
from bihuan.inspections.uploads import filled

WORKDAYS_SOON = 30  # days in which most terms end


@route("order", scope="place")
def hazard_order(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """责令限期整改."""
    return _step(request, hazard_id, "order", OrderForm, actions.order_rectification)


@route("inspect", scope="place")
def hazard_fix(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """确认现场整改."""
    return _step(request, hazard_id, "fix_on_site", FixForm, actions.confirm_fixed_on_site)


@route("rectify", scope="place")
def hazard_report(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """报告已整改."""
    return _step(request, hazard_id, "report", ReportForm, actions.report_rectified)


@route("close_own", scope="place")
def hazard_close_own(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """本单位验收销号."""
    return _step(request, hazard_id, "close_own", CloseOwnForm, actions.close_own)


@route("close_own", scope="place")
def hazard_return_own(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """本单位退回整改."""
    return _step(request, hazard_id, "return_own", ReturnForm, actions.return_own)


@route("supervise", scope="place")
def hazard_urgent(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """列为急办."""
    return _step(request, hazard_id, "mark_urgent", UrgentForm, actions.mark_urgent)


@route("supervise", scope="place")
def hazard_void(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """作废."""
    return _step(request, hazard_id, "void", VoidForm, actions.void_hazard)


def _step(
    request: PageRequest,
    hazard_id: UUID,
    action: str,
    form_class: type[StepForm],
    act: Callable[..., Hazard],
) -> HttpResponse:
    """GET shows the step's form, POST takes the step. After a refusal the page comes back with all that was typed,
    the hazard as it stands now, and its present version."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    form = filled(request, form_class)
    if not form.is_bound or form.carry_out(lambda given: act(request.actor, hazard_id, **given)) is None:
        return _step_page(request, hazard, action, form)
    messages.success(request, f"{hazard.number} {HAZARD.label(action)}，已登记。", extra_tags="good")
    return HttpResponseRedirect(reverse("hazard", args=[hazard_id]))


def _step_page(request: PageRequest, hazard: Hazard, action: str, form: StepForm) -> HttpResponse:
    now = next(
        (move for move in HAZARD.from_state(hazard.state, *hazard.traits) if move.action == action), None
    )
    closed = "" if now else f"这条隐患现在是“{hazard.state_label}”，不能{HAZARD.label(action)}。"
    context: dict[str, Any] = {
        "row": hazard,
        "unit": hazard.unit,
        "action": action,
        "label": HAZARD.label(action),
        "form": form,
        "problem": form.message or closed,
        "allowed": now is not None and may_take(request.actor, now),
        "photos": Evidence.objects.within(request.actor.scope).filter(hazard=hazard, shows="before"),
    }
    if action == "order":
        today = clock.today()
        gaps = unpublished(today, today + timedelta(days=WORKDAYS_SOON))
        context["warning"] = (
            signing(request.actor.scope, today).fire_of_orders if cites_fire(hazard.basis) else ""
        )
        context["seconds"] = company(request.actor, hazard.unit, today).seconds
        context["calendar_gap"] = "".join(f"{year}年的放假安排还没有公布，按周一至周五计。" for year in gaps)
    return render(request, "hazards/step.html", context, status=form.status)
