"""Forms of superiors (上级报表): the list, one form as a table whose cells are bound by pressing, and what was filled."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, files
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.figures.kept import ask_of
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import address as rows_address
from bihuan.summaries import actions, queries
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.builtin import period_of
from bihuan.summaries.choices import Choice, ChoiceError
from bihuan.summaries.forms import CellForm, PeriodForm, ReportFormForm, VersionForm
from bihuan.summaries.models import REPORT_KINDS, FilledForm, ReportForm
from bihuan.summaries.sheets import kept
from bihuan.summaries.sheets.cells import DAYS, Answer, CellBinding, answers
from bihuan.summaries.sheets.doubles import doubles
from bihuan.summaries.sheets.package import SIZE_MAX_BYTES, TOO_BIG
from bihuan.summaries.sheets.workbook import Table, address
from bihuan.summaries.views.choosing import Choosable, choosable


@dataclass(frozen=True)
class Period:
    """The days that a form is looked at for, both counted, and the cut-off."""

    since: date
    until: date
    as_of: date


@route("summarize", scope="town")
def report_forms(request: PageRequest) -> HttpResponse:
    """上级报表: the town's forms; a new one is kept here."""
    form = ReportFormForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (made := form.carry_out(lambda given: _keep(request, given))):
        return HttpResponseRedirect(reverse("report_form", args=[made.pk]))
    rows = list(queries.report_forms(request.actor.scope)[:200])
    context = {"rows": rows, "doubles": doubles(rows), "kinds": REPORT_KINDS, "form": form}
    return render(request, "summaries/report_forms.html", context, status=form.status)


def _keep(request: PageRequest, given: dict[str, Any]) -> ReportForm:
    upload = given["file"]
    if upload.size > SIZE_MAX_BYTES:
        raise Incomplete(TOO_BIG, {"file": TOO_BIG})
    return actions.keep_form(
        request.actor,
        name=given["name"],
        kind=given["kind"],
        asked_by=given["asked_by"],
        minutes=given["minutes"],
        content=upload.read(),
        file_name=upload.name,
    )


@route("summarize", scope="town")
def report_form(request: PageRequest, form_id: UUID) -> HttpResponse:
    """One form: each worksheet as a table with what its cells say for the period, or what their heads propose."""
    found = request.actor.find(ReportForm, form_id, what="张报表样式")
    scope, period = request.actor.scope, _period(request, found)
    tables = kept.tables_of(found)
    table = _table(tables, request.GET.get("table", ""))
    days = (period.since, period.until)
    context = {
        "form": found,
        "period": period,
        "tables": tables,
        "table": table,
        "address": address,
        "answers": kept.answered(scope, found, *days, period.as_of),
        "proposals": kept.proposed(scope, found, table, *days),
        "labels": {key: one.label for key, one in FIGURES.items()},
        "filled": queries.filled_forms(scope, found)[:50],
        "keeper": dict(actions.KEEPERS).get(found.post, ""),
    }
    return render(request, "summaries/report_form.html", context)


@route("summarize", scope="town")
def report_cell(request: PageRequest, form_id: UUID) -> HttpResponse:
    """What a pressed cell may say: its binding or what its heads propose, to choose otherwise, and the value of what is
    chosen just now. By POST the choice is kept."""
    found = request.actor.find(ReportForm, form_id, what="张报表样式")
    if request.method != "POST":
        return _cell(request, found, CellForm(request.GET))
    form = CellForm(request.POST)

    def act(given: dict[str, Any]) -> ReportForm:
        where = {"version": given["version"], "table": given["table"], "at": given["at"]}
        if given["forget"]:
            return actions.unbind_cell(request.actor, form_id, **where)
        return actions.bind_cell(request.actor, form_id, **where, binding=_chosen(given))

    if form.carry_out(act) is None:
        return _cell(request, found, form)
    messages.success(request, "已取消绑定。" if form.cleaned_data["forget"] else "已选定。")
    return HttpResponseRedirect(_back(request, form_id))


def _cell(request: PageRequest, found: ReportForm, form: CellForm) -> HttpResponse:
    form.is_valid()
    given = form.cleaned_data
    table = _table(kept.tables_of(found), given.get("table", ""))
    square = next((one for one in table.squares.values() if one.at == given.get("at")), None)
    if square is None:
        messages.error(request, "表里没有这个格子，请在表上重新选一个。", extra_tags="bad")
        return HttpResponseRedirect(reverse("report_form", args=[found.pk]))
    period, words = _period(request, found), queries.vocabulary(request.actor.scope)
    where = address(table.name, square.at)
    bound = found.bindings.get(where)
    meant, is_proposed = CellBinding.of(bound) if bound else None, False
    if given.get("figure") or form.message:
        meant = _chosen(given)  # what is being chosen just now
    elif meant is None:
        days = (period.since, period.until)
        meant = kept.proposed(request.actor.scope, found, table, *days).get(where)
        is_proposed = meant is not None
    answer = _answer(request, meant, words, period) if meant else None
    context = {
        "form": found,
        "table": table,
        "square": square,
        "period": period,
        "is_bound": bound is not None,
        "is_proposed": is_proposed,
        "answer": answer,
        "figure": FIGURES.get(meant.choice.figure) if meant else None,
        "rows_at": rows_address(answer.ask) if answer and answer.ask else "",
        "lists": _lists(words),
        "values": vars(meant.choice) | {"days": meant.days} if meant else {"days": "period"},
        "wrong": form.wrong if form.message else {},
        "refused": form.message,
        "panel": "summaries/report_cell.html",
    }
    name = "report_cell.html" if request.headers.get("HX-Request") else "panel_page.html"
    return render(request, f"summaries/{name}", context, status=form.status)


