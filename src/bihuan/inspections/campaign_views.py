"""Campaigns with their figures, standing teams, and the delegations under which papers are issued."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.core.parts import links_of, parts_of
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import latest_year, tile, tiles
from bihuan.inspections import actions
from bihuan.inspections.campaign_forms import CampaignForm, GrantForm, TeamForm
from bihuan.inspections.campaign_listing import CAMPAIGNS, labels, state_of
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.models import Campaign, Grant, Team
from bihuan.inspections.papers import DELEGATED, PAPERS
from bihuan.inspections.queries import signing
from bihuan.lists.views import answer

OF_A_TEAM = ("inspect.visits", "hazards.found")
OF_ONE = (
    "inspect.visits",
    "inspect.units",
    "inspect.persons",
    "hazards.found",
    "hazards.onsite",
    "hazards.deadline",
    "hazards.deadline_done",
    "hazards.rate",
    "docs.all",
    "sanction.suspend",
    "sanction.ban",
)


@route("office", scope="town")
def campaigns(request: PageRequest) -> HttpResponse:
    """专项行动, each with its figures."""
    return answer(request, CAMPAIGNS)


@route("office", scope="town")
def campaign(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign: what it did and found in its period, outcomes as they stand today."""
    row = request.actor.find(Campaign, campaign_id, what="次专项行动")
    today = clock.today()
    context = {
        "row": row,
        "state": state_of(row, today),
        "links": links_of("campaign", request.actor, row),
        "parts": parts_of("campaign", request.actor, row),
        "categories": labels(row.categories),
        "tiles": tiles(
            request.actor.scope, OF_ONE, row.begins_on, row.ends_on, Slice(campaign=row.pk), as_of=today
        ),
    }
    return render(request, "inspections/campaigns_one.html", context)


@route("campaigns", scope="town")
def campaign_new(request: PageRequest) -> HttpResponse:
    """开展专项行动."""
    form = CampaignForm(request.POST or None, initial={"begins_on": clock.today()})
    return _enter(request, form, actions.begin_campaign, "campaigns", "campaigns_form.html")


@route("office", scope="town")
def teams(request: PageRequest) -> HttpResponse:
    """专项组, each with the year's figures."""
    scope = request.actor.scope
    since, until = latest_year(scope, OF_A_TEAM[0])
    found = list(Team.objects.within(scope))
    asks = {
        (one.pk, key): Ask(key, since, until, until, Slice(team=one.pk)) for one in found for key in OF_A_TEAM
    }
    values = evaluate(scope, asks.values())
    rows = [
        (
            one,
            labels(one.categories),
            [tile(asks[one.pk, key], values[asks[one.pk, key]]) for key in OF_A_TEAM],
        )
        for one in found
    ]
    return render(request, "inspections/campaigns_teams.html", {"rows": rows, "year": until.year})


@route("campaigns", scope="town")
def team_new(request: PageRequest) -> HttpResponse:
    """成立专项组."""
    form = TeamForm(request.POST or None)
    return _enter(request, form, actions.form_team, "teams", "campaigns_team_form.html")


@route("office", scope="town")
def grants(request: PageRequest) -> HttpResponse:
    """执法委托."""
    today = clock.today()
    rows = [
        (one, [PAPERS[code].label for code in one.papers], one.from_on <= today <= one.to_on)
        for one in Grant.objects.within(request.actor.scope).order_by("-from_on")
    ]
    return render(request, "inspections/campaigns_grants.html", {"rows": rows})


@route("grid", scope="town")
def grant_new(request: PageRequest) -> HttpResponse:
    """登记委托."""
    bureau = signing(request.actor.scope, clock.today()).bureau
    form = GrantForm(
        request.POST or None, initial={"nature": DELEGATED, "body": bureau, "from_on": clock.today()}
    )
    return _enter(request, form, register_grant, "grants", "campaigns_grant_form.html")


def _enter(
    request: PageRequest, form: ActionForm, act: Callable[..., Any], home: str, template: str
) -> HttpResponse:
    """GET shows an empty form; POST enters a row and goes to the list."""
    if form.is_bound and form.carry_out(lambda given: act(request.actor, **given)) is not None:
        messages.success(request, "已登记。", extra_tags="good")
        return HttpResponseRedirect(reverse(home))
    return render(request, f"inspections/{template}", {"form": form}, status=form.status)
