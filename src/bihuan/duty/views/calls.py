"""What comes in on duty, and checks whether somebody is there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import minute_now
from bihuan.duty import actions
from bihuan.duty.forms import (
    CHECKER_CHOICES,
    OUTCOME_CHOICES,
    SOURCE_CHOICES,
    STEP_CHOICES,
    CallForm,
    CallStepForm,
    CheckForm,
)
from bihuan.duty.listing import CALLS, CHECKS
from bihuan.duty.models import CallStep, DutyCall
from bihuan.duty.queries import calls, custom_of, is_on_duty, standing
from bihuan.duty.rules import POSITIONS
from bihuan.inspections.forms import asked_id
from bihuan.lists.views import answer
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit


@route("office", scope="town")
def duty_calls(request: PageRequest) -> HttpResponse:
    """来电来文."""
    return answer(request, CALLS)


@route("stand", scope="town")
def duty_call_new(request: PageRequest) -> HttpResponse:
    """登记来电来文."""
    actor = request.actor
    asked = asked_id(request, "unit")
    about = Unit.objects.within(actor.scope).filter(pk=asked).first() if asked else None
    initial = {"at": minute_now(), "source": "phone", "unit": about.name if about else ""}
    form = CallForm(request.POST or None, initial=initial)

    def note(given: dict[str, Any]) -> DutyCall:
        named = named_unit(actor, given.pop("unit"), about)
        return actions.note_call(actor, **given, unit_id=named.pk if named else None)

    if form.is_bound:
        done = form.carry_out(note)
        if done is not None:
            messages.success(request, "已登记，办结以前一直列在交接班里。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_call", args=[done.pk]))
    context = {"form": form, "sources": SOURCE_CHOICES}
    return render(request, "duty/call_new.html", context, status=form.status)


@route("office", scope="town")
def duty_call(request: PageRequest, duty_call_id: UUID) -> HttpResponse:
    """What came in, with its way; POST adds a step, the result settles it."""
    actor = request.actor
    row = calls(actor.scope).get(pk=actor.find(DutyCall, duty_call_id, what="条来电来文").pk)
    form = CallStepForm(request.POST or None, initial={"kind": "opinion"})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.step_call(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已办结。" if done.settled_at else "已记下。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_call", args=[row.pk]))
    steps = CallStep.objects.within(actor.scope).filter(call=row).select_related("by")
    context = {
        "call": row,
        "steps": steps,
        "form": form,
        "kinds": STEP_CHOICES,
        "calls_back": actor.may("duty") or actor.person == row.taken_by_id or is_on_duty(actor),
    }
    return render(request, "duty/call.html", context, status=form.status)


@route("office", scope="town")
def spot_checks(request: PageRequest) -> HttpResponse:
    """查岗."""
    return answer(request, CHECKS)


@route("stand", scope="town")
def spot_check_new(request: PageRequest) -> HttpResponse:
    """登记查岗: who stood on the shift that runs and on the one before can have answered."""
    actor = request.actor
    form = CheckForm(request.POST or None, initial={"at": minute_now(), "of": "above", "outcome": "present"})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.note_check(actor, **given))
        if done is not None:
            messages.success(request, f"已登记：{done.get_outcome_display()}。", extra_tags="good")
            return HttpResponseRedirect(reverse("spot_checks"))
    running = custom_of(actor.scope).shift_of(clock.now())
    there = standing(actor.scope, running - timedelta(days=1), running)
    context = {
        "form": form,
        "checkers": CHECKER_CHOICES,
        "outcomes": OUTCOME_CHOICES,
        "there": [
            (str(one.person_id), f"{one.person.name}（{one.day:%-m月%-d日}{POSITIONS[one.position]}）")
            for one in reversed(there)
        ],
    }
    return render(request, "duty/check_new.html", context, status=form.status)
