"""Decisions: what is in force, one decision with its watch, the forms that record them; revisits and what follows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.core.parts import links_of, parts_of
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards
from bihuan.hazards.rules import LEVELS
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_id
from bihuan.inspections.queries import signing
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.measures import actions, queries
from bihuan.measures.forms import ClearanceForm, DecisionForm, NoteForm, RevisitForm, VoidForm
from bihuan.measures.lifecycle import RETURNED, WATCH
from bihuan.measures.listing import DECISIONS
from bihuan.measures.models import Decision, Revisit, Watch
from bihuan.measures.rules import (
    CLEARANCE,
    DELEGABLE,
    KINDS,
    PROVED,
    UNIT_STATE,
    cleared,
    may_follow,
)
from bihuan.units.models import Unit

SIGNS = 10
STEP_PAGES = {
    "revisit_kept": ("回访", "watch_revisit"),
    "keep_watching": ("继续看守", "watch_keep"),
    "lift_watch": ("解除看守", "watch_lift"),
}


@route("view", scope="place")
def decisions(request: PageRequest) -> HttpResponse:
    """停产、取缔等决定: what is in force, or every one, or those struck out."""
    return answer(request, DECISIONS)


@route("view", scope="place")
def decision(request: PageRequest, decision_id: UUID) -> HttpResponse:
    """One decision: by whom and by what power, what it names, what was done at the place, and the watch over it."""
    actor, scope = request.actor, request.actor.scope
    row = actor.find(Decision, decision_id, what="项决定")
    watch = queries.watches(scope).select_related("unit__cell", "decision").filter(decision=row).first()
    done = list(queries.clearances(scope, row.pk)) if row.kind == "ban" else []
    subjects = [row.pk, watch.pk] if watch else [row.pk]
    context: dict[str, Any] = {
        "row": row,
        "unit": row.unit,
        "watch": watch,
        "hazards": queries.hazards_of(scope, row.pk),
        "cleared": cleared([one.step for one in done]) if row.kind == "ban" else "",
        "clearances": done,
        "all_clear": len(done) == len(CLEARANCE),
        "links": links_of("decision", actor, row),
        "parts": parts_of("decision", actor, row),
        "timeline": [told(event) for event in events.trail(scope, *subjects)],
        "may_void": not row.voided_on and actor.may("supervise") and not queries.why_not_void(scope, row),
    }
    if watch:
        found, new = queries.signs_nearby(scope, watch)
        context |= {
            "made": queries.made(scope, watch),
            "due": queries.next_due(scope, watch),
            "steps": _steps(actor, watch),
            "is_open": watch.ended_on is None,
            "found_nearby": found[:SIGNS],
            "new_nearby": new[:SIGNS],
        }
    return render(request, "measures/decision.html", context)


def _steps(actor: Actor, watch: Watch) -> list[tuple[str, str]]:
    """The buttons of a watch from the lifecycle's table, those that the actor may press; a return is decided anew."""
    moves = WATCH.from_state(watch.state, *watch.traits)
    found = [
        (STEP_PAGES[one.action][0], reverse(STEP_PAGES[one.action][1], args=[watch.pk]))
        for one in moves
        if one.action in STEP_PAGES and actor.may(one.right)
    ]
    if watch.ended_on is None and actor.may("decide"):
        kind = watch.decision.kind if watch.state == RETURNED else "resume"
        if watch.state == RETURNED or watch.decision.kind == "suspend":
            page = reverse("decision_new", args=[watch.unit_id])
            found.append((f"登记{KINDS[kind]}决定", f"{page}?kind={kind}"))
    return found


@route("decide", scope="place")
def decision_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """登记决定: the form of one kind, with what that kind asks for."""
    actor = request.actor
    unit = actor.find(Unit, unit_id, what="个监管对象")
    hazard_id = asked_id(request, "hazard")
    hazard = actor.find(Hazard, hazard_id, what="条隐患") if hazard_id else None
    watch = queries.open_watch(actor.scope, unit.pk)
    open_kinds = _open_kinds(unit, watch)
    kind = request.POST.get("kind") or request.GET.get("kind") or ""
    kind = kind if kind in KINDS else open_kinds[0]
    form = filled(request, DecisionForm, _initial(actor, kind, hazard, watch), scans=("proof",))
    if form.is_bound:
        made = form.carry_out(lambda given: actions.record_decision(actor, unit.pk, **form.given(given)))
        if made is not None:
            messages.success(request, f"已登记：{made.label}。", extra_tags="good")
            return HttpResponseRedirect(reverse("decision", args=[made.pk]))
    today = clock.today()
    grants = [one for one in queries.deciding_grants(actor.scope, today) if set(one.papers) & set(DELEGABLE)]
    context = {
        "unit": unit,
        "hazard": hazard,
        "watch": watch,
        "kind": kind,
        "kinds": [(one, KINDS[one], one == kind) for one in open_kinds],
        "form": form,
        "proved": kind in PROVED,
        "turns": kind in UNIT_STATE,
        "grants": [(one.pk, f"{one.reference}（{one.body}）") for one in grants]
        if kind in ("suspend", "resume")
        else [],
        "hazards": [] if kind == "resume" else _to_name(actor, unit, hazard),
        "left": queries.unsettled(actor.scope, watch.decision_id) if watch and kind == "resume" else [],
        "clearance": CLEARANCE if kind == "ban" else {},
        "why": _why_not(kind, unit, watch),
    }
    return render(request, "measures/new.html", context, status=form.status)


