"""Forms that fill themselves: how one is asked for, its new edition, what is due of it, and handing up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete
from bihuan.core.forms import ActionForm, StepForm
from bihuan.figures.kept import ask_of
from bihuan.figures.tiles import address as rows_address
from bihuan.figures.tiles import tiles
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer
from bihuan.summaries import actions, queries
from bihuan.summaries.forms import DueForm, EditionForm, HandForm, WaiveForm
from bihuan.summaries.listing import FORM_DUES, badge_of
from bihuan.summaries.models import FormDue, ReportForm
from bihuan.summaries.rules import DAYS_MAX, RHYTHMS
from bihuan.summaries.sheets import kept
from bihuan.summaries.sheets.changed import changes_of
from bihuan.summaries.sheets.editions import Carried
from bihuan.summaries.sheets.package import SIZE_MAX_BYTES, TOO_BIG
from bihuan.summaries.sheets.workbook import address

TILES = ("forms.owed", "forms.on_time", "forms.late", "forms.missing", "forms.rate")


@route("summarize", scope="town")
def form_dues(request: PageRequest) -> HttpResponse:
    """上报清单."""
    return answer(request, FORM_DUES)


@route("summarize", scope="town")
def report_due(request: PageRequest, form_id: UUID) -> HttpResponse:
    """定期自动填: set it, or see how it is set; the year's numbers of what is due."""
    found = request.actor.find(ReportForm, form_id, what="张报表样式")
    begun = {
        "version": found.version,
        "days": found.due_days or 1,
        "by": f"{found.due_at:%H:%M}" if found.due_at else "17:00",
        "post": found.post or "safety_head",
    }
    form = DueForm(request.POST) if request.method == "POST" else DueForm(initial=begun)
    if form.is_bound and (
        set_ := form.carry_out(lambda given: actions.set_due(request.actor, form_id, **given))
    ):
        messages.success(request, f"已设定：{set_.due_words}上报。填好后在办事台提醒核对。")
        return HttpResponseRedirect(reverse("report_form", args=[form_id]))
    today = clock.today()
    context = {
        "found": found,
        "form": form,
        "keepers": actions.KEEPERS,
        "rhythm": RHYTHMS.get(found.kind, ""),
        "days_max": DAYS_MAX.get(found.kind, 0),
        "tiles": tiles(request.actor.scope, TILES, today.replace(month=1, day=1), today),
    }
    return render(request, "summaries/report_due.html", context, status=form.status)


@route("summarize", scope="town")
@require_POST
def report_due_end(request: PageRequest, form_id: UUID) -> HttpResponse:
    """停止自动填."""
    request.actor.find(ReportForm, form_id, what="张报表样式")
    form = StepForm(request.POST)
    if ended := form.carry_out(lambda given: actions.end_due(request.actor, form_id, **given)):
        messages.success(request, f"“{ended.name}”不再自动填；已经到期的仍要上报或登记免报。")
    else:
        messages.error(request, form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("report_form", args=[form_id]))


@route("summarize", scope="town")
def report_edition(request: PageRequest, form_id: UUID) -> HttpResponse:
    """换新样式: the superior's new file; what was chosen goes along with the heads."""
    found = request.actor.find(ReportForm, form_id, what="张报表样式")
    bound = request.method == "POST"
    form = (
        EditionForm(request.POST, request.FILES) if bound else EditionForm(initial={"version": found.version})
    )

    def act(given: dict[str, Any]) -> tuple[ReportForm, Carried]:
        upload = given["edition"]
        if upload.size > SIZE_MAX_BYTES:
            raise Incomplete(TOO_BIG, {"edition": TOO_BIG})
        return actions.replace_file(
            request.actor,
            form_id,
            version=given["version"],
            content=upload.read(),
            file_name=upload.name,
        )

    if bound and (done := form.carry_out(act)):
        _tell(request, done[1])
        return HttpResponseRedirect(reverse("report_form", args=[form_id]))
    context = {"found": found, "form": form}
    return render(request, "summaries/report_edition.html", context, status=form.status)


def _tell(request: PageRequest, told: Carried) -> None:
    """What became of the chosen squares; each that is lost by its name."""
    moved = "、".join(f"{before}→{now}" for before, now in told.moved[:8])
    more = f"，{len(told.moved)}格随表头移到新位置（{moved}{'等' if len(told.moved) > 8 else ''}）"
    messages.success(request, f"已换新样式：{told.stayed}格照旧{more if told.moved else ''}。请核对。")
    for where, why in told.lost:
        messages.error(request, f"{where}不再填：{why}，请在新表上重新选定。", extra_tags="bad")


