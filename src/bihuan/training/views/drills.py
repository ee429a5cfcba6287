"""Contingency plans and drills."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.grid.queries import cell_choices, posts_held
from bihuan.inspections.forms import asked_id
from bihuan.lists.views import answer
from bihuan.training import actions
from bihuan.training.actions import drills as deeds
from bihuan.training.actions import plans as plan_deeds
from bihuan.training.forms import (
    DRILL_CHOICES,
    LESSON_LINES,
    PLAN_CHOICES,
    DrillForm,
    FinishForm,
    PlanForm,
    ReasonForm,
    ReviewForm,
    SettleForm,
)
from bihuan.training.lifecycle import PLANNED
from bihuan.training.listing import DRILLS, PLANS, badge_of
from bihuan.training.models import ContingencyPlan, Drill, Lesson
from bihuan.training.queries import plans as plans_in_force
from bihuan.training.views.shared import ask_reason, file_shown, with_file
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit


@route("office", scope="place")
def plans(request: PageRequest) -> HttpResponse:
    """应急预案."""
    return answer(request, PLANS)


@route(plan_deeds.KEEPS, scope="town")
def plan_new(request: PageRequest) -> HttpResponse:
    """登记预案."""
    data, problem = with_file(request, "file")
    form = PlanForm(data)
    if form.is_bound and not problem:
        made = form.carry_out(lambda given: actions.set_plan(request.actor, **given))
        if made is not None:
            return back(
                request, f"已登记：{made.title}，{made.review_on:%Y-%m-%d}前评估修订。", "contingencies"
            )
    context = {
        "form": form,
        "problem": problem,
        "kinds": PLAN_CHOICES,
        "cells": cell_choices(request.actor.scope, clock.today()),
        "shown": file_shown(form.values["file"]),
    }
    return render(request, "training/plan_new.html", context, status=422 if problem else form.status)


@route(plan_deeds.KEEPS, scope="town")
def plan_review(request: PageRequest, contingency_id: UUID) -> HttpResponse:
    """登记评估修订 of a plan; its file."""
    row = request.actor.find(ContingencyPlan, contingency_id, what="份预案")
    form = posted(request, ReviewForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.review_plan(request.actor, contingency_id, **given))
        if done is not None:
            return back(request, f"已登记，下次在{done.review_on:%Y-%m-%d}前评估。", "contingencies")
    return render(request, "training/plan_review.html", {"form": form, "row": row}, status=form.status)


@route(plan_deeds.KEEPS, scope="town")
@require_POST
def plan_end(request: PageRequest, contingency_id: UUID) -> HttpResponse:
    """废止预案."""
    row = request.actor.find(ContingencyPlan, contingency_id, what="份预案")
    try:
        actions.end_plan(request.actor, contingency_id)
        messages.success(request, f"已废止：{row.title}。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("contingencies"))


@route("view", scope="place")
def drills(request: PageRequest) -> HttpResponse:
    """应急演练."""
    return answer(request, DRILLS)


@route(deeds.KEEPS, scope="place")
def drill_new(request: PageRequest) -> HttpResponse:
    """安排演练, or one that was held."""
    actor, asked = request.actor, asked_id(request, "unit")
    unit = actor.find(Unit, asked, what="个监管对象") if asked else None
    first = {"held_on": clock.today().isoformat(), "kind": "field", "unit": unit.name if unit else ""}
    form = posted(request, DrillForm, initial=first)

    def plan(given: dict[str, Any]) -> Drill:
        named = named_unit(actor, given.pop("unit"), unit)
        return actions.plan_drill(actor, unit_id=named.pk if named else None, **given)

    if form.is_bound:
        made = form.carry_out(plan)
        if made is not None:
            name = "drill" if made.held_on > clock.today() else "drill_finish"
            return back(request, f"已安排：{made.title}。", name, made.pk)
    context = {
        "form": form,
        "kinds": DRILL_CHOICES,
        "is_unit": actor.seat is not None,
        "cells": [] if actor.seat else cell_choices(actor.scope, clock.today()),
        "plans": [(str(one.pk), str(one)) for one in plans_in_force(actor.scope)] if not actor.seat else [],
    }
    return render(request, "training/drill_new.html", context, status=form.status)


@route("view", scope="place")
def drill(request: PageRequest, drill_id: UUID) -> HttpResponse:
    """一场演练: the scenario, how it went, what it taught and how that stands; POST puts a lesson right."""
    row = request.actor.find(Drill, drill_id, what="场演练")
    lessons = Lesson.objects.within(request.actor.scope).filter(drill=row).select_related("person")
    context = {
        "row": row,
        "lessons": list(lessons.order_by("due_on", "pk")),
        "badge": badge_of(row),
        "may": request.actor.may(deeds.KEEPS) and row.state == PLANNED,
        "may_settle": request.actor.may(deeds.KEEPS),
        "is_due": row.held_on <= clock.today(),
        "today_": clock.today(),
    }
    return render(request, "training/drill.html", context)


@route(deeds.KEEPS, scope="place")
def drill_finish(request: PageRequest, drill_id: UUID) -> HttpResponse:
    """登记演练情况."""
    row = request.actor.find(Drill, drill_id, what="场演练")
    data, problem = with_file(request, "photo")
    form = FinishForm(data, initial={"version": row.version})
    if form.is_bound and not problem:
        done = form.carry_out(lambda given: actions.finish_drill(request.actor, drill_id, **given))
        if done is not None:
            return back(request, f"已登记：{done.title}，参演{done.people}人。", "drill", drill_id)
    context = {
        "form": form,
        "problem": problem,
        "row": row,
        "lines": range(1, LESSON_LINES + 1),
        "persons": _persons(request.actor),
        "shown": file_shown(form.values["photo"]),
    }
    return render(request, "training/drill_finish.html", context, status=422 if problem else form.status)


def _persons(actor: Actor) -> list[tuple[str, str]]:
    """Who can be given a lesson to put right: whoever holds a post that the actor sees."""
    found: dict[str, str] = {}
    for post in posts_held(actor.scope, clock.today()):
        if actor.seat is None or post.unit_id == actor.seat:
            found.setdefault(str(post.person_id), f"{post.person.name}（{post.label}）")
    return list(found.items())


@route(deeds.KEEPS, scope="place")
def drill_cancel(request: PageRequest, drill_id: UUID) -> HttpResponse:
    """取消演练."""
    row = request.actor.find(Drill, drill_id, what="场演练")
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.cancel_drill(request.actor, drill_id, **given))
        if done is not None:
            return back(request, f"已取消：{row.title}。", "drill", drill_id)
    to = reverse("drill", args=[drill_id])
    return ask_reason(request, form, title="取消演练", sub=row.title, says="改期的，取消后重新安排。", to=to)


@route("any", scope="place")
def lesson_settle(request: PageRequest, lesson_id: UUID) -> HttpResponse:
    """落实演练改进."""
    row = request.actor.find(Lesson, lesson_id, what="项改进")
    form = posted(request, SettleForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.settle_lesson(request.actor, lesson_id, **given))
        if done is not None:
            return back(request, "已登记落实。", "drill", row.drill_id)
    return render(request, "training/lesson.html", {"form": form, "row": row}, status=form.status)
