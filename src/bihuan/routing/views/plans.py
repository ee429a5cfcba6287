"""Plans: listed, drawn up, solved, confirmed, taken back, dropped."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import jobs_of
from bihuan.grid.queries import cell_choices
from bihuan.inspections.choices import colleagues
from bihuan.inspections.lifecycle import NOT_OVER
from bihuan.inspections.queries import campaigns
from bihuan.lists.views import answer, chosen_ids
from bihuan.routing import actions, board
from bihuan.routing.forms import SOURCE_CHOICES, AddForm, ConfirmForm, PlanForm, days_said
from bihuan.routing.jobs import NAME
from bihuan.routing.lifecycle import DRAFT
from bihuan.routing.listing import PLANS
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import custom_of, left_by_hand, legs_in_table, offered, stops_of, teams_of
from bihuan.routing.rules import CREWS_MAX
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit

CREWS_OPEN = 3  # rows of crews that stand open on the page; the rest fold
ASKED_DAYS = 5
LEFT_OPEN = 10  # of what did not fit that stand open on the page


@route("campaigns", scope="town")
def day_plans(request: PageRequest) -> HttpResponse:
    """外出计划."""
    return answer(request, PLANS)


@route("campaigns", scope="town")
def day_plan_new(request: PageRequest) -> HttpResponse:
    """编排外出计划 (?campaign=, ?category=, ?cell=, ?words=, as the list of units has them; or units ticked there); POST draws up a draft and has it solved."""
    actor, today = request.actor, clock.today()
    begun = _begun(request, actor, today)
    if (
        request.method == "POST" and "plan_id" not in request.POST
    ):  # from the list of units, some of them ticked
        form = PlanForm(initial=begun | _of_ticked(chosen_ids(request.POST.getlist("row"))))
    else:
        form = posted(request, PlanForm, initial=begun)
    if form.is_bound:
        plan = form.carry_out(lambda given: actions.draw_up_day_plan(actor, PlanForm.asked(given)))
        if plan is not None:
            return _solve(actor, plan)
    first, last = _days(form, today)
    context = {
        "form": form,
        "ticked": _ticked(actor, form),
        "custom": custom_of(actor.scope),
        "roads": legs_in_table(actor.scope).exists(),
        "sources": SOURCE_CHOICES,
        "offered": offered(actor.scope, first, last, today),
        "campaigns": [
            (str(one.pk), one.name)
            for one in campaigns(actor.scope, today).filter(ends_on__gte=today, state__in=NOT_OVER)
        ],
        "categories": CATEGORY_CHOICES,
        "cells": cell_choices(actor.scope, today, "path"),
        "starts": cell_choices(actor.scope, today),
        "people": [(str(one.id), f"{one.name}（{one.title}）") for one in colleagues(actor.scope, first)],
        "crews": range(1, CREWS_MAX + 1),
        "open": CREWS_OPEN,
    }
    return render(request, "routing/new.html", context, status=form.status)


def _begun(request: PageRequest, actor: Actor, today: date) -> dict[str, Any]:
    """From tomorrow for a week's working days; what is due is ticked, and what the address names."""
    custom, given = custom_of(actor.scope), request.GET
    first = today + timedelta(days=1)
    sources = ["reinspect", "banned"]
    if given.get("campaign"):
        sources.append("campaign")
    if given.get("category") or given.get("cell") or given.get("words"):
        sources.append("chosen")
    return {
        "from_on": first,
        "to_on": first + timedelta(days=ASKED_DAYS - 1),
        "begins": custom.begins,
        "ends": custom.ends,
        "sources": sources,
        "campaign": given.get("campaign", ""),
        "category": given.get("category", ""),
        "cell": given.get("cell", ""),
        "words": given.get("words", ""),
        "first_1": str(actor.person or ""),
    }


def _of_ticked(units: Sequence[UUID]) -> dict[str, Any]:
    """What is asked for where units were ticked: these alone."""
    return {"units": ",".join(map(str, units)), "sources": ["chosen"]} if units else {}


def _ticked(actor: Actor, form: PlanForm) -> list[str]:
    """The names of the units that were ticked, as far as they may be gone to."""
    keys = chosen_ids(str(form.values["units"] or "").split(","))
    rows = Unit.objects.within(actor.scope).filter(pk__in=keys, ended_on__isnull=True)
    return list(rows.order_by("name").values_list("name", flat=True)) if keys else []