def _answer(request: PageRequest, meant: CellBinding, words: Vocabulary, period: Period) -> Answer | None:
    """What a binding says for a period; None where it makes no sense, which is told once it is sent."""
    try:
        meant.check()
    except ChoiceError:
        return None
    found = answers(request.actor.scope, {"": meant}, words, period.since, period.until, period.as_of)
    return found[""]


@route("summarize", scope="town")
def report_adopt(request: PageRequest, form_id: UUID) -> HttpResponse:
    """采用建议: bind all cells of a worksheet whose heads leave no doubt."""
    found = request.actor.find(ReportForm, form_id, what="张报表样式")
    if request.method == "POST":
        period, form = _period(request, found), VersionForm(request.POST)
        try:
            count = actions.adopt_proposals(
                request.actor,
                form_id,
                version=form.cleaned_data["version"] if form.is_valid() else 0,
                table=request.POST.get("table", ""),
                since=period.since,
                until=period.until,
            )
            messages.success(request, f"已按表头选定{count}格，请逐格核对。")
        except Refused as refused:
            messages.error(request, refused.message, extra_tags="bad")
    return HttpResponseRedirect(_back(request, form_id))


@route("summarize", scope="town")
def report_fill(request: PageRequest, form_id: UUID) -> HttpResponse:
    """填报: keep the form with its numbers for a period."""
    request.actor.find(ReportForm, form_id, what="张报表样式")
    form = PeriodForm(request.POST)
    if request.method == "POST":
        made = form.carry_out(lambda given: actions.fill_form(request.actor, form_id, **given))
        if made is not None:
            return HttpResponseRedirect(reverse("filled_form", args=[made.pk]))
        messages.error(request, "；".join(form.wrong.values()) or form.message, extra_tags="bad")
    return HttpResponseRedirect(_back(request, form_id))


@route("summarize", scope="town")
def filled_form(request: PageRequest, filled_id: UUID) -> HttpResponse:
    """A filled form: each cell's number, what it counts, and its records; what stayed empty, and why."""
    made = request.actor.find(FilledForm, filled_id, what="份报表")
    cells = [(one, rows_address(ask_of(one["ask"])) if one["ask"] else "") for one in made.cells]
    context = {
        "made": made,
        "cells": cells,
        "empty": [one for one in made.cells if one["value"] is None],
        "broken": kept.broken(request.actor.scope, made),
    }
    return render(request, "summaries/filled_form.html", context)


@route("summarize", scope="town")
def filled_file(request: PageRequest, filled_id: UUID) -> FileResponse:
    """The filled xlsx as it was kept."""
    made = request.actor.find(FilledForm, filled_id, what="份报表")
    content = BytesIO(files.content_of(made.file))
    name = f"{made.form.name}{made.since:%Y%m%d}-{made.until:%Y%m%d}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=files.XLSX)


def _period(request: PageRequest, form: ReportForm) -> Period:
    """The period that is looked at: as it was sent, else the last finished one of the form's kind."""
    sent = PeriodForm(request.POST if request.method == "POST" else request.GET)
    if sent.is_valid() and sent.cleaned_data["since"] <= sent.cleaned_data["until"]:
        given = sent.cleaned_data
        return Period(given["since"], given["until"], clock.so_far(given["as_of"]))
    since, until = period_of(form.kind, clock.today())
    return Period(since, until, until)


def _table(tables: list[Table], name: str) -> Table:
    return next((one for one in tables if one.name == name), tables[0])


def _chosen(given: dict[str, Any]) -> CellBinding:
    names = ("figure", "campaign", "category", "place", "measure")
    choice = Choice.of({name: given.get(name) for name in names})
    return CellBinding(choice, given.get("days") or "period")


def _lists(words: Vocabulary) -> list[Choosable]:
    """What a cell may be chosen to say."""
    figure, *narrower = choosable(words, "figure", "campaign", "category", "place", "measure")
    return [figure, ("days", "期间", list(DAYS.items()), ""), *narrower]


def _back(request: PageRequest, form_id: UUID) -> str:
    """The form's page, at the worksheet and period from which something was sent."""
    names = ("table", "since", "until", "as_of")
    given = {name: request.POST[name] for name in names if request.POST.get(name)}
    return f"{reverse('report_form', args=[form_id])}?{urlencode(given)}"
