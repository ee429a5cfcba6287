"""The list of drives, and a drive's own page: how far it is by team and grid, what was found by whom, before and after."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.campaigns.actions.ending import why_not_close
from bihuan.campaigns.composing import asked_words, labels, scope_words
from bihuan.campaigns.listing import CAMPAIGNS, badge_of
from bihuan.campaigns.models import DrivePaper, DrivePlan
from bihuan.campaigns.queries.drives import Standing, finders, hard_measures, plan_of, progress
from bihuan.campaigns.queries.handings import own_bodies, papers_of
from bihuan.campaigns.rules import MODES, SWEEP, Progress
from bihuan.campaigns.sheets import sheets_on
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.parts import links_of, parts_of
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Slice
from bihuan.figures.tiles import tiles
from bihuan.grid.models import Cell
from bihuan.hazards.timeline import told
from bihuan.inspections.lifecycle import DRAFT, ISSUED
from bihuan.inspections.models import Campaign, Team
from bihuan.inspections.queries import campaign_state
from bihuan.lists.views import answer

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
# who arrives somewhere and finds nothing makes no check: of a sweep its places are told
OF_SWEEP = ("sweep.units", "sweep.visited", "sweep.excused", "sweep.found", *OF_ONE[2:])


@route("office", scope="town")
def campaigns(request: PageRequest) -> HttpResponse:
    """专项行动, each with its figures."""
    return answer(request, CAMPAIGNS)


@route("office", scope="town")
def campaign(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """One drive: its plan, its progress, what it did and found in its period, outcomes as they stand today."""
    actor, today = request.actor, clock.today()
    scope = actor.scope
    row = actor.find(Campaign, campaign_id, what="次专项行动")
    plan = plan_of(scope, row.pk)
    names = dict(Team.objects.within(scope).values_list("pk", "name"))
    there = progress(scope, [row.pk]).get(row.pk, Standing())
    context = {
        "row": row,
        "plan": plan,
        "mark": badge_of(row),
        "state": campaign_state(row, today),
        "stage": plan.stage_on(today) if plan and row.state == ISSUED else "",
        "asked": asked_words(scope, plan) if plan and plan.asked else [],
        "sheets": sheets_on(plan.checklists, today) if plan else [],
        "mode": MODES[plan.mode] if plan else "",
        "scope_words": scope_words(scope, plan) if plan else labels(row.categories) or "不限",
        "progress": there.whole,
        "teams": _by_team(names, there),
        "cells": _by_village(actor, there),
        "found": [(names[one.team] if one.team else "没有记专项组", one) for one in finders(scope, row)],
        "hard": hard_measures(scope, row),
        "nested": _nested(actor, row),
        "owed": papers_of(scope, row, plan, today),
        "mine": own_bodies(actor, today) if plan and plan.asked else set(),
        "today": today,
        "papers": DrivePaper.objects.within(scope).filter(campaign=row).select_related("by"),
        "links": links_of("campaign", actor, row),
        "parts": parts_of("campaign", actor, row),
        "tiles": tiles(
            scope,
            OF_SWEEP if row.kind == SWEEP else OF_ONE,
            row.begins_on,
            row.ends_on,
            Slice(campaign=row.pk),
            as_of=today,
        ),
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
        "buttons": _buttons(actor, row, plan),
        "sees_all": scope.whole,
        "is_sweep": row.kind == SWEEP,
        "may_find": row.kind == SWEEP and campaign_state(row, today) == "running" and actor.may("inspect"),
        "to_close": why_not_close(Scope.whole_town(actor.town), row)
        if row.state == ISSUED and today > row.ends_on
        else "",
    }
    return render(request, "campaigns/drive.html", context)


def _by_team(names: dict[UUID, str], there: Standing) -> list[tuple[str, UUID | None, Progress]]:
    """(name, team, progress), what has most left first; what no team has stands last."""
    rows = [
        (names[key] if key else "没有组负责", key, part) for key, part in there.teams.items() if part.units
    ]
    return sorted(rows, key=lambda one: (one[1] is None, -one[2].left, one[0]))


def _by_village(actor: Actor, there: Standing) -> list[tuple[str, str, Progress]]:
    """(name, path, progress) of the villages with units on the list, what has most left first. One query."""
    cells = dict(Cell.objects.within(Scope.whole_town(actor.town)).values_list("path", "name"))
    rows = [(cells.get(path, "未入网格"), path, part) for path, part in there.cells.items() if part.units]
    return sorted(rows, key=lambda one: (-one[2].left, one[1]))


def _nested(actor: Actor, row: Campaign) -> list[tuple[Campaign, Progress]]:
    """The drives that lie within this one, with how far each is. Two queries."""
    rows = list(
        Campaign.objects.within(actor.scope)
        .filter(parent=row)
        .exclude(state="cancelled")
        .order_by("begins_on", "pk")
    )
    there = progress(actor.scope, [one.pk for one in rows]) if rows else {}
    return [(one, there.get(one.pk, Standing()).whole) for one in rows]


def _buttons(actor: Actor, row: Campaign, plan: DrivePlan | None) -> list[tuple[str, str]]:
    """What may be done now, what presses first."""
    if not actor.may("campaigns"):
        return []
    found: list[tuple[str, str]] = []
    if row.state == DRAFT:
        found = [("修改方案", "campaign_edit"), ("取消行动", "campaign_cancel")]
    elif row.state == ISSUED:
        found = [("结束并总结", "campaign_close")] if clock.today() >= row.begins_on else []
        found += [("变更方案", "campaign_edit")] if plan else []
        found += [("取消行动", "campaign_cancel")]
    return [(label, reverse(name, args=[row.pk])) for label, name in found]
