"""A document's page with the pictures of its pages, its files, and the steps of its life."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Event
from bihuan.core.parts import links_of, parts_of, subjects_of
from bihuan.core.prints import mark_of
from bihuan.documents import actions
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.composing import BrokenWording
from bihuan.documents.declarations import declaration
from bihuan.documents.forms import NoteForm, OuterForm
from bihuan.documents.lifecycle import DRAFT, WRIT
from bihuan.documents.models import Writ
from bihuan.documents.queries import OF_THE_UNIT, wording_of
from bihuan.documents.rendering import as_pdf, on_paper, page_pictures, proves_void, unprintable
from bihuan.documents.standing import seal_use, served_in_words
from bihuan.documents.views.finding import the_writ
from bihuan.hazards.timeline import told
from bihuan.paper import Form, OfficialDocument

PAGE_PPI = 110
FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
READERS = f"office|{OF_THE_UNIT}"  # who only works at a unit reads none of its documents
STEP_PAGES = {"record_outer": "writ_outer", "return_writ": "writ_return", "void_writ": "writ_void"}


@route(READERS, scope="place")
def writ(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """A document: its pages as pictures, what is to be done with it, what was."""
    row = the_writ(request, writ_id)
    try:
        pages, unset = page_pictures(_form(request, row), PAGE_PPI), ""
    except BrokenWording as error:  # the rest of the page is what it can be put right from
        pages, unset = (), str(error)
    subjects = subjects_of("writ", request.actor, row)
    context: dict[str, Any] = {
        "row": row,
        "count": len(pages),
        "unset": unset,
        "missing": unprintable(row),
        "proves_void": proves_void(row),
        "steps": _steps(request.actor, row),
        "parts": parts_of("writ", request.actor, row),
        "links": links_of("writ", request.actor, row),
        "timeline": [told(event) for event in _trail(request.actor, row, subjects)],
        "can_follow": row.stands and request.actor.may("order"),
        "stamp": f"{row.version}{len(subjects)}",
    }
    return render(request, "documents/writ.html", context)


@route(READERS, scope="place")
def writ_page(request: PageRequest, writ_id: UUID, number: int) -> HttpResponse:
    """One page as a picture (PNG)."""
    row = the_writ(request, writ_id)
    try:
        pictures = page_pictures(_form(request, row), PAGE_PPI)
    except BrokenWording as error:
        raise Http404 from error
    if not 1 <= number <= len(pictures):
        raise Http404
    return HttpResponse(
        pictures[number - 1], content_type="image/png", headers={"Cache-Control": "private, no-store"}
    )


@route(READERS, scope="place")
def writ_file(request: PageRequest, writ_id: UUID, form: str) -> HttpResponse:
    """The document as PDF or docx."""
    row = the_writ(request, writ_id)
    if form not in FILES:
        raise Http404
    try:
        made = _form(request, row)
        content = paper.docx(made) if form == "docx" else as_pdf(made)
    except (paper.GlyphMissing, BrokenWording) as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("writ", args=[row.pk]))
    response = HttpResponse(content, content_type=FILES[form])
    shown = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{row.kind}-{row.dated:%Y%m%d}-{row.code}.{form}"'
    return response


@route("order|campaigns", scope="place")
def writ_outer(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """登记区级签发."""
    return _step(request, writ_id, "record_outer", OuterForm, actions.record_outer)


@route("order|campaigns", scope="place")
def writ_return(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """区级退回."""
    return _step(request, writ_id, "return_writ", NoteForm, actions.return_writ)


@route("supervise", scope="place")
def writ_void(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """作废."""
    return _step(request, writ_id, "void_writ", NoteForm, actions.void)


def _trail(actor: Actor, row: Writ, subjects: list[UUID]) -> list[Event]:
    """What was done with it; of the record that it follows from, only what tells of its number."""
    records = [one for one in (row.inspection_id, row.hazard_id) if one]
    found = events.trail(actor.scope, row.pk, *subjects, *records)
    return [event for event in found if event.subject_id not in records or row.number in _papers_in(event)]


def _papers_in(event: Event) -> list[str]:
    return [event.given.get("paper") or "", *(event.given.get("papers") or [])]


def _form(request: PageRequest, row: Writ) -> Form | OfficialDocument:
    scope = request.actor.scope
    if not row.is_frozen:
        row.wording = wording_of(scope, row.kind, row.dated)
    return on_paper(scope, row, seal_use(scope, row.pk), mark_of(request))


def _steps(actor: Actor, row: Writ) -> list[tuple[str, str]]:
    """The buttons from the lifecycle's table that the actor may press."""
    found = []
    for move in WRIT.from_state(row.state):
        right = move.right if move.right == "supervise" else right_for(row.kind)
        if move.action in STEP_PAGES and actor.may(right):
            if move.action == "void_writ" and declaration(row.kind, row.edition).by_action:
                if row.inspection_id:  # it falls with the visit that brought it
                    found.append(("到检查记录作废", reverse("inspection", args=[row.inspection_id])))
                continue
            found.append((move.label, reverse(STEP_PAGES[move.action], args=[row.pk])))
    if row.state == DRAFT and actor.may(right_for(row.kind)):
        found.insert(0, ("继续拟稿", reverse("writ_edit", args=[row.pk])))
    return found


def _step(request: PageRequest, writ_id: UUID, action: str, form_class: Any, act: Any) -> HttpResponse:
    row = the_writ(request, writ_id)
    form = form_class(request.POST or None)
    label = WRIT.label(action)
    if form.is_bound and form.carry_out(lambda given: act(request.actor, row.pk, **given)) is not None:
        messages.success(request, f"{row.label}{label}，已登记。", extra_tags="good")
        return HttpResponseRedirect(reverse("writ", args=[row.pk]))
    row.refresh_from_db(fields=["version"])
    context = {"row": row, "form": form, "label": label, "action": action, "version": row.version}
    if action == "void_writ":
        context["ending"] = served_in_words(request.actor.scope, [row])
    return render(request, "documents/step.html", context, status=form.status)
