"""The pages of a step or part: it is added, written anew, evaluated, and ends."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.door import PageRequest, route
from bihuan.risks import actions
from bihuan.risks.forms import (
    METHOD_CHOICES,
    OCCASION_CHOICES,
    EndForm,
    EvaluateForm,
    NewStepForm,
    StepEditForm,
)
from bihuan.risks.models import Evaluation, RiskPoint, RiskStep
from bihuan.risks.queries import answering, keepers, latest, measures_of, reviews_of, steps_of
from bihuan.risks.views.shared import analysis, back, crumbs


@route("risks", scope="place")
def risk_step_new(request: PageRequest, point_id: UUID) -> HttpResponse:
    """增加步骤（项目）."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    form = NewStepForm(request.POST or None, initial={"method": "lec"})
    if form.is_bound:
        done = form.carry_out(
            lambda _: actions.add_step(request.actor, point_id, given=form.analysed, judgement=form.judgement)
        )
        if done is not None:
            return back(request, f"已增加“{done.name}”：{done.grading.says}。", "risk_point", point.pk)
    return render(request, "risks/step_new.html", _context(point, form), status=form.status)


@route("risks", scope="place")
def risk_step_edit(request: PageRequest, step_id: UUID) -> HttpResponse:
    """修改步骤（项目）."""
    step = request.actor.find(RiskStep, step_id, what="个步骤（项目）")
    form = StepEditForm(request.POST or None, initial=_as_written(request, step))
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.edit_step(
                request.actor, step_id, version=given["version"], given=form.analysed
            )
        )
        if done is not None:
            return back(request, f"已修改“{done.name}”。", "risk_point", step.point_id)
    context = _context(step.point, form) | {"step": step, "version": _version(form, step)}
    return render(request, "risks/step_edit.html", context, status=form.status)


@route("risks", scope="place")
def risk_step_end(request: PageRequest, step_id: UUID) -> HttpResponse:
    """停用步骤（项目）."""
    step = request.actor.find(RiskStep, step_id, what="个步骤（项目）")
    form = EndForm(request.POST or None, initial={"version": step.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.end_step(request.actor, step_id, **given))
        if done is not None:
            return back(request, f"“{done.name}”已停用。", "risk_point", step.point_id)
    context = _context(step.point, form) | {"what": f"“{step.name}”", "version": _version(form, step)}
    return render(request, "risks/end.html", context, status=form.status)


@route("risks", scope="place")
def risk_evaluate(request: PageRequest, step_id: UUID) -> HttpResponse:
    """评价风险: the tables beside the values; what was chosen last is chosen."""
    step = request.actor.find(RiskStep, step_id, what="个步骤（项目）")
    before = latest(request.actor.scope, [step])[step.pk]
    asked = reviews_of(request.actor.scope, [step.point]).get(step.point_id)
    initial = _as_judged(before) | {
        "version": step.version,
        "occasion": asked.why if asked else "",
        "with_whom": before.with_whom,
    }
    form = EvaluateForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.evaluate_step(
                request.actor,
                step_id,
                version=given["version"],
                occasion=given["occasion"],
                judgement=form.judgement,
            )
        )
        if done is not None:
            text = f"“{step.name}”已评价：{'，'.join(filter(None, (done.sum, done.grading.says)))}。"
            point = request.actor.find(RiskPoint, step.point_id, what="个风险点")
            if answering(point, keepers(request.actor.scope, [point])[point.pk]) is None:
                text += f"“{point.name}”升为{point.grading.label}，请核对各级责任人。"
                return back(request, text, "risk_point_keepers", point.pk)
            return back(request, text, "risk_point", point.pk)
    context = _context(step.point, form) | {
        "step": step,
        "before": before,
        "version": _version(form, step),
        "whys": OCCASION_CHOICES,
        "stale": form.status == 409,
    }
    return render(request, "risks/evaluate.html", context, status=form.status)


def _context(point: RiskPoint, form: Any) -> dict[str, Any]:
    return {
        "point": point,
        "unit": point.unit,
        "crumbs": crumbs(point.unit, point),
        "form": form,
        "method_choices": METHOD_CHOICES,
        **analysis(point.unit),
    }


def _as_judged(row: Evaluation) -> dict[str, Any]:
    """The fields of a form of judgement, filled with an evaluation."""
    values = {f"{row.method}_{letter}": value for letter, value in row.values.items()}
    return {"method": row.method, "direct": row.direct, "ground": row.ground, **values}


def _as_written(request: PageRequest, step: RiskStep) -> dict[str, Any]:
    """The fields of a form of a step, filled with what is in force."""
    found = next((one for one in steps_of(request.actor.scope, step.point) if one.pk == step.pk), None)
    words = {
        "step": step.name,
        "hazard": step.hazard,
        "accidents": step.accidents,
        "harm": step.harm,
        "version": step.version,
    }
    if found is None:  # it has ended; the action says so
        return words
    for at, line in enumerate(found.checks.all()):
        words |= {f"check_{at}": line.text, f"every_{at}": line.every, f"level_{at}": line.level}
    return words | measures_of(found)


def _version(form: Any, step: RiskStep) -> Any:
    """The version that the page sends: after somebody else's change the present one, so that who has looked may save again."""
    return step.version if form.status == 409 else form.values["version"]
