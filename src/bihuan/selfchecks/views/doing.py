"""Pages of who checks: what is to be checked today, a risk point's checks, and a hazard found there. Made for a phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.core.ids import new_id
from bihuan.hazards.criteria import options_for
from bihuan.hazards.rules import OWN_DAYS
from bihuan.inspections.uploads import take
from bihuan.risks.models import RiskPoint
from bihuan.risks.queries import measures_of, steps_of
from bihuan.risks.rules import MEASURES
from bihuan.selfchecks import actions
from bihuan.selfchecks.forms import HAZARD_LEVELS, KIND_CHOICES, AllForm, CheckForm, HazardForm
from bihuan.selfchecks.queries import Task, instead, mine, tasks_of
from bihuan.selfchecks.rules import HAZARD_KINDS
from bihuan.units.forms import DATUM_CHOICES


@route("view", scope="place")
def my_selfchecks(request: PageRequest) -> HttpResponse:
    """我的自查: what the actor has to check in the periods that run, open ones first, and what is done; then what others named cannot."""
    tasks, others = mine(request.actor, clock.now()), instead(request.actor, clock.now())
    context = {
        "points": _by_point(tasks),
        "others": _by_point(others),
        "absent": list(dict.fromkeys(one.keeper.name for one in others if one.keeper)),
        "open": sum(one.is_open for one in tasks),
        "done": sum(one.done is not None for one in tasks),
        "all": len(tasks),
    }
    return render(request, "selfchecks/mine.html", context)


def _by_point(tasks: list[Task]) -> list[list[Task]]:
    found: dict[UUID, list[Task]] = {}
    for one in sorted(tasks, key=lambda one: not one.is_open):
        found.setdefault(one.point.pk, []).append(one)
    return list(found.values())


@route("view", scope="place")
def selfcheck(request: PageRequest, point_id: UUID) -> HttpResponse:
    """自查: a point's checks; one that is the actor's is done by one press, and so are all of them together."""
    point = _point(request, point_id)
    form: CheckForm | AllForm = (AllForm if "several" in request.POST else CheckForm)(request.POST or None)
    if form.is_bound:
        made = form.carry_out(
            lambda _given: actions.record_checks(request.actor, point.unit_id, form.checks(point.pk))
        )
        if made is not None:
            messages.success(request, f"已登记：{point.name}，一切正常。", extra_tags="good")
            return HttpResponseRedirect(_next(request, point))
    tasks = tasks_of(request.actor, [point], clock.now())
    context = {
        "point": point,
        "problem": form.wrong.get("check_id") or form.wrong.get("several") or form.message,
        "tasks": [
            (one, new_id()) for one in sorted(tasks, key=lambda one: (not one.is_open, bool(one.done)))
        ],
        "open": sum(one.is_open for one in tasks),
        "measures": [
            (step, [(MEASURES[kind], text) for kind, text in measures_of(step).items()])
            for step in steps_of(request.actor.scope, point)
        ],
        "may_report": request.actor.may("self_check") and not request.actor.may("inspect"),
    }
    return render(request, "selfchecks/check.html", context, status=form.status)


@route("self_check", scope="place")
def selfcheck_hazard(request: PageRequest, point_id: UUID) -> HttpResponse:
    """发现隐患: on one of a point's checks (?level=…&every=…), or besides."""
    point = _point(request, point_id)
    asked = {name: request.GET.get(name, "") for name in ("level", "every")}
    if request.method == "POST":
        data = request.POST.copy()
        problems = take(request.actor, data, request.FILES)
        form = HazardForm(data)
        for name, text in problems.items():
            form.add_error(name if name in form.fields else None, text)
        if form.carry_out(lambda _given: _report(request, form, point)) is not None:
            messages.success(request, "已登记，本单位负责人、安全管理员会收到。", extra_tags="good")
            return HttpResponseRedirect(reverse("hazard", args=[form.cleaned_data["hazard_id"]]))
    else:
        form = HazardForm(initial=asked | {"kind": HAZARD_KINDS[point.kind]})
    return render(request, "selfchecks/hazard.html", _found(request, point, form), status=form.status)


def _report(request: PageRequest, form: HazardForm, point: RiskPoint) -> Any:
    found = form.found()
    if form.cleaned_data["level"] and form.cleaned_data["every"]:
        return actions.record_checks(request.actor, point.unit_id, [form.check(point.pk, (found,))])
    return actions.report_hazard(request.actor, point.pk, found)


def _found(request: PageRequest, point: RiskPoint, form: ActionForm) -> dict[str, Any]:
    tasks = tasks_of(request.actor, [point], clock.now())
    wanted = (form.values["level"], form.values["every"])
    chosen = [one for one in tasks if (one.level, one.every) == wanted]
    lines = [(str(line.pk), line.text) for one in chosen or tasks for line in one.lines]
    return {
        "point": point,
        "form": form,
        "task": chosen[0] if chosen else None,
        "lines": list(dict(lines).items()),
        "line": lines[0][0] if chosen and len(lines) == 1 and not form.is_bound else form.values["line"],
        "kinds": KIND_CHOICES,
        "kind": dict(KIND_CHOICES).get(form.values["kind"], ""),
        "grades": HAZARD_LEVELS,
        "criteria": options_for(point.unit.category, clock.today()),
        "own_days": OWN_DAYS,
        "point_placed": point.latitude is not None,
        "datums": DATUM_CHOICES,
    }


def _point(request: PageRequest, point_id: UUID) -> RiskPoint:
    request.actor.find(RiskPoint, point_id, what="个风险点")
    rows = RiskPoint.objects.within(request.actor.scope).select_related("unit", "unit__cell")
    found: RiskPoint = rows.get(pk=point_id)
    return found


def _next(request: PageRequest, point: RiskPoint) -> str:
    """Back to the point as long as something is open there, else to what is left for today."""
    left = any(one.is_open for one in tasks_of(request.actor, [point], clock.now()))
    return reverse("selfcheck", args=[point.pk]) if left else reverse("my_selfchecks")