def _open_kinds(unit: Unit, watch: Watch | None) -> list[str]:
    """The kinds that can be decided of a unit as it stands now."""
    return [one for one in KINDS if not _why_not(one, unit, watch)]


def _why_not(kind: str, unit: Unit, watch: Watch | None) -> str:
    returned = watch is not None and watch.state == RETURNED
    return may_follow(kind, unit.state, watch.decision.kind if watch else "", returned=returned)


def _to_name(actor: Actor, unit: Unit, hazard: Hazard | None) -> list[Hazard]:
    """The hazards that a decision may name: the unit's open ones, and the one that the page was opened from."""
    found = list(open_hazards(actor.scope).filter(unit=unit).order_by("found_on", "number"))
    return found if hazard is None or hazard in found else [hazard, *found]


def _initial(actor: Actor, kind: str, hazard: Hazard | None, watch: Watch | None) -> dict[str, Any]:
    by = signing(actor.scope, clock.today())
    town = by.town
    bodies = {
        "suspend": by.bureau,
        "ban": by.bureau,
        "close": f"{town.district}人民政府",
        "resume": watch.decision.body if watch else by.bureau,
    }
    return {
        "kind": kind,
        "body": bodies.get(kind, f"{town.name}人民政府"),
        "decided_on": clock.today().isoformat(),
        "reason": hazard.text if hazard else "",
        "hazards": [str(hazard.pk)] if hazard else [],
    }


@route("decide", scope="place")
def decision_clear(request: PageRequest, decision_id: UUID) -> HttpResponse:
    """登记两断三清."""
    row = request.actor.find(Decision, decision_id, what="项决定")
    done = {one.step: one.done_on for one in queries.clearances(request.actor.scope, row.pk)}
    form = filled(request, ClearanceForm)
    if form.is_bound:
        made = form.carry_out(
            lambda _given: actions.record_clearance(request.actor, row.pk, done=form.cleared())
        )
        if made is not None:
            messages.success(request, "已登记。", extra_tags="good")
            return HttpResponseRedirect(reverse("decision", args=[row.pk]))
    context = {"row": row, "unit": row.unit, "form": form, "clearance": CLEARANCE, "done": done}
    return render(request, "measures/clear.html", context, status=form.status)


@route("supervise", scope="place")
def decision_void(request: PageRequest, decision_id: UUID) -> HttpResponse:
    """作废决定."""
    row = request.actor.find(Decision, decision_id, what="项决定")
    form = filled(request, VoidForm)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.void_decision(request.actor, row.pk, **given))
        if made is not None:
            messages.success(request, f"{row.label}决定已作废。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[row.unit_id]))
    context = {"row": row, "unit": row.unit, "form": form, "action": "void_decision", "label": "作废决定"}
    return render(request, "measures/step.html", context, status=form.status)


@route("inspect", scope="place")
def watch_revisit(request: PageRequest, watch_id: UUID) -> HttpResponse:
    """回访."""
    watch = _watch(request, watch_id)
    form = filled(request, RevisitForm, {"level": "general"})
    if form.is_bound:
        made = form.carry_out(
            lambda given: actions.revisit(request.actor, watch.pk, form.seen(given), version=given["version"])
        )
        if made is not None:
            broken = made.state == RETURNED
            text = "已登记反弹，请报有权机关处理。" if broken else "已登记回访。"
            messages.success(request, text, extra_tags="warn" if broken else "good")
            return HttpResponseRedirect(reverse("decision", args=[watch.decision_id]))
    context = _of_watch(watch, form) | {
        "due": queries.next_due(request.actor.scope, watch),
        "findings": list(Revisit.FINDINGS.items()),
        "levels": list(LEVELS.items()),
    }
    return render(request, "measures/revisit.html", context, status=form.status)


@route("decide", scope="place")
def watch_keep(request: PageRequest, watch_id: UUID) -> HttpResponse:
    """处理完毕，继续看守."""
    return _noted(request, watch_id, "keep_watching", actions.keep_watching)


@route("decide", scope="place")
def watch_lift(request: PageRequest, watch_id: UUID) -> HttpResponse:
    """解除看守."""
    return _noted(request, watch_id, "lift_watch", actions.lift_watch)


def _noted(request: PageRequest, watch_id: UUID, action: str, act: Callable[..., Watch]) -> HttpResponse:
    """A step of a watch that needs a note alone."""
    watch = _watch(request, watch_id)
    form = filled(request, NoteForm)
    if form.is_bound and form.carry_out(lambda given: act(request.actor, watch.pk, **given)) is not None:
        messages.success(request, f"{WATCH.label(action)}，已登记。", extra_tags="good")
        return HttpResponseRedirect(reverse("decision", args=[watch.decision_id]))
    context = _of_watch(watch, form) | {"action": action, "label": WATCH.label(action)}
    return render(request, "measures/step.html", context, status=form.status)


def _watch(request: PageRequest, watch_id: UUID) -> Watch:
    return request.actor.find(Watch, watch_id, what="项看守")


def _of_watch(watch: Watch, form: ActionForm) -> dict[str, Any]:
    """What the pages of a watch's steps share. After a refusal the page carries the present version."""
    return {"watch": watch, "row": watch.decision, "unit": watch.unit, "form": form, "version": watch.version}
