"""A draft changed by hand, and how the town goes out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.routing import actions, board
from bihuan.routing.forms import AddForm, ConfirmForm, CustomForm, MoveForm
from bihuan.routing.lifecycle import DRAFT
from bihuan.routing.models import DayPlan, PlanStop
from bihuan.routing.queries import custom_of, stops_of, teams_of
from bihuan.routing.rules import USUAL_STAYS, stay_of
from bihuan.routing.views.plans import page_of
from bihuan.units.geometry import DATUMS
from bihuan.units.naming import named_unit
from bihuan.units.rules import CATEGORIES


@route("campaigns", scope="town")
@require_POST
def day_plan_add(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """添加单位."""
    actor = request.actor
    plan = actor.find(DayPlan, day_plan_id, what="份计划")
    form = AddForm(request.POST)

    def add(given: dict[str, Any]) -> PlanStop:
        unit = named_unit(actor, given["unit"], None)
        return actions.add_stop(actor, plan.pk, unit=unit.pk if unit else None, version=given["version"])

    stop = form.carry_out(add)
    if stop is None:
        return page_of(request, plan, ConfirmForm(initial={"version": plan.version}), form)
    return back(request, f"已添加{stop.unit.name}，再求解一次就排进路线。", "day_plan", plan.pk)


@route("campaigns", scope="town")
def plan_stop(request: PageRequest, plan_stop_id: UUID) -> HttpResponse:
    """手工调整 of one stop: another day, crew or turn."""
    actor = request.actor
    stop = actor.find(PlanStop, plan_stop_id, what="一站")
    plan = actor.find(DayPlan, stop.plan_id, what="份计划")
    if plan.state != DRAFT:
        return refused(request, "这份计划已经不是草稿，不能调整。", "day_plan", plan.pk)
    begun = {"version": plan.version, "team": stop.team_id, "day": stop.day, "turn": stop.order}
    form = posted(request, MoveForm, initial=begun)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.move_stop(actor, stop.pk, **given))
        if done is not None:
            said = f"已调整：{done.unit.name}改为{board.day_says(done.day)}{done.team.name}第{done.order}站，固定不动。"
            messages.success(request, said, extra_tags="good")
            there = reverse("day_plan", args=[plan.pk])
            return HttpResponseRedirect(f"{there}?day={done.day.isoformat()}")
    stops, teams = stops_of(actor.scope, plan), teams_of(actor.scope, plan)
    counts = [
        (
            day,
            board.day_says(day),
            [(one, sum(s.team_id == one.pk and s.day == day for s in stops)) for one in teams],
        )
        for day in plan.dates
    ]
    context = {"plan": plan, "stop": stop, "form": form, "teams": teams, "counts": counts}
    return render(request, "routing/stop.html", context, status=form.status)


@route("campaigns", scope="town")
@require_POST
def plan_stop_out(request: PageRequest, plan_stop_id: UUID) -> HttpResponse:
    """移出."""
    return _press(request, plan_stop_id, actions.take_out_stop, "已移出路线，再求解也不排它。")


@route("campaigns", scope="town")
@require_POST
def plan_stop_loosen(request: PageRequest, plan_stop_id: UUID) -> HttpResponse:
    """取消固定."""
    return _press(request, plan_stop_id, actions.loosen_stop, "已取消固定，再求解时一起排。")


def _press(request: PageRequest, stop_id: UUID, act: Callable[..., PlanStop], done: str) -> HttpResponse:
    stop = request.actor.find(PlanStop, stop_id, what="一站")
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return refused(request, form.wrong["version"], "day_plan", stop.plan_id)
    try:
        act(request.actor, stop.pk, **form.cleaned_data)
    except Refused as error:
        return refused(request, error.message, "day_plan", stop.plan_id)
    return back(request, f"{stop.unit.name}：{done}", "day_plan", stop.plan_id)


@route("campaigns", scope="town")
def route_custom(request: PageRequest) -> HttpResponse:
    """外出设定: for plans drawn up from now on."""
    actor = request.actor
    custom = custom_of(actor.scope)
    stays = {code: stay_of(code, custom.stays) for code in USUAL_STAYS}
    begun = {
        name: getattr(custom, name)
        for name in (
            "detour",
            "speed",
            "begins",
            "ends",
            "lunch_from",
            "lunch_to",
            "start",
            "latitude",
            "longitude",
        )
    } | {"datum": "wgs84"}
    for code, stay in stays.items():
        begun |= {f"stay_{code}": stay.minutes, f"opens_{code}": stay.opens, f"closes_{code}": stay.closes}
    form = posted(request, CustomForm, initial=begun)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.set_route_custom(actor, stays=CustomForm.stays(given), **given)
        )
        if done is not None:
            return back(request, "已保存，从下一份计划起按新的设定排。", "day_plans")
    context = {
        "form": form,
        "categories": [(code, CATEGORIES[code].label) for code in USUAL_STAYS],
        "datums": list(DATUMS.items()),
    }
    return render(request, "routing/custom.html", context, status=form.status)