def _days(form: PlanForm, today: date) -> tuple[date, date]:
    """The days that the page speaks of, whatever was typed."""
    first, last = (form.values[name] for name in ("from_on", "to_on"))
    read = [one if isinstance(one, date) else _day(one) for one in (first, last)]
    first, last = read[0] or today, read[1] or today
    return (first, last) if first <= last else (today, today)


def _day(text: Any) -> date | None:
    try:
        return parse_date(str(text))
    except ValueError:
        return None


def _solve(actor: Actor, plan: DayPlan) -> HttpResponseRedirect:
    """To the search that goes on already, or to a new one: a second of the same draft would only be refused in the end."""
    known = jobs_of(actor).filter(kind=NAME, given={"plan": str(plan.pk), "version": plan.version})
    job = next((one for one in known if one.is_open), None) or ask(
        actor, NAME, {"plan": str(plan.pk), "version": plan.version}
    )
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@route("campaigns", scope="town")
@require_POST
def day_plan_solve(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """求解 anew, with what was put by hand held."""
    plan = request.actor.find(DayPlan, day_plan_id, what="份计划")
    if plan.state != DRAFT:
        return refused(request, "已经不是草稿，不能再排。", "day_plan", plan.pk)
    return _solve(request.actor, plan)


@route("campaigns", scope="town")
def day_plan(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """A plan, a day at a time (?day=): each crew's way; who is left out and why. POST confirms a draft."""
    actor = request.actor
    plan = actor.find(DayPlan, day_plan_id, what="份计划")
    form = posted(request, ConfirmForm, initial={"version": plan.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.confirm_day_plan(actor, plan.pk, **given))
        if done is not None:
            return back(request, f"{done.title}已确定，外出的人会收到通知。", "day_plan", done.pk)
    return page_of(request, plan, form, AddForm(initial={"version": plan.version}))


def page_of(request: PageRequest, plan: DayPlan, form: ConfirmForm, add: AddForm) -> HttpResponse:
    """The page of a plan, with what its forms were refused with."""
    actor = request.actor
    teams, stops = teams_of(actor.scope, plan), stops_of(actor.scope, plan)
    planned = [one for one in stops if one.day]
    asked = _day(request.GET.get("day", ""))
    today = clock.today()
    usual = today if today in plan.dates else plan.dates[0]
    day = asked if asked in plan.dates else usual
    job = jobs_of(actor).filter(kind=NAME, given__plan=str(plan.pk)).first()
    context = {
        "plan": plan,
        "form": form,
        "add": add,
        "teams": teams,
        "span": days_said(plan),
        "estimate": board.estimate(plan),
        "legs": board.legs_said(plan, teams, stops),
        "day": day,
        "days": [
            (
                board.day_says(one),
                f"?day={one.isoformat()}",
                one == day,
                sum(1 for stop in planned if stop.day == one),
            )
            for one in plan.dates
        ],
        "routes": board.routes_of(plan, teams, stops, day),
        "left_open": LEFT_OPEN,
        "left": [one for one in stops if not one.day and one.latitude is not None],
        "nowhere": [one for one in stops if not one.day and one.latitude is None],
        "guessed": [one for one in planned if one.place == "village"],
        "by_hand": left_by_hand,
        "planned": len(planned),
        "idle": [board.day_says(one) for one in plan.dates if all(stop.day != one for stop in planned)]
        if planned
        else [],
        "made": sum(1 for one in planned if one.made),
        "is_draft": plan.state == DRAFT,
        "may_reopen": plan.state == "confirmed" and plan.from_on > today,
        "job": job if job is not None and job.is_open else None,
    }
    status = form.status if form.status != 200 else add.status
    return render(request, "routing/plan.html", context, status=status)


@route("campaigns", scope="town")
@require_POST
def day_plan_reopen(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """退回修改."""
    return _press(request, day_plan_id, actions.reopen_day_plan, "已退回修改。改好以后请再确定。")


@route("campaigns", scope="town")
@require_POST
def day_plan_drop(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """作废草稿."""
    return _press(request, day_plan_id, actions.drop_day_plan, "草稿已作废。")


def _press(request: PageRequest, plan_id: UUID, act: Callable[..., DayPlan], done: str) -> HttpResponse:
    plan = request.actor.find(DayPlan, plan_id, what="份计划")
    form = ConfirmForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else plan.version
        act(request.actor, plan.pk, version=version)
    except Refused as error:
        return refused(request, error.message, "day_plan", plan.pk)
    return back(request, done, "day_plan", plan.pk)
