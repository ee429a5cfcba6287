"""The steps of an accident, a page each: the step's form, and what stands now beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.accidents import actions, queries, rules
from bihuan.accidents.actions.steps import why_not_amend
from bihuan.accidents.forms import (
    CloseForm,
    CorrectForm,
    HeardForm,
    JudgeForm,
    ReasonForm,
    SettleForm,
    TellForm,
    TollForm,
)
from bihuan.accidents.lifecycle import ACCIDENT
from bihuan.accidents.models import Accident, Remedy
from bihuan.accidents.parts import ENTERS
from bihuan.accidents.views.pages import choices, find
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.forms import ActionForm, minute_now, minute_of
from bihuan.inspections.queries import signing
from bihuan.inspections.uploads import filled
from bihuan.units.naming import named_unit

F = TypeVar("F", bound=ActionForm)


@dataclass(frozen=True)
class Step:
    """A page of a step: its word, its template, the table's action ("" where none moves the accident), what the form begins with, and what
    else the template shows; `closed` says why this actor cannot take it."""

    label: str
    template: str
    action: str = ""
    initial: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    confirm: str = ""
    closed: str = ""


def _take(
    request: PageRequest, row: Accident, step: Step, form: F, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """GET shows the form, POST takes the step; after a refusal the page comes back with all that was typed and the present version."""
    page = reverse("accident", args=[row.pk])
    if form.is_bound and form.carry_out(act) is not None:
        messages.success(request, f"{row.number} {step.label}：已登记。", extra_tags="good")
        return HttpResponseRedirect(page)
    closed = step.closed
    if step.action and not _is_open(row, step.action):
        closed = f"这起事故{row.state_label}，不能{step.label}。"
    toll = queries.tolls(request.actor.scope, row)[-1]
    context = {
        "row": find(request.actor, row.pk),
        "toll": toll,
        "step": step,
        "form": form,
        "problem": form.message or form.wrong.get("version", "") or closed,
        "allowed": not closed,
        "back": page,
        **step.more,
    }
    return render(request, step.template, context, status=form.status)


def _is_open(row: Accident, action: str) -> bool:
    return any(move.action == action for move in ACCIDENT.from_state(row.state))


@route(ENTERS, scope="place")
def accident_toll(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """登记伤亡变化."""
    actor, row = request.actor, find(request.actor, accident_id)
    last = queries.tolls(actor.scope, row)[-1]
    counts = {name: getattr(last, name) for name in rules.COUNTED}
    step = Step(
        "登记伤亡变化",
        "accidents/toll.html",
        initial={"known_at": minute_now(), **counts},
        closed=why_not_amend(actor, row),
    )
    form = filled(request, TollForm, step.initial)

    def act(given: dict[str, Any]) -> Any:
        return actions.record_toll(
            actor,
            accident_id,
            form.counts(given),
            version=given["version"],
            known_at=given["known_at"],
            reason=given["reason"],
        )

    return _take(request, row, step, form, act)


@route("accidents", scope="place")
def accident_judge(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """认定事故性质."""
    row = find(request.actor, accident_id)
    initial = {"on": clock.today().isoformat(), "nature": row.nature, "by": row.nature_by}
    step = Step("认定性质", "accidents/step.html", initial=initial)
    form = filled(request, JudgeForm, initial)
    return _take(
        request, row, step, form, lambda given: actions.judge_accident(request.actor, accident_id, **given)
    )


@route(ENTERS, scope="place")
def accident_correct(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """更正事故信息: what stands is in the fields; what stood stays in the log, with the reason."""
    actor, row = request.actor, find(request.actor, accident_id)
    initial = {name: getattr(row, name, "") for name in HeardForm.base_fields}
    initial |= {
        name: minute_of(at)
        for name in ("happened_at", "heard_at", "unit_heard_at")
        if (at := getattr(row, name))
    }
    initial |= {
        "unit": row.unit.name if row.unit else "",
        "cell": row.cell_id,
        "category": row.recorded_category,
    }
    step = Step(
        "更正",
        "accidents/correct.html",
        initial=initial,
        more={"is_own": not actor.may("office"), **choices(actor, row)},
        closed=why_not_amend(actor, row),
    )
    form = filled(request, CorrectForm, initial)

    def act(given: dict[str, Any]) -> Any:
        named = named_unit(actor, given["unit"], row.unit)
        heard = form.heard(given, named.pk if named else None)
        return actions.correct_accident(
            actor, accident_id, heard, version=given["version"], reason=given["reason"]
        )

    return _take(request, row, step, form, act)


@route("accidents", scope="place")
def accident_tell(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """登记报告: who was told, by the town or by the unit."""
    actor, row = request.actor, find(request.actor, accident_id)
    made = queries.reports(actor.scope, row)
    initial = {
        "teller": "town",
        "level": "above",
        "way": "system" if made else "phone",
        "report": made[-1].pk if made else "",
        "body": signing(actor.scope, clock.today()).bureau,
        "at": minute_now(),
        "told_by": actor.name,
    }
    options = {"reports": [(str(one.pk), f"{one.title} {one.number}") for one in made]}
    step = Step("登记报告", "accidents/tell.html", initial=initial, more=options)
    form = filled(request, TellForm, initial)
    return _take(
        request,
        row,
        step,
        form,
        lambda given: actions.tell_above(
            actor, accident_id, form.told(given), version=given["version"], report_id=given["report"]
        ),
    )


@route("accidents", scope="place")
def accident_reopen(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """终报后补报."""
    row = find(request.actor, accident_id)
    form = filled(request, ReasonForm)
    return _take(
        request,
        row,
        Step("终报后补报", "accidents/step.html", "reopen_accident"),
        form,
        lambda given: actions.reopen_report(request.actor, accident_id, **given),
    )


@route("accidents", scope="place")
def accident_close(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """结案."""
    row = find(request.actor, accident_id)
    initial = {"on": clock.today().isoformat()}
    form = filled(request, CloseForm, initial)
    return _take(
        request,
        row,
        Step("结案", "accidents/step.html", "close_accident", initial),
        form,
        lambda given: actions.close_accident(request.actor, accident_id, **given),
    )


@route("accidents", scope="place")
def accident_cancel(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """撤销."""
    row = find(request.actor, accident_id)
    form = filled(request, ReasonForm)
    sure = "撤销以后不再统计，不能恢复；已经报出的，还要向上级说明。确定撤销？"
    return _take(
        request,
        row,
        Step("撤销", "accidents/step.html", "cancel_accident", confirm=sure),
        form,
        lambda given: actions.cancel_accident(request.actor, accident_id, **given),
    )


@route("accidents", scope="place")
def remedy_settle(request: PageRequest, accident_id: UUID, remedy_id: UUID) -> HttpResponse:
    """落实整改措施."""
    row = find(request.actor, accident_id)
    remedy = request.actor.find(Remedy, remedy_id, what="项措施")
    if remedy.accident_id != row.pk:
        raise NotFound("这起事故没有这项措施。请返回事故页重新选择。")
    initial = {"on": clock.today().isoformat()}
    form = filled(request, SettleForm, initial)
    return _take(
        request,
        row,
        Step("落实整改措施", "accidents/step.html", initial=initial, more={"remedy": remedy}),
        form,
        lambda given: actions.settle_remedy(request.actor, remedy_id, **given),
    )
