"""Drafting: what may be signed here today, the draft with its paper beside it, and what becomes of it."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.ids import new_id
from bihuan.documents import actions
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.actions.issuing import Looked, look
from bihuan.documents.choosing import about_from, offers
from bihuan.documents.composing import shown
from bihuan.documents.declarations import OFFICERS, declaration
from bihuan.documents.forms import ChooseForm, DraftForm, VersionForm
from bihuan.documents.lifecycle import DRAFT
from bihuan.documents.models import Writ
from bihuan.documents.queries import wording_of
from bihuan.documents.renewal import Renewed, renewed
from bihuan.grid.queries import officers
from bihuan.inspections.papers import FAMILIES
from bihuan.inspections.queries import signing

PREVIEW_PPI = 80
PREVIEW_PAGES = 3
RIGHTS = "order|campaigns"


@route(RIGHTS, scope="place")
def writ_new(request: PageRequest) -> HttpResponse:
    """开具文书: about a record, what may be signed here today, and why the rest may not."""
    actor = request.actor
    about, back, back_label, address = about_from(actor, request.GET)
    form = ChooseForm(request.POST or None)
    if form.is_bound:
        made = form.carry_out(
            lambda given: actions.draft(actor, given["kind"], about, writ_id=given["writ_id"])
        )
        if made is not None:
            return HttpResponseRedirect(reverse("writ_edit", args=[made.pk]))
    found = offers(actor, about, clock.today())
    context = {
        "about": about,
        "back": back,
        "back_label": back_label,
        "address": address,
        "form": form,
        "groups": [
            (title, rows)
            for code, title in FAMILIES.items()
            if (rows := [(one, new_id()) for one in found if one.paper.family == code])
        ],
    }
    return render(request, "documents/choose.html", context, status=form.status)


@route(RIGHTS, scope="place")
def writ_edit(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """改稿: the fields at the left, what is missing and the paper itself at the right. Saved, it is issued or goes to the district."""
    actor = request.actor
    row = actor.find(Writ, writ_id, what="份文书")
    if row.state != DRAFT:
        return HttpResponseRedirect(reverse("writ", args=[row.pk]))
    actor.need(right_for(row.kind))
    form = _form(actor, row, request)
    if form.is_bound and "more" not in request.POST:
        saved = form.carry_out(
            lambda given: actions.revise(
                actor,
                row.pk,
                version=given["version"],
                values=form.typed,
                dated=given["dated"],
                late_reason=given["late_reason"],
            )
        )
        if saved is not None:
            if changed := _unseen(request, saved):
                said = f"记录已变，已按最新记录更新：{changed}。请核对后再签发。"
                messages.warning(request, said, extra_tags="warn")
                return HttpResponseRedirect(reverse("writ_edit", args=[row.pk]))
            return _onward(request, saved, form)
        row.refresh_from_db(fields=["version", "fields", "dated", "late_reason", "taken"])
    return _page(request, row, form)


@route(RIGHTS, scope="place")
def writ_preview(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """What is missing, and the paper as it would be, of what is typed and not yet saved."""
    row = request.actor.find(Writ, writ_id, what="份文书")
    request.actor.need(right_for(row.kind))
    form = _form(request.actor, row, request)
    return render(request, "documents/preview.html", _preview(request, row, form)[2])


@route(RIGHTS, scope="place")
def writ_drop(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """弃用草稿."""
    row = request.actor.find(Writ, writ_id, what="份文书")
    form = VersionForm(request.POST)
    if request.method == "POST":
        if form.carry_out(lambda given: actions.drop(request.actor, row.pk, **given)) is not None:
            messages.success(request, "草稿已弃用。", extra_tags="good")
            return HttpResponseRedirect(reverse("writs"))
        messages.error(request, form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("writ", args=[row.pk]))


def _onward(request: PageRequest, row: Writ, form: DraftForm) -> HttpResponse:
    """After saving: stay, or issue, or hand the draft to the district."""
    act = {"issue": actions.issue, "propose": actions.propose}.get(request.POST.get("then", ""))
    if act is None:
        messages.success(request, "已保存。", extra_tags="good")
        return HttpResponseRedirect(reverse("writ_edit", args=[row.pk]))
    if form.carry_out(lambda _given: act(request.actor, row.pk, version=row.version)) is None:
        row.refresh_from_db()
        return _page(request, row, form)
    word = "已签发" if act is actions.issue else f"已代拟，报{_bureau(request.actor)}"
    messages.success(request, f"{row.label}{word}。", extra_tags="good")
    return HttpResponseRedirect(reverse("writ", args=[row.pk]))


def _bureau(actor: Actor) -> str:
    return signing(actor.scope, clock.today()).bureau


def _form(actor: Actor, row: Writ, request: PageRequest) -> DraftForm:
    made = declaration(row.kind, row.edition)
    known = [
        (f"{one.name}|{one.card}", f"{one.name}（{one.card}）") for one in officers(actor.scope, row.dated)
    ]
    return DraftForm(made, known, request.POST if request.method == "POST" else None, row.fields)


def _page(request: PageRequest, row: Writ, form: DraftForm) -> HttpResponse:
    seen, fresh, context = _preview(request, row, form)
    if not form.is_bound:
        form.kept = fresh.fields
    context |= {
        "leave": seen.leave,
        "officers_kind": OFFICERS,
        "shown": shown,
        "version": row.version,
        "late_reason": form.data.get("late_reason", "") if form.is_bound else row.late_reason,
        "dated": form.data.get("dated") if form.is_bound else row.dated.isoformat(),
    }
    return render(request, "documents/draft.html", context, status=form.status)


def _unseen(request: PageRequest, saved: Writ) -> str:
    """What was taken anew from the records and the page that was sent did not show yet, in words, or ""."""
    if request.POST.get("taken", "") == Renewed({}, saved.taken).digest:
        return ""
    return "、".join(saved.renewed)


def _preview(request: PageRequest, row: Writ, form: DraftForm) -> tuple[Looked, Renewed, dict[str, Any]]:
    """The draft as it is typed, by its records as they are: what is missing by field, what speaks against it, and pictures of its first
    pages."""
    typed = _typed(request.actor, row, form)
    fresh = renewed(request.actor.scope, typed, typed.fields, typed.dated)
    typed.fields = fresh.fields
    seen = look(request.actor, typed)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "made": form.made,
        "lacking": seen.wrong,
        "warnings": seen.warnings,
        "renewed": "、".join(fresh.labels),
        "taken": fresh.digest,
        "pages": [],
    }
    if seen.form is None:
        return seen, fresh, context | {"unprintable": seen.wrong["wording"]}
    try:
        pictures = paper.pictures(seen.form, ppi=PREVIEW_PPI, extra_fonts=settings.FONTS_DIR, stands_in=True)
    except paper.GlyphMissing as error:
        return seen, fresh, context | {"unprintable": str(error)}
    sheets = [f"data:image/png;base64,{b64encode(one).decode()}" for one in pictures[:PREVIEW_PAGES]]
    return seen, fresh, context | {"pages": sheets, "count": len(pictures)}


def _typed(actor: Actor, row: Writ, form: DraftForm) -> Writ:
    """A copy of the draft with what is typed; nothing is written."""
    copy: Writ = Writ.objects.within(actor.scope).select_related("unit", "paper").get(pk=row.pk)
    copy.fields = form.typed
    if form.is_bound:
        form.is_valid()
        copy.dated = form.cleaned_data.get("dated") or row.dated
        copy.late_reason = form.cleaned_data.get("late_reason", row.late_reason)
    copy.wording = wording_of(actor.scope, row.kind, copy.dated)
    return copy
