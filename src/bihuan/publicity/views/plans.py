"""Plans: made in a press, how far each village is; and the coverage of any period."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.figures.tiles import tiles
from bihuan.grid.queries import cells_in_force
from bihuan.publicity import actions
from bihuan.publicity.forms import OCCASION_CHOICES, ON_SITE_CHOICES, PeriodForm, PlanForm
from bihuan.publicity.models import PublicityPlan
from bihuan.publicity.queries import coverage, plans, progress
from bihuan.publicity.rules import OCCASIONS, occasion_on, span_of

TILES = (
    "out.times",
    "out.materials",
    "out.reached",
    "out.reached_estimated",
    "out.villages",
    "out.villages_missed",
)
SHOWN = 50


@route("office", scope="place")
def publicity_plans(request: PageRequest) -> HttpResponse:
    """宣传计划: those that run first, each with how far it is."""
    found = list(plans(request.actor.scope).order_by("-to_on", "-pk")[:SHOWN])
    made = progress(request.actor.scope, found)
    context = {
        "plans": [(one, *made.get(one.pk, (0, 0))) for one in found],
        "may": request.actor.may("campaigns"),
        "today_": clock.today(),
    }
    return render(request, "publicity/plans.html", context)


@route("campaigns", scope="town")
def publicity_plan_new(request: PageRequest) -> HttpResponse:
    """制定宣传计划: the occasion that comes (?occasion= another), its days, all villages; the town chooses the channels."""
    today = clock.today()
    villages = [one for one in cells_in_force(request.actor.scope, today) if one.kind == "village"]
    asked = request.GET.get("occasion", "")
    form = PlanForm(request.POST or None, initial=_begun(asked, [one.pk for one in villages]))
    if form.is_bound:
        plan = form.carry_out(lambda given: actions.make_plan(request.actor, **given))
        if plan is not None:
            messages.success(
                request, f"已制定：{plan.title}。各村办事台和通知里都能看到。", extra_tags="good"
            )
            return HttpResponseRedirect(reverse("publicity_plan", args=[plan.pk]))
    context = {
        "form": form,
        "occasions": OCCASION_CHOICES,
        "channels": ON_SITE_CHOICES,
        "villages": villages,
    }
    return render(request, "publicity/plan_new.html", context, status=form.status)


def _begun(asked: str, villages: list[UUID]) -> dict[str, Any]:
    today = clock.today()
    occasion = asked if asked in OCCASIONS else occasion_on(today)
    first, last = span_of(occasion, today.year)
    if occasion == "other":
        first, last = today, today + timedelta(days=30)
    return {
        "title": f"{first.year}年{OCCASIONS[occasion].label}宣传" if occasion != "other" else "",
        "occasion": occasion,
        "from_on": first,
        "to_on": last,
        "channels": ["leaflet", "banner", "loudspeaker"],
        "villages": villages,
    }


@route("office", scope="town")
def publicity_plan(request: PageRequest, publicity_plan_id: UUID) -> HttpResponse:
    """一份计划: each village by each channel, done or not; what is not is a press from the form."""
    plan = request.actor.find(PublicityPlan, publicity_plan_id, what="份计划")
    found = coverage(request.actor.scope, plan.from_on, plan.to_on, plan)
    spots = [one for row in found.villages for one in row.spots if one.planned]
    context = {
        "plan": plan,
        "found": found,
        "day": min(plan.to_on, clock.today()),
        "done": sum(1 for one in spots if one.times),
        "asked": len(spots),
        "may_enter": request.actor.may("inspect") and plan.ended_on is None and plan.from_on <= clock.today(),
        "may": request.actor.may("campaigns") and plan.ended_on is None,
    }
    return render(request, "publicity/plan.html", context)


@route("campaigns", scope="town")
@require_POST
def publicity_plan_end(request: PageRequest, publicity_plan_id: UUID) -> HttpResponse:
    """停用计划."""
    request.actor.find(PublicityPlan, publicity_plan_id, what="份计划")
    try:
        plan = actions.end_plan(request.actor, publicity_plan_id)
        messages.success(request, f"已停用：{plan.title}。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("publicity_plans"))


@route("office", scope="place")
def publicity_coverage(request: PageRequest) -> HttpResponse:
    """覆盖情况: which village (and of which kind of units how many) nothing came to in a period, by channel."""
    actor = request.actor
    form = PeriodForm(request.GET)
    since, until = form.period()
    context = {
        "found": coverage(actor.scope, since, until),
        "day": min(until, clock.today()),
        "tiles": tiles(actor.scope, TILES, since, until) if actor.scope.whole else [],
        "may_enter": actor.may("inspect"),
    }
    return render(request, "publicity/coverage.html", context)
