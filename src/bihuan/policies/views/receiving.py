"""Pages of received documents."""

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
from bihuan.core.errors import Forbidden, NotAllowed
from bihuan.core.models import StoredFile
from bihuan.hazards.timeline import told
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.policies import actions, rules
from bihuan.policies.actions.ways import DOCUMENT
from bihuan.policies.forms import (
    AnswerForm,
    CorrectForm,
    HandlingForm,
    NoteForm,
    PassReceivedForm,
    ReceivedForm,
)
from bihuan.policies.lifecycle import RECEIVED
from bihuan.policies.listing import RECEIVED_LIST
from bihuan.policies.models import Received
from bihuan.policies.queries import handled_so_far, received_by, sources
from bihuan.policies.reading import keep_file, text_of
from bihuan.policies.views.choosing import addressees, held_file, reading

PAGES = {
    "pass_document": "received_pass",
    "answer_document": "received_answer",
    "void_document": "received_void",
}
FILE = {"file": keep_file}
NOTES = {"答复": "答复内容", "报办理情况": "办到哪一步、查出什么"}
READ = "read"  # what the button posts that only reads the file


@route("office", scope="town")
def received_list(request: PageRequest) -> HttpResponse:
    """收文."""
    return answer(request, RECEIVED_LIST)


@route("policies", scope="town")
def received_new(request: PageRequest) -> HttpResponse:
    """登记收文: the file says most of it itself; a person looks at it and presses."""
    actor = request.actor
    form = filled(request, ReceivedForm, {"received_on": clock.today().isoformat()}, kept_by=FILE)
    kept = held_file(actor, form.values["file"]) if form.is_bound else None
    if kept is not None and not form.values["title"]:
        return _with_guess(request, form, kept)
    if form.is_bound and request.POST.get("do") != READ:
        made = form.carry_out(lambda given: actions.receive_document(actor, **given))
        if made is not None:
            messages.success(request, "已登记，请分送。", extra_tags="good")
            return HttpResponseRedirect(reverse("received_pass", args=[made.pk]))
    return _form(request, form, kept, status=form.status)


def _with_guess(request: PageRequest, form: ReceivedForm, kept: StoredFile) -> HttpResponse:
    """The form again with what the file says; what was typed stays."""
    text = text_of(kept)
    typed = {name: value for name, value in form.values.items() if value}
    received_on = form.cleaned_data.get("received_on") if form.is_valid() else None
    found = rules.guess(text, received_on or clock.today())
    said = {name: value for name, value in vars(found).items() if value}
    again = ReceivedForm(initial=said | typed | {"text": typed.get("text") or text})
    if not said:
        again.message = (
            "文件里没有读出标题、文号，请填写。" if text else "这是扫描件，没有可读的文字，请填写标题等内容。"
        )
    return _form(request, again, kept, read=bool(said), status=200 if said else 422)


def _form(
    request: PageRequest,
    form: ReceivedForm,
    kept: StoredFile | None,
    *,
    read: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "kept": kept,
        "read": read,
        "sources": sources(request.actor.scope),
        "row": None,
        "back": reverse("received_list"),
    }
    return render(request, "policies/received_form.html", context, status=status)


@route("office", scope="town")
def received(request: PageRequest, received_id: UUID) -> HttpResponse:
    """A received document: what it asks, its text, who has read it, how it was answered, its way, what may be done now."""
    actor, row = request.actor, find(request.actor, received_id)
    today = clock.today()
    context = {
        "row": row,
        "is_late": row.is_late(today),
        "paragraphs": list(rules.shape(row.text)),
        "buttons": _buttons(actor, row),
        "may_assign": any(one.action == "assign_document" for one in _moves(actor, row)),
        "may_correct": actor.may("policies") and row.voided_on is None,
        "may_remind": actor.may("policies") and row.voided_on is None and row.reminded_on != today,
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
        **reading(actor, row),
    }
    return render(request, "policies/received.html", context)


def find(actor: Actor, received_id: UUID) -> Received:
    """A received document of which the actor may know. NotFound; Forbidden for one that went to others."""
    row: Received | None = (
        received_by(actor).filter(pk=received_id).select_related("file", "answer_file", "assignment").first()
    )
    if row is None:
        actor.find(Received, received_id, what=DOCUMENT)  # NotFound for one of nowhere
        raise Forbidden("这份文件没有分送给您。需要看的，请联系安全办分送。")
    return row


def _moves(actor: Actor, row: Received) -> list[Any]:
    return [one for one in RECEIVED.from_state(row.state, *row.traits) if actor.may(one.right)]


def _buttons(actor: Actor, row: Received) -> list[tuple[str, str]]:
    return [
        (one.label, reverse(PAGES[one.action], args=[row.pk]))
        for one in _moves(actor, row)
        if one.action in PAGES
    ]


