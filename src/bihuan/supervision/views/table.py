"""The town's table of reminders and escalations."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.calendar import unpublished
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.hazards.rules import LEVELS
from bihuan.supervision import actions, rules
from bihuan.supervision.forms import COUNTING, POSTS, RuleForm
from bihuan.supervision.models import EscalationRule
from bihuan.supervision.queries import rules_in_force
from bihuan.supervision.rules import MEANS, Step


@route("supervise", scope="town")
def escalation_rules(request: PageRequest) -> HttpResponse:
    """升级规则: the table as it holds today; POST adds a line."""
    form = RuleForm(request.POST or None)
    if form.is_bound and form.carry_out(lambda given: _add(request, given)) is not None:
        messages.success(request, "已增加，从今天起执行。", extra_tags="good")
        return HttpResponseRedirect(reverse("pressing_rules"))
    own = {row.step: row for row in rules_in_force(request.actor.scope)}
    steps = rules.in_order(list(own) or list(rules.DEFAULTS))
    context: dict[str, Any] = {
        "levels": [
            (word, [(step, own.get(step)) for step in steps if step.level == level])
            for level, word in LEVELS.items()
        ],
        "own": bool(own),
        "form": form,
        "choices": {"level": list(LEVELS.items()), "means": list(MEANS.items()), "post": POSTS},
        "counting": COUNTING,
        "unpublished": _unpublished(steps, clock.today()),
    }
    return render(request, "supervision/rules.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def escalation_rules_adopt(request: PageRequest) -> HttpResponse:
    """改用本镇的规则."""
    return _press(request, lambda: actions.adopt_defaults(request.actor), "已改用本镇的规则，可以逐条增减。")


@route("supervise", scope="town")
@require_POST
def escalation_rule_end(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """停用一步."""
    request.actor.find(EscalationRule, rule_id, what="条规则")
    return _press(request, lambda: actions.end_rule(request.actor, rule_id), "已停用。")


def _add(request: PageRequest, given: dict[str, Any]) -> EscalationRule:
    workdays = given.pop("counting") == "workdays"
    return actions.add_rule(request.actor, workdays=workdays, **given)


def _press(request: PageRequest, act: Any, word: str) -> HttpResponse:
    """A button of the table: done, or why not, and back to it."""
    try:
        act()
        messages.success(request, word, extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("pressing_rules"))


def _unpublished(steps: list[Step], today: date) -> list[int]:
    """Years in which a step in working days would soon be counted without a holiday calendar."""
    if not any(step.workdays for step in steps):
        return []
    return unpublished(today, today + timedelta(days=rules.DAYS_MAX))
