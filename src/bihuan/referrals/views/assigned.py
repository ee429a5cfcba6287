"""Pages of matters assigned from above."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import StepForm
from bihuan.grid.queries import cells_in_force
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_id
from bihuan.referrals import actions
from bihuan.referrals.forms import (
    AnswerForm,
    AssignmentForm,
    CloseForm,
    GiveForm,
    LinkForm,
    NoteForm,
    SendBackForm,
    UnlinkForm,
)
from bihuan.referrals.lifecycle import ASSIGNMENT
from bihuan.referrals.models import Assignment, Reply
from bihuan.referrals.queries import departments, linkable, linked_to
from bihuan.referrals.views.stepping import Step, step_page
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit

LINKABLE_MAX = 30
PAGES = {
    "give": "assignment_give",
    "handle": "assignment_handle",
    "reply": "assignment_reply",
    "close": "assignment_close",
    "send_back": "assignment_send_back",
    "void": "assignment_void",
}


@route("refer", scope="place")
def assignment_new(request: PageRequest) -> HttpResponse:
    """登记交办事项."""
    actor = request.actor
    unit_id = asked_id(request, "unit")
    unit = actor.find(Unit, unit_id, what="个监管对象") if unit_id else None
    form = AssignmentForm(
        request.POST or None,
        initial={"received_on": clock.today().isoformat(), "unit": unit.name if unit else ""},
    )

    def enter(given: dict[str, Any]) -> Assignment:
        found = named_unit(actor, given.pop("unit"), unit)
        return actions.receive_assignment(actor, unit_id=found.pk if found else None, **given)

    if form.is_bound and (made := form.carry_out(enter)) is not None:
        messages.success(request, "已登记，请分办。", extra_tags="good")
        return HttpResponseRedirect(reverse("assignment", args=[made.pk]))
    return render(request, "referrals/assignment_form.html", {"form": form}, status=form.status)


@route("office", scope="place")
def assignment(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """A matter from above: what is asked, who handles it, its hazards, the replies, its way, what may be done now."""
    return _page(request, _find(request, assignment_id), LinkForm())


@route("inspect", scope="place")
@require_POST
def assignment_link(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """关联隐患."""
    row, form = _find(request, assignment_id), LinkForm(request.POST)
    done = form.carry_out(lambda given: actions.link_hazards(request.actor, assignment_id, **given))
    if done is None:
        return _page(request, row, form, form.message, form.status)
    messages.success(request, f"已关联{len(done)}条隐患。", extra_tags="good")
    return HttpResponseRedirect(reverse("assignment", args=[row.pk]))


@route("inspect", scope="place")
@require_POST
def assignment_unlink(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """取消关联."""
    row, form = _find(request, assignment_id), UnlinkForm(request.POST)
    if form.carry_out(lambda given: actions.unlink_hazard(request.actor, assignment_id, **given)) is None:
        return _page(request, row, LinkForm(), form.message, form.status)
    messages.success(request, "已取消关联。", extra_tags="good")
    return HttpResponseRedirect(reverse("assignment", args=[row.pk]))


@route("refer", scope="place")
def assignment_give(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """分办、改派."""

    def act(given: dict[str, Any]) -> Assignment:
        to = given["to"]
        return actions.give_assignment(
            request.actor, assignment_id, version=given["version"], note=given["note"], **to
        )

    return _step(request, assignment_id, "give", GiveForm, act, {"handlers": _handlers(request.actor)})


@route("inspect", scope="place")
def assignment_handle(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """报办理情况."""
    return _taken(request, assignment_id, "handle", NoteForm, actions.handle_assignment)


@route("refer", scope="place")
def assignment_reply(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """答复上级."""
    return _taken(request, assignment_id, "reply", AnswerForm, actions.reply_above)


@route("refer", scope="place")
def assignment_close(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """上级销号."""
    return _taken(request, assignment_id, "close", CloseForm, actions.close_assignment)


@route("refer", scope="place")
def assignment_send_back(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """上级退回."""
    return _taken(request, assignment_id, "send_back", SendBackForm, actions.send_back_assignment)


@route("refer", scope="place")
def assignment_void(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """作废."""
    return _taken(request, assignment_id, "void", NoteForm, actions.void_assignment)


def _find(request: PageRequest, assignment_id: UUID) -> Assignment:
    return request.actor.find(Assignment, assignment_id, what="件交办事项")


def _page(
    request: PageRequest, row: Assignment, form: LinkForm, problem: str = "", status: int = 200
) -> HttpResponse:
    actor, scope = request.actor, request.actor.scope
    running = row.state not in ASSIGNMENT.ends
    context = {
        "row": row,
        "form": form,
        "problem": problem,
        "buttons": [
            (move.label, reverse(PAGES[move.action], args=[row.pk]))
            for move in ASSIGNMENT.from_state(row.state)
            if actor.may(move.right)
        ],
        "check": bool(row.unit_id) and running and actor.may("inspect"),
        "may_link": running and actor.may("inspect"),
        "linkable": linkable(scope, row)[:LINKABLE_MAX] if running else [],
        "linked": linked_to(scope, row),
        "replies": Reply.objects.within(scope).filter(assignment=row),
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
    }
    return render(request, "referrals/assignment.html", context, status=status)


def _taken(
    request: PageRequest,
    assignment_id: UUID,
    action: str,
    form_class: type[StepForm],
    act: Callable[..., Assignment],
) -> HttpResponse:
    return _step(
        request, assignment_id, action, form_class, lambda given: act(request.actor, assignment_id, **given)
    )


def _step(
    request: PageRequest,
    assignment_id: UUID,
    action: str,
    form_class: type[StepForm],
    act: Callable[[dict[str, Any]], Assignment],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    row = _find(request, assignment_id)
    page = reverse("assignment", args=[row.pk])
    step = Step(
        row,
        ASSIGNMENT,
        (action,),
        "referrals/assignment_step.html",
        page,
        (("上级交办", reverse("assignments")), (row.title, page)),
        {"on": clock.today().isoformat(), "note": row.handled if action == "reply" else ""},
        more or {},
    )
    return step_page(request, step, form_class, act)


def _handlers(actor: Actor) -> list[tuple[str, str]]:
    """Who may handle a matter: posts of the town that go out, its departments, its offices and villages."""
    posts = [
        (f"post:{code}", kind.label)
        for code, kind in POST_KINDS.items()
        if kind.stands == "town" and "inspect" in kind.rights
    ]
    bodies = [(f"department:{one.pk}", one.name) for one in departments(actor.scope)]
    cells = [
        (f"cell:{cell.pk}", f"{'　' * (cell.level - 2)}{cell.name}")
        for cell in cells_in_force(actor.scope, clock.today())
        if cell.level in (2, 3)
    ]
    return [*posts, *bodies, *cells]
