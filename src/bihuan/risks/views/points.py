"""A unit's points, and the page of each: what it is, who keeps it, how it was graded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.door import PageRequest, route
from bihuan.core.parts import links_of
from bihuan.lists.views import chosen_ids
from bihuan.members.queries import may_invite
from bihuan.risks import actions, words
from bihuan.risks.forms import (
    KIND_CHOICES,
    METHOD_CHOICES,
    WHY_CHOICES,
    ConfirmForm,
    EndForm,
    KeepersForm,
    NewPointForm,
    PointForm,
    ReviewForm,
)
from bihuan.risks.models import RiskPoint
from bihuan.risks.queries import (
    answering,
    by_grade,
    evaluations,
    history,
    keepers,
    latest,
    measures_of,
    points_of,
    reviews_of,
    steps_of,
    strangers,
    uses,
)
from bihuan.risks.registers import REGISTERS
from bihuan.risks.rules import GRADES, controlling, level_labels
from bihuan.risks.template_data import LIBRARY
from bihuan.risks.views.shared import (
    PHONES,
    analysis,
    back,
    crumbs,
    levels_of,
    may_write,
    names,
    suggested,
)
from bihuan.units.models import Unit

EVALUATIONS_SHOWN = 30


@route("view", scope="place")
def unit_risks(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """风险分级管控 of a unit: its points with grade, level and person."""
    scope = request.actor.scope
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    rows = list(points_of(scope, unit))
    held, asked = keepers(scope, rows), reviews_of(scope, rows)
    labels = level_labels(unit.category)
    counts = by_grade(points_of(scope, unit))
    context = {
        "unit": unit,
        "crumbs": crumbs(unit)[:-1],
        "rows": [
            {
                "point": row,
                "keeper": answering(row, held[row.pk]),
                "levels": [labels[one] for one in controlling(row.grade, held[row.pk])],
                "review": asked.get(row.pk),
            }
            for row in rows
        ],
        "grades": [(GRADES[grade], count) for grade, count in counts.items()],
        "unkept": sum(answering(row, held[row.pk]) is None for row in rows),
        "reviews": len(asked),
        "late": sum(one.due_on < clock.today() for one in asked.values()),
        "uses": [
            (one, LIBRARY[one.row.trade].label if one.row.trade in LIBRARY else one.row.trade)
            for one in uses(scope, unit)
        ],
        "papers": [(key, one.title) for key, one in REGISTERS.items()],
        "may": may_write(request.actor, unit),
        "links": links_of("unit_risks", request.actor, unit),
        "strangers": strangers(scope, unit, clock.today()) if may_invite(request.actor, unit) else [],
    }
    return render(request, "risks/unit.html", context)


@route("view", scope="place")
def risk_point(request: PageRequest, point_id: UUID) -> HttpResponse:
    """风险点: its analysis, its persons, its grades over time."""
    scope = request.actor.scope
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    steps = steps_of(scope, point)
    known = latest(scope, steps)
    held = keepers(scope, [point])[point.pk]
    labels = level_labels(point.unit.category)
    duty = controlling(point.grade, held)
    context = {
        "point": point,
        "unit": point.unit,
        "crumbs": crumbs(point.unit),
        "steps": [(step, known[step.pk], measures_of(step), list(step.checks.all())) for step in steps],
        "measure_words": dict(analysis(point.unit)["measures"]),
        "labels": labels,
        "held": [(labels[level], one, level in duty) for level, one in held.items()],
        "answering": answering(point, held),
        "grades": history(scope, point),
        "evaluations": evaluations(scope, point)[:EVALUATIONS_SHOWN],
        "review": reviews_of(scope, [point]).get(point.pk),
        "template": LIBRARY.get(point.template),
        "timeline": words.told(events.trail(scope, point.pk)),
        "may": may_write(request.actor, point.unit) and point.ended_on is None,
        "may_call": any(request.actor.may(right) for right in PHONES),
        "confirm": ConfirmForm(initial={"version": point.version}),
    }
    return render(request, "risks/point.html", context)


@route("risks", scope="place")
def risk_point_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """增加风险点."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    initial = {"kind": "activity", "method": "lec", **suggested(request.actor, unit)}
    form = NewPointForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.add_point(
                request.actor,
                unit_id,
                name=given["name"],
                kind=given["kind"],
                where=given["where"],
                step=form.analysed,
                judgement=form.judgement,
                named=form.named,
            )
        )
        if done is not None:
            return back(request, f"已增加风险点“{done.name}”：{done.grading.says}。", "risk_point", done.pk)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "form": form,
        "method_choices": METHOD_CHOICES,
        **analysis(unit),
    }
    return render(request, "risks/point_new.html", context, status=form.status)