@route("summarize", scope="town")
def form_due(request: PageRequest, form_due_id: UUID) -> HttpResponse:
    """一期报表: as it would go up, each number with its records; what changed since; handed up here by a press."""
    return _page(request, _due(request, form_due_id))


@route("summarize", scope="town")
@require_POST
def form_due_hand(request: PageRequest, form_due_id: UUID) -> HttpResponse:
    """已上报. From the desk the version stands in the address: what was looked at."""
    due = _due(request, form_due_id)
    given = request.POST.copy()
    given.setdefault("version", request.GET.get("version", ""))
    form = HandForm(given)
    handing = form.carry_out(lambda given: actions.hand_up(request.actor, form_due_id, **given))
    if handing is None:
        return _page(request, _due(request, form_due_id), hand=form)
    late = "（迟报）" if handing.due.is_late and handing.number == 1 else ""
    messages.success(request, f"已记下：{due}由{request.actor.name}上报{late}。")
    return HttpResponseRedirect(reverse("form_due", args=[form_due_id]))


@route("summarize", scope="town")
@require_POST
def form_due_refill(request: PageRequest, form_due_id: UUID) -> HttpResponse:
    """重新填."""
    return _step(request, form_due_id, actions.refill_due, "已按现在的记录重新填好，请核对。")


@route("summarize", scope="town")
@require_POST
def form_due_leave(request: PageRequest, form_due_id: UUID) -> HttpResponse:
    """报后有变，不再更正."""
    return _step(request, form_due_id, actions.leave_changes, "已记下：这些变化不再更正。")


@route("summarize", scope="town")
@require_POST
def form_due_waive(request: PageRequest, form_due_id: UUID) -> HttpResponse:
    """本期免报."""
    _due(request, form_due_id)
    form = WaiveForm(request.POST)
    if form.carry_out(lambda given: actions.waive_due(request.actor, form_due_id, **given)) is None:
        return _page(request, _due(request, form_due_id), waive=form)
    messages.success(request, "已登记本期免报。")
    return HttpResponseRedirect(reverse("form_due", args=[form_due_id]))


def _step(request: PageRequest, form_due_id: UUID, act: Callable[..., FormDue], said: str) -> HttpResponse:
    """A step that asks for nothing: a refusal is told on top of the page."""
    _due(request, form_due_id)
    form = StepForm(request.POST)
    if form.carry_out(lambda given: act(request.actor, form_due_id, **given)) is None:
        messages.error(request, "；".join(form.wrong.values()) or form.message, extra_tags="bad")
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("form_due", args=[form_due_id]))


def _due(request: PageRequest, form_due_id: UUID) -> FormDue:
    found = (
        queries.dues(request.actor.scope)
        .select_related("form", "filled__file")
        .filter(pk=form_due_id)
        .first()
    )
    return found or request.actor.find(FormDue, form_due_id, what="份报表")


def _page(
    request: PageRequest, due: FormDue, hand: ActionForm | None = None, waive: ActionForm | None = None
) -> HttpResponse:
    scope = request.actor.scope
    sent = list(queries.handings(scope, due))
    cells = {one["cell"]: one for one in due.filled.cells} if due.filled else {}
    given = hand or waive
    context = {
        "due": due,
        "sent": sent,
        "mark": badge_of(due),
        "tables": kept.tables_in(due.filled) if due.filled else [],
        "address": address,
        "cells": cells,
        "rows_at": {
            where: rows_address(ask_of(one["ask"])) for where, one in cells.items() if one.get("ask")
        },
        "empty": [one for one in cells.values() if one["value"] is None],
        "changes": changes_of(scope, [(due, sent[-1].filled)])[due.pk] if sent else [],
        "is_sent": bool(sent) and sent[-1].filled_id == due.filled_id,
        "hand": hand or HandForm(initial={"version": due.version}),
        "waive": waive or WaiveForm(initial={"version": due.version}),
        "problem": given.message if given else "",
        "told": [told(one) for one in events.trail(scope, due.pk)],
    }
    return render(request, "summaries/form_due.html", context, status=given.status if given else 200)
