"""Who goes first: all units by the town's criteria, and the page of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed
from bihuan.grid.queries import cell_choices
from bihuan.rollout import actions
from bihuan.rollout.forms import (
    WILLING,
    CandidateFilter,
    ChooseForm,
    ReasonForm,
    WillingForm,
)
from bihuan.rollout.models import Acceptance, Benchmark, Taking, WaveUnit
from bihuan.rollout.queries import (
    assessed,
    benchmarks,
    done_of,
    registered,
    rule_of,
    takings,
    willingness_of,
    with_steps,
)
from bihuan.rollout.rules import STEPS, next_step, why_not_accept
from bihuan.rollout.views.shared import ask_reason, tabs
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit

SHOWN = 100


@route("supervise|units", scope="place")
def candidates(request: PageRequest) -> HttpResponse:
    """选树: the working units by the town's criteria, those that fit first, each with the reasons."""
    actor, today = request.actor, clock.today()
    filters = CandidateFilter(request.GET)
    found = list(filters.units(registered(actor.scope), actor.town))
    judged = assessed(actor.scope, found, today)
    if filters.cleaned_data.get("fits"):
        judged = [one for one in judged if one[1].fits]
    chosen = dict(benchmarks(actor.scope).values_list("unit", "pk"))
    context = {
        "tabs": tabs(actor, "rollout_candidates"),
        "filters": filters,
        "categories": CATEGORY_CHOICES,
        "cells": cell_choices(actor.scope, today, "path"),
        "rule": rule_of(actor.scope),
        "rows": [(unit, one, chosen.get(unit.pk)) for unit, one in judged[:SHOWN]],
        "count": len(judged),
        "fitting": sum(one.fits for _, one in judged),
    }
    return render(request, "rollout/candidates.html", context)


@route("view", scope="place")
def unit_rollout(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """一家单位的双重预防推进: how it stands to the criteria, what it answered, its wave and steps, acceptances, the district's list."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    return _unit(request, unit, WillingForm(), ChooseForm())


@route("units", scope="place")
@require_POST
def unit_willing(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """登记意愿."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = WillingForm(request.POST)
    if form.carry_out(lambda given: actions.ask_willingness(request.actor, unit_id, **given)) is not None:
        return back(request, f"已登记：{unit.name}的意愿。", "rollout_unit", unit_id)
    return _unit(request, unit, form, ChooseForm())


@route("supervise", scope="place")
@require_POST
def unit_choose(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """选树标杆: on the unit's page, or by one press in the list (`list`: its filters), which then is shown again."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form, listed = ChooseForm(request.POST), request.POST.get("list")
    to = reverse("rollout_unit", args=[unit_id])
    if listed is not None:
        to = f"{reverse('rollout_candidates')}?{QueryDict(listed).urlencode()}"
    if form.carry_out(lambda given: actions.choose_benchmark(request.actor, unit_id, **given)) is not None:
        messages.success(request, f"已选树为标杆企业：{unit.name}。", extra_tags="good")
        return HttpResponseRedirect(to)
    if isinstance(
        form.refused_with, NotAllowed
    ):  # it is one already, or has left the register: no ground helps
        messages.error(request, form.message, extra_tags="bad")
        return HttpResponseRedirect(to)
    return _unit(request, unit, WillingForm(), form)


def _unit(request: PageRequest, unit: Unit, willing: WillingForm, choose: ChooseForm) -> HttpResponse:
    actor, scope, today = request.actor, request.actor.scope, clock.today()
    found = WaveUnit.objects.within(scope).filter(unit=unit).select_related("wave", "unit")
    rows = list(with_steps(found, scope, today).order_by("-joined_on", "-pk"))
    accepted = Acceptance.objects.within(scope).filter(unit=unit).select_related("by", "within__wave")
    done = done_of(rows[0]) if rows else []
    open_row = rows[0] if rows and rows[0].left_on is None else None
    [(_, judged)] = assessed(scope, [unit], today)
    stands = unit.ended_on is None and unit.merged_into_id is None
    context = {
        "unit": unit,
        "rule": rule_of(scope),
        "judged": judged,
        "answer": willingness_of(scope, unit),
        "benchmark": benchmarks(scope).filter(unit=unit).first(),
        "rows": rows,
        "row": open_row,
        "steps": [(one, one.key in done) for one in STEPS.values()],
        "next": next_step(done) if open_row else None,
        "acceptances": accepted.order_by("-at"),
        "takings": takings(scope).filter(unit=unit),
        "willing": willing,
        "willing_choices": WILLING,
        "choose": choose,
        "may": {
            "keep": actor.may("units") and stands,
            "choose": actor.may("supervise") and stands,
            "accept": actor.may("reinspect")
            and open_row is not None
            and not why_not_accept(done, ended=not stands, accepted_on=None)
            and "accepted" not in done,
        },
    }
    status = willing.status if willing.is_bound else choose.status
    return render(request, "rollout/unit.html", context, status=status)


@route("supervise", scope="place")
def benchmark_end(request: PageRequest, benchmark_id: UUID) -> HttpResponse:
    """取消标杆."""
    row = request.actor.find(Benchmark, benchmark_id, what="个标杆企业")
    form = posted(request, ReasonForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.end_benchmark(request.actor, benchmark_id, **given))
        if done is not None:
            return back(request, f"已取消标杆企业：{row.unit.name}。", "rollout_unit", row.unit_id)
    return ask_reason(
        request,
        form,
        title="取消标杆企业",
        sub=row.unit.name_and_place,
        says="从今天起不再是标杆企业；以前是标杆企业的记录不变。",
        label="取消标杆企业",
        to=reverse("rollout_unit", args=[row.unit_id]),
    )


@route("units", scope="place")
def taking_void(request: PageRequest, taking_id: UUID) -> HttpResponse:
    """作废纳入记录."""
    row = request.actor.find(Taking, taking_id, what="条纳入记录")
    if row.voided_on:
        messages.error(request, "这条已经作废。", extra_tags="bad")
        return HttpResponseRedirect(reverse("rollout_takings"))
    form = posted(request, ReasonForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.void_taking(request.actor, taking_id, **given))
        if done is not None:
            return back(request, f"已作废：{row.unit.name}，{row.number}。", "rollout_takings")
    return ask_reason(
        request,
        form,
        title="作废纳入记录",
        sub=row.unit.name_and_place,
        says=f"录错了才作废：{row}。作废后这家不再按这份文件计入。",
        label="作废",
        to=reverse("rollout_takings"),
    )
