"""Case files: opened from a unit or a document, filled and put in order, closed, exported as one PDF."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import events
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.jobs import ask
from bihuan.documents import queries
from bihuan.documents.actions import cases as actions
from bihuan.documents.case_forms import (
    AddWritsForm,
    CaseForm,
    CloseForm,
    FilingForm,
    ItemForm,
    MatterForm,
    ReopenForm,
)
from bihuan.documents.filing import matter_of, of_matter
from bihuan.documents.jobs import CASE_FILE
from bihuan.documents.lifecycle import CASE
from bihuan.documents.models import CaseFile, Writ
from bihuan.hazards.timeline import told
from bihuan.inspections.uploads import filled
from bihuan.units.models import Unit

Choices = list[tuple[str, str]]


@route("order", scope="place")
def case_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """立卷: the documents of one matter are ticked beforehand, from the one come from (`writ`) or the newest on; the matter is proposed
    by what was found."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    free = list(queries.free_of(request.actor.scope, unit.pk))
    ticked = _of_one_matter(request, free)
    named = [row for row in free if row.pk in ticked]
    findings: list[dict[str, Any]] = next(
        (found for row in named if (found := row.fields.get("findings"))), []
    )
    initial = {"matter": matter_of(unit.name, findings), "writs": [str(pk) for pk in ticked]}
    form = CaseForm(request.POST or None, initial=initial, choices=_choices(free))
    if form.is_bound:
        done = form.carry_out(lambda given: actions.open_case(request.actor, unit.pk, **given))
        if done is not None:
            messages.success(request, f"已立卷：{done.number}。", extra_tags="good")
            return HttpResponseRedirect(reverse("case", args=[done.pk]))
    context = {"form": form, "unit": unit, "free": free, "ticked": set(form.values["writs"] or ())}
    return render(request, "documents/case_new.html", context, status=form.status)


@route("office", scope="place")
def case(request: PageRequest, case_id: UUID) -> HttpResponse:
    """A case file: what lies in it, in order."""
    row = _find(request, case_id)
    return _shown(request, row)


@route("order", scope="place")
def case_add(request: PageRequest, case_id: UUID) -> HttpResponse:
    """加入文书."""
    row = _find(request, case_id)
    free = list(queries.free_of(request.actor.scope, row.unit_id))
    form = AddWritsForm(request.POST or None, choices=_choices(free))
    return _carried(request, row, form, "documents/case_add.html", actions.add_writs, "已加入。", free=free)


@route("order", scope="place")
def case_paper(request: PageRequest, case_id: UUID) -> HttpResponse:
    """加入材料: a scan, kept before the form is judged."""
    row = _find(request, case_id)
    form = filled(request, FilingForm, scans=("file",))
    return _carried(request, row, form, "documents/case_paper.html", actions.add_paper, "已加入。")


@route("order", scope="place")
def case_item(request: PageRequest, case_id: UUID) -> HttpResponse:
    """上移、下移、移出."""
    row = _find(request, case_id)
    form = ItemForm(request.POST)

    def act(given: dict[str, Any]) -> CaseFile:
        do = given.pop("do")
        if do == "remove":
            return actions.remove_item(request.actor, row.pk, **given)
        return actions.shift_item(request.actor, row.pk, up=do == "up", **given)

    if request.method == "POST" and form.carry_out(act) is None:
        messages.error(request, "".join(form.wrong.values()) or form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("case", args=[row.pk]))


@route("order", scope="place")
def case_matter(request: PageRequest, case_id: UUID) -> HttpResponse:
    """改案由."""
    row = _find(request, case_id)
    form = MatterForm(request.POST or None, initial={"matter": row.matter})
    return _carried(request, row, form, "documents/case_step.html", actions.name_matter, "案由已改。")


@route("order", scope="place")
def case_close(request: PageRequest, case_id: UUID) -> HttpResponse:
    """归档."""
    row = _find(request, case_id)
    form = CloseForm(request.POST or None, initial={"outcome": row.outcome})
    return _carried(request, row, form, "documents/case_step.html", actions.close_case, "已归档。")


@route("supervise", scope="place")
def case_reopen(request: PageRequest, case_id: UUID) -> HttpResponse:
    """退回补正."""
    row = _find(request, case_id)
    form = ReopenForm(request.POST or None)
    return _carried(request, row, form, "documents/case_step.html", actions.reopen_case, "已退回补正。")


@route(queries.READS_PERSONAL, scope="place")
def case_export(request: PageRequest, case_id: UUID) -> HttpResponse:
    """导出案卷, as a job. By a press (POST)."""
    row = _find(request, case_id)
    if request.method == "POST":
        try:
            job = ask(request.actor, CASE_FILE.name, {"case": str(row.pk)})
        except Refused as error:
            messages.error(request, error.message, extra_tags="bad")
        else:
            return HttpResponseRedirect(reverse("job", args=[job.pk]))
    return HttpResponseRedirect(reverse("case", args=[row.pk]))


def _find(request: PageRequest, case_id: UUID) -> CaseFile:
    return request.actor.find(CaseFile, case_id, what="个案卷")


def _shown(request: PageRequest, row: CaseFile) -> HttpResponse:
    actor = request.actor
    steps = [
        (move.label, reverse(move.action, args=[row.pk]))
        for move in CASE.from_state(row.state)
        if actor.may(move.right)
    ]
    context = {
        "row": row,
        "items": list(queries.case_items(actor.scope, row.pk)),
        "steps": steps,
        "may_change": actor.may("order") and not row.closed_on,
        "may_export": actor.may(queries.READS_PERSONAL),
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "documents/case.html", context)


def _carried(
    request: PageRequest,
    row: CaseFile,
    form: Any,
    template: str,
    act: Callable[..., CaseFile],
    said: str,
    **more: Any,
) -> HttpResponse:
    """A step's page: done and back to the case file, or the form with what is wrong."""
    if form.is_bound and form.carry_out(lambda given: act(request.actor, row.pk, **given)) is not None:
        messages.success(request, said, extra_tags="good")
        return HttpResponseRedirect(reverse("case", args=[row.pk]))
    row.refresh_from_db(fields=["version"])
    name = act.__name__
    label = CASE.label(name) if name in {move.action for move in CASE.moves} else LABELS[name]
    context = {"row": row, "form": form, "version": row.version, "action": name, "label": label, **more}
    return render(request, template, context, status=form.status)


LABELS = {"add_writs": "加入文书", "add_paper": "加入材料", "name_matter": "改案由"}


def _of_one_matter(request: PageRequest, free: list[Writ]) -> set[UUID]:
    """Of the free documents those that hang together with the one named, else with the newest."""
    if not free:
        return set()
    named = next((row for row in free if str(row.pk) == request.GET.get("writ")), free[-1])
    return of_matter([named.pk], queries.links_among(request.actor.scope, free))


def _choices(rows: list[Writ]) -> Choices:
    return [(str(row.pk), str(row)) for row in rows]
