"""Pages of rounds: the round of who walks, how far all of them are, the list of tasks, and what the town asks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.ids import new_id
from bihuan.hazards.plan import notes
from bihuan.lists.views import answer
from bihuan.rounds import actions
from bihuan.rounds.forms import (
    FREQUENCIES,
    POSTS,
    REASON_CHOICES,
    WITH_THOSE_BELOW,
    ExcuseForm,
    MissForm,
    RuleForm,
    WalkForm,
)
from bihuan.rounds.listing import TASKS
from bihuan.rounds.models import Miss, RoundRule, RoundTask
from bihuan.rounds.progress import by_cell, town_tiles
from bihuan.rounds.queries import round_of, rules_in_force
from bihuan.rounds.rules import WALKERS

WALKS_SHOWN = 60


@route("office", scope="place")
def rounds(request: PageRequest) -> HttpResponse:
    """我的巡查: what the actor has still to walk past, in walking order; for who walks nowhere, how far the others are."""
    actor = request.actor
    if not WALKERS.keys() & actor.kinds:
        return progress(request)
    today = clock.today()
    walks = round_of(actor, today)
    shown = walks[:WALKS_SHOWN]
    context = {
        "tabs": _tabs(actor, "rounds"),
        "walks": [(walk, new_id()) for walk in shown],
        "count": len(walks),
        "notes": notes(actor, [walk.unit for walk in shown], today),
        "rules": rules_in_force(actor.scope).exists(),
    }
    return render(request, "rounds/round.html", context)


@route("office", scope="place")
def progress(request: PageRequest) -> HttpResponse:
    """巡查进度: by office and village in the grid's order, of what runs now, or (?past=1) of what fell due this year. No ranking."""
    scope, today, past = request.actor.scope, clock.today(), "past" in request.GET
    context = {
        "tabs": _tabs(request.actor, "round_progress"),
        "past": past,
        "tiles": town_tiles(scope, today, past),
        "lines": by_cell(scope, today, past),
    }
    return render(request, "rounds/progress.html", context)


@route("office", scope="place")
def tasks(request: PageRequest) -> HttpResponse:
    """巡查任务清单."""
    return answer(request, TASKS)


@route("inspect", scope="place")
@require_POST
def round_walk(request: PageRequest, task_id: UUID) -> HttpResponse:
    """巡查无异常, in one press."""
    task = request.actor.find(RoundTask, task_id, what="项巡查任务")
    form = WalkForm(request.POST)
    visit = form.carry_out(lambda given: actions.walk(request.actor, task_id, **given))
    if visit is not None:
        messages.success(request, f"已记录：{task.unit.name}，无异常。", extra_tags="good")
    else:
        messages.error(request, form.wrong.get("visit_id") or form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("rounds"))


@route("inspect", scope="place")
def round_miss(request: PageRequest, task_id: UUID) -> HttpResponse:
    """登记未能入户."""
    task = request.actor.find(RoundTask, task_id, what="项巡查任务")
    form = MissForm(request.POST or None)
    if form.is_bound:
        miss = form.carry_out(lambda given: actions.note_miss(request.actor, task_id, **given))
        if miss is not None:
            messages.success(
                request, f"已登记：{task.unit.name}，{miss}。任务还在，改天再去。", extra_tags="good"
            )
            return HttpResponseRedirect(reverse("rounds"))
    context = {"task": task, "unit": task.unit, "form": form, "reasons": REASON_CHOICES}
    return render(request, "rounds/miss.html", context, status=form.status)


@route("supervise", scope="place")
def round_excuse(request: PageRequest, task_id: UUID) -> HttpResponse:
    """免于本期巡查."""
    task = request.actor.find(RoundTask, task_id, what="项巡查任务")
    form = ExcuseForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.excuse_task(request.actor, task_id, **given))
        if done is not None:
            messages.success(request, f"已免于本期巡查：{task.unit.name}。", extra_tags="good")
            return HttpResponseRedirect(reverse("round_tasks"))
    misses = Miss.objects.within(request.actor.scope).filter(task=task).select_related("person")
    context = {"task": task, "unit": task.unit, "form": form, "misses": misses}
    return render(request, "rounds/excuse.html", context, status=form.status)


@route("supervise", scope="town")
def round_rules(request: PageRequest) -> HttpResponse:
    """巡查要求: those in force; POST adds one."""
    form = RuleForm(request.POST or None, initial={"times": 1, "from_on": clock.today()})
    if form.is_bound:
        rule = form.carry_out(lambda given: actions.set_round(request.actor, **given))
        if rule is not None:
            messages.success(request, f"已新增：{rule}。", extra_tags="good")
            return HttpResponseRedirect(reverse("round_rules"))
    context: dict[str, Any] = {
        "tabs": _tabs(request.actor, "round_rules"),
        "rules": rules_in_force(request.actor.scope),
        "form": form,
        "posts": POSTS,
        "frequencies": FREQUENCIES,
        "kinds": WITH_THOSE_BELOW,
    }
    return render(request, "rounds/rules.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def round_rule_end(request: PageRequest, round_rule_id: UUID) -> HttpResponse:
    """停用巡查要求."""
    request.actor.find(RoundRule, round_rule_id, what="条巡查要求")
    try:
        rule = actions.end_round(request.actor, round_rule_id)
        messages.success(request, f"已停用：{rule}。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("round_rules"))


def _tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    pages = [
        ("我的巡查", "rounds", bool(WALKERS.keys() & actor.kinds)),
        ("进度", "round_progress", True),
        ("任务清单", "round_tasks", True),
        ("巡查要求", "round_rules", actor.may("supervise")),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]
