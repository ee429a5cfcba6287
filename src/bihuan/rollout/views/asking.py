"""What the town asks: of benchmark units, and at an acceptance."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.rollout import actions
from bihuan.rollout.forms import CriteriaForm, SheetForm
from bihuan.rollout.queries import rule_of, sheet_of
from bihuan.rollout.rules import CRITERIA
from bihuan.rollout.views.shared import tabs
from bihuan.units.forms import CATEGORY_CHOICES


@route("supervise", scope="town")
def criteria(request: PageRequest) -> HttpResponse:
    """选树条件."""
    rule = rule_of(request.actor.scope)
    form = posted(request, CriteriaForm, asked=rule.asked, least=rule.least)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_criteria(request.actor, **given))
        if done is not None:
            return back(request, "已保存，从今天起按新的条件打分；已经选树的不变。", "rollout_candidates")
    context = {
        "tabs": tabs(request.actor, "rollout_criteria"),
        "form": form,
        "rule": rule,
        "criteria": list(CRITERIA.values()),
        "categories": CATEGORY_CHOICES,
    }
    return render(request, "rollout/criteria.html", context, status=form.status)


@route("supervise", scope="town")
def sheet(request: PageRequest) -> HttpResponse:
    """验收评分表."""
    now = sheet_of(request.actor.scope)
    form = posted(request, SheetForm, items=now.items, least=now.least)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_sheet(request.actor, **given))
        if done is not None:
            return back(request, "已保存，从今天起按新的评分表验收；已经验收的不变。", "rollout_sheet")
    context = {"tabs": tabs(request.actor, "rollout_sheet"), "form": form, "sheet": now}
    return render(request, "rollout/sheet.html", context, status=form.status)