@route("risks", scope="place")
def risk_point_edit(request: PageRequest, point_id: UUID) -> HttpResponse:
    """修改风险点."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    initial = {name: getattr(point, name) for name in ("name", "kind", "where", "version")}
    form = PointForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.edit_point(request.actor, point_id, **given))
        if done is not None:
            return back(request, f"已修改风险点“{done.name}”。", "risk_point", point.pk)
    context = _of(point) | {"form": form, "kinds": KIND_CHOICES, "version": _version(form, point)}
    return render(request, "risks/point_edit.html", context, status=form.status)


@route("risks", scope="place")
def risk_point_end(request: PageRequest, point_id: UUID) -> HttpResponse:
    """停用风险点."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    form = EndForm(request.POST or None, initial={"version": point.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.end_point(request.actor, point_id, **given))
        if done is not None:
            return back(request, f"风险点“{done.name}”已停用。", "unit_risks", point.unit_id)
    context = _of(point) | {"form": form, "what": f"风险点“{point.name}”", "version": _version(form, point)}
    return render(request, "risks/end.html", context, status=form.status)


@route("risks", scope="place")
def risk_point_keepers(request: PageRequest, point_id: UUID) -> HttpResponse:
    """指定一个风险点的管控责任人."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    held = keepers(request.actor.scope, [point])[point.pk]
    offered = names(held)
    if answering(point, held) is None:  # it became graver: those who keep such points may be meant
        offered = suggested(request.actor, point.unit) | offered
    form = KeepersForm(request.POST or None, initial=offered)
    if form.is_bound:
        done = form.carry_out(lambda _: actions.keep_point(request.actor, point_id, named=form.named))
        if done is not None:
            return back(request, f"“{done.name}”的责任人已保存。", "risk_point", point.pk)
    context = _of(point) | {"form": form, "levels": levels_of(point.unit)}
    return render(request, "risks/keepers.html", context, status=form.status)


@route("risks", scope="place")
def unit_risk_keepers(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """统一指定责任人, for all points of a unit."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = KeepersForm(request.POST or None, initial=suggested(request.actor, unit))
    if form.is_bound:
        done = form.carry_out(lambda _: actions.keep_points(request.actor, unit_id, named=form.named))
        if done is not None:
            return back(request, f"{done}个风险点的责任人已更新。", "unit_risks", unit.pk)
    context = {"unit": unit, "point": None, "crumbs": crumbs(unit), "form": form, "levels": levels_of(unit)}
    return render(request, "risks/keepers.html", context, status=form.status)


@route("risks", scope="place")
@require_POST
def risk_point_confirm(request: PageRequest, point_id: UUID) -> HttpResponse:
    """维持原评价, of a yearly evaluation."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    form = ConfirmForm(request.POST)
    done = form.carry_out(lambda given: actions.confirm_evaluations(request.actor, point_id, **given))
    if done is not None:
        return back(request, f"“{done.name}”已评价：维持{done.grading.label}。", "risk_point", point.pk)
    messages.error(request, form.wrong.get("version") or form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("risk_point", args=[point.pk]))


@route("risks", scope="place")
def unit_risk_review(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """要求重新评价: after a change or an accident."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = ReviewForm(request.POST or None)
    chosen = chosen_ids(form["chosen"].value() or [])
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.ask_review(
                request.actor, unit_id, chosen=chosen, why=given["why"], note=given["note"]
            )
        )
        if done is not None:
            return back(request, f"已要求重新评价{len(done)}个风险点。", "unit_risks", unit.pk)
    rows = points_of(request.actor.scope, unit)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "form": form,
        "rows": [(row, row.pk in chosen) for row in rows],
        "whys": WHY_CHOICES,
    }
    return render(request, "risks/review.html", context, status=form.status)


def _of(point: RiskPoint) -> dict[str, Any]:
    return {"point": point, "unit": point.unit, "crumbs": crumbs(point.unit, point)}


def _version(form: Any, point: RiskPoint) -> Any:
    """The version that the page sends: after somebody else's change the present one, so that who has looked may save again."""
    return point.version if form.status == 409 else form.values["version"]
