"""The shift changes: handed over, taken over, looked up."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.duty import actions
from bihuan.duty.forms import HandOverForm
from bihuan.duty.listing import RELIEFS
from bihuan.duty.matters import open_matters
from bihuan.duty.models import CallStep, DutyCall, Relief, SpotCheck
from bihuan.duty.printing import pdf_of, relief_form
from bihuan.duty.queries import calls, custom_of, reliefs, shift_to_hand_over, standing
from bihuan.duty.rules import POSITIONS
from bihuan.lists.views import answer


@route("stand", scope="town")
def duty_handover(request: PageRequest) -> HttpResponse:
    """交班 of the shift that is due: what is open stands there already; the rest is a few words, and one press."""
    actor = request.actor
    due = shift_to_hand_over(actor.scope, clock.now())
    form = HandOverForm(request.POST or None, initial={"day": due})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.hand_over_shift(actor, **given))
        if done is not None:
            messages.success(request, "已交班签字，等下一班接班签字。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_relief", args=[done.pk]))
    day = (form.cleaned_data.get("day") if form.is_bound else None) or due
    if day is None:
        messages.warning(request, "没有要交的班：上一班已经交过，或者没有发布值班表。", extra_tags="warn")
        return HttpResponseRedirect(reverse("duty_reliefs"))
    custom = custom_of(actor.scope)
    begins, ends = custom.begins(day), custom.begins(day + timedelta(days=1))
    context = {
        "day": day,
        "ends": ends,
        "form": form,
        "turns": standing(actor.scope, day, day),
        "positions": POSITIONS,
        "matters": open_matters(actor.scope),
        "came": calls(actor.scope).filter(at__gte=begins, at__lt=ends),
    }
    return render(request, "duty/handover.html", context, status=form.status)


@route("office", scope="town")
def duty_reliefs(request: PageRequest) -> HttpResponse:
    """交接班记录."""
    return answer(request, RELIEFS)


@route("office", scope="town")
def duty_relief(request: PageRequest, relief_id: UUID) -> HttpResponse:
    """A hand-over as it was given; POST takes the shift over."""
    actor = request.actor
    row = reliefs(actor.scope).get(pk=actor.find(Relief, relief_id, what="次交接班").pk)
    if request.method == "POST":
        try:
            actions.take_over_shift(actor, row.pk)
            messages.success(request, "已接班签字。", extra_tags="good")
        except Refused as error:
            messages.error(request, error.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("duty_relief", args=[row.pk]))
    custom, next_day = custom_of(actor.scope), row.day + timedelta(days=1)
    nexts = standing(actor.scope, next_day, next_day)
    may = actor.may("duty") or actor.person in {one.person_id for one in nexts}
    context = {
        "relief": row,
        "came": _came(actor.scope, row),
        "may_take": row.taken_at is None
        and may
        and row.given_by_id != actor.person
        and bool(nexts)
        and clock.now() < custom.begins(next_day + timedelta(days=1)),
        "nexts": nexts,
        "positions": POSITIONS,
    }
    return render(request, "duty/relief.html", context)


@route("office", scope="town")
def duty_relief_paper(request: PageRequest, relief_id: UUID) -> HttpResponse:
    """值班交接班记录 as PDF: the shift with all that was entered while it ran."""
    scope = request.actor.scope
    row = reliefs(scope).get(pk=request.actor.find(Relief, relief_id, what="次交接班").pk)
    steps = Prefetch("steps", CallStep.objects.within(scope).order_by("at", "id"))
    checks = (
        SpotCheck.objects.within(scope).filter(day=row.day).select_related("reached").order_by("at", "pk")
    )
    town = Town.objects.of(scope)
    came = _came(scope, row).order_by("at", "pk").prefetch_related(steps)
    form = relief_form(row, town, list(came), list(checks), mark_of(request))
    return pdf_answer(pdf_of(form), f"{form.title}{row.day:%Y%m%d}")


def _came(scope: Scope, row: Relief) -> QuerySet[DutyCall]:
    """What came in while a shift ran."""
    custom = custom_of(scope)
    ends = custom.begins(row.day + timedelta(days=1))
    return calls(scope).filter(at__gte=custom.begins(row.day), at__lt=ends)