@route("policies", scope="town")
def received_correct(request: PageRequest, received_id: UUID) -> HttpResponse:
    """更正登记."""
    actor, row = request.actor, find(request.actor, received_id)
    names = ("source", "number", "title", "asks", "received_on", "due_on", "text", "version")
    form = filled(request, CorrectForm, {name: _plain(getattr(row, name)) for name in names})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.correct_document(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已更正。", extra_tags="good")
            return HttpResponseRedirect(reverse("received", args=[row.pk]))
    context = {
        "form": form,
        "kept": None,
        "read": False,
        "sources": sources(actor.scope),
        "row": row,
        "back": reverse("received", args=[row.pk]),
    }
    return render(request, "policies/received_form.html", context, status=form.status)


def _plain(value: Any) -> Any:
    """A day as a date field shows it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


@route("policies", scope="town")
def received_pass(request: PageRequest, received_id: UUID) -> HttpResponse:
    """分送: to several in one press."""
    actor, row = request.actor, find(request.actor, received_id)
    form = filled(request, PassReceivedForm, {"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.pass_document(actor, row.pk, **given))
        if done is not None:
            messages.success(request, f"已分送{len(done)}人，打开后按“已阅”。", extra_tags="good")
            return HttpResponseRedirect(reverse("received", args=[row.pk]))
    context = {
        "row": row,
        "form": form,
        "whom": addressees(actor),
        "handles": row.due_on is not None,
        "back": reverse("received", args=[row.pk]),
        "listed": reverse("received_list"),
        "word": "收文",
    }
    return render(request, "policies/pass.html", context, status=form.status)


@route("policies", scope="town")
def received_answer(request: PageRequest, received_id: UUID) -> HttpResponse:
    """答复."""
    actor, row = request.actor, find(request.actor, received_id)
    initial = {
        "version": row.version,
        "on": clock.today().isoformat(),
        "note": handled_so_far(row)[: rules.ANSWER_MAX],
    }
    form = filled(request, AnswerForm, initial, kept_by=FILE)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.answer_document(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已登记答复。", extra_tags="good")
            return HttpResponseRedirect(reverse("received", args=[row.pk]))
    kept = held_file(actor, form.values["file"])
    return _step(request, row, form, "答复", kept=kept)


@route("office", scope="town")
def received_handle(request: PageRequest, received_id: UUID) -> HttpResponse:
    """报办理情况: by who has it in hand."""
    actor, row = request.actor, find(request.actor, received_id)
    form = filled(request, HandlingForm, {"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.report_handling(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已报，安全办答复上级时会用到。", extra_tags="good")
            return HttpResponseRedirect(reverse("received", args=[row.pk]))
    return _step(request, row, form, "报办理情况")


@route("policies", scope="town")
def received_void(request: PageRequest, received_id: UUID) -> HttpResponse:
    """作废."""
    actor, row = request.actor, find(request.actor, received_id)
    form = filled(request, NoteForm, {"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.void_document(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已作废。", extra_tags="good")
            return HttpResponseRedirect(reverse("received", args=[row.pk]))
    return _step(request, row, form, "作废", danger=True)


def _step(request: PageRequest, row: Received, form: Any, label: str, **more: Any) -> HttpResponse:
    page = reverse("received", args=[row.pk])
    context = {
        "row": row,
        "form": form,
        "label": label,
        "back": page,
        "crumbs": [("收文", reverse("received_list")), (row.title, page)],
        "note_label": NOTES.get(label, "原因"),
        **more,
    }
    return render(request, "policies/step.html", context, status=form.status)


@route("office", scope="town")
@require_POST
def received_read(request: PageRequest, received_id: UUID) -> HttpResponse:
    """已阅."""
    row = find(request.actor, received_id)
    return press(
        request, lambda: actions.read_document(request.actor, row.pk), "已签阅。", "received", row.pk
    )


@route("policies", scope="town")
@require_POST
def received_remind(request: PageRequest, received_id: UUID) -> HttpResponse:
    """催办、催阅."""
    row = find(request.actor, received_id)
    return press(
        request,
        lambda: actions.remind_document(request.actor, row.pk),
        "已提醒承办和未阅的人。",
        "received",
        row.pk,
    )


@route("refer", scope="town")
@require_POST
def received_assign(request: PageRequest, received_id: UUID) -> HttpResponse:
    """转为上级交办."""
    row = find(request.actor, received_id)
    version = request.POST.get("version", "")
    said = "已转为上级交办，请在那里分办和答复。"
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    return press(
        request,
        lambda: actions.assign_document(request.actor, row.pk, version=known),
        said,
        "received",
        row.pk,
    )


def press(request: PageRequest, act: Any, said: str, name: str, pk: UUID) -> HttpResponse:
    """What one press does, and back to the page, which says why where it could not."""
    try:
        act()
    except NotAllowed as error:
        messages.error(request, error.message, extra_tags="warn")
    else:
        messages.success(request, said, extra_tags="good")
    return HttpResponseRedirect(reverse(name, args=[pk]))
