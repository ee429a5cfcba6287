"""One sheet: its lines with where the points come from, scored, told, objected to, answered, printed; the records behind a figure."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.assessments import actions, rules
from bihuan.assessments.actions.objecting import why_not_object
from bihuan.assessments.composing import as_pdf, origin_of, points_text, sheet_form
from bihuan.assessments.forms import ObjectForm, ObjectionForm, ReasonForm, ScoreForm
from bihuan.assessments.lifecycle import ASKED, DROPPED, PUBLISHED, SCORING, TOLD
from bihuan.assessments.listing import sheet_badge
from bihuan.assessments.models import Objection, Score, Sheet
from bihuan.assessments.queries import (
    changed,
    is_own,
    kept_records,
    lines_now,
    objections,
    proofs,
    records_behind,
    sheets,
    speaks_for,
    sum_of,
    why_gone,
)
from bihuan.assessments.views.schemes import lines_of
from bihuan.assessments.views.shared import ask_reason, pressed
from bihuan.core import events
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import counted
from bihuan.figures.registry import FIGURES
from bihuan.figures.rows import as_row, heads_of, rows_by_id, source_of
from bihuan.hazards.timeline import told
from bihuan.inspections.uploads import filled
from bihuan.lists.views import chosen_ids

ROWS_MAX = 500


def the_sheet(request: PageRequest, sheet_id: UUID) -> Sheet:
    """A sheet of the actor's scope; whoever it is of sees it from telling on."""
    actor = request.actor
    actor.find(Sheet, sheet_id, what="份考核表")
    row = sheets(actor.scope).get(pk=sheet_id)
    if not actor.may("office") and row.state not in (TOLD, PUBLISHED):
        raise NotFound("这份考核表还没有告知。")
    return row


@route("report|office", scope="place")
def sheet(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """一份考核表: what each line gave and why, what has changed since, objections, what can be done with it."""
    row, actor = the_sheet(request, sheet_id), request.actor
    scheme = row.scheme
    lines = [] if row.state == DROPPED else lines_of(scheme, [row])[row.pk]
    found = sum_of(lines)
    asked = list(objections(actor.scope, row.pk))
    named = {one.line for one in asked}
    speaks = actor.may("report|supervise") and speaks_for(actor, row)
    context = {
        "row": row,
        "scheme": scheme,
        "mark": sheet_badge(row),
        "lines": [(one, points_text(one), origin_of(one)) for one in lines],
        "line_kinds": rules.KINDS,
        "sum": found,
        "total": row.total if row.total is not None else found.total,
        "gone": why_gone(row) if row.state in (SCORING, TOLD) else "",
        "changed": changed(scheme, row) if row.state in (TOLD, PUBLISHED) else [],
        "objections": asked,
        "named": named,
        "proofs": proofs(actor.scope, row.pk),
        "entries": [told(one) for one in events.trail(actor.scope, row.pk)] if actor.may("office") else [],
        "why_not_object": why_not_object(row),
        "may": {
            "score": row.state == SCORING and actor.may("assess"),
            "object": speaks and not why_not_object(row),
            "answer": actor.may("supervise") and any(one.state == ASKED for one in asked),
            "retake": row.state == TOLD and actor.may("supervise"),
            "drop": row.state in (SCORING, TOLD) and actor.may("supervise"),
        },
    }
    return render(request, "assessments/sheet.html", context)


@route("report|office", scope="place")
def sheet_file(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """考核表 as PDF."""
    row = the_sheet(request, sheet_id)
    lines = [] if row.state == DROPPED else lines_of(row.scheme, [row])[row.pk]
    form = sheet_form(row.scheme, row, lines, sum_of(lines).says, mark_of(request))
    return pdf_answer(as_pdf(form), str(row))


@route("report|office", scope="place")
def sheet_rows(request: PageRequest, sheet_id: UUID, sheet_line: str) -> HttpResponse:
    """The records behind a line's figure: as the sheet keeps them from telling on, as they are now before."""
    row = the_sheet(request, sheet_id)
    scheme = row.scheme
    line = next((one for one in scheme.items if one.key == sheet_line and one.figure in FIGURES), None)
    if line is None:
        return refused(request, "这一项由人评分，没有系统指标的记录。", "sheet", sheet_id)
    if row.state == SCORING:
        lines = lines_now(scheme, [row], {})
        asks = {one.line.key: one.ask for one in lines[row.pk]}
        ids = records_behind(scheme, [row], lines).get((row.subject, line.figure), [])
        ask = asks[sheet_line]
        figure = counted(ask)[0].figure if ask else line.figure
    else:
        kept, ids = kept_records(row, sheet_line)
        figure = kept.figure if kept else line.figure
    source = source_of(figure)
    shown = rows_by_id(Scope.whole_town(row.town_id), figure, ids[:ROWS_MAX])
    context = {
        "row": row,
        "line": line,
        "figure": FIGURES[figure],
        "heads": heads_of(figure),
        "rows": [as_row(source, one) for one in shown],
        "count": len(ids),
        "most": ROWS_MAX,
        "frozen": row.state != SCORING,
        "leads": request.actor.may("office"),
    }
    return render(request, "assessments/rows.html", context)


@route("assess", scope="place")
def sheet_score(request: PageRequest, sheet_id: UUID, sheet_line: str) -> HttpResponse:
    """评分: one line, with reason and evidence."""
    row, actor = the_sheet(request, sheet_id), request.actor
    line = next((one for one in row.scheme.items if one.key == sheet_line and one.by_people), None)
    if line is None:
        raise NotFound("这一项不由人评分。请返回考核表重新选择。")
    score = Score.objects.within(actor.scope).select_related("by").get(sheet=row, line=sheet_line)
    there = [str(one) for one in proofs(actor.scope, row.pk).get(score.pk, [])]
    initial = {
        "version": score.version,
        "points": "" if score.points is None else score.points,
        "is_aside": score.is_aside,
        "reason": score.reason,
        "evidence": score.evidence,
        "photos": ",".join(there),
    }
    form = filled(request, ScoreForm, initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.score_line(actor, sheet_id, sheet_line, **given))
        if done is not None:
            return back(request, f"已评分：{line.text}。", "sheet", sheet_id)
    chosen = form.values.get("photos") or ""
    context = {
        "row": row,
        "line": line,
        "score": score,
        "form": form,
        "photos": chosen_ids(chosen if isinstance(chosen, list) else chosen.split(",")),
    }
    return render(request, "assessments/score.html", context, status=form.status)


@route("report|supervise", scope="place")
def sheet_object(request: PageRequest, sheet_id: UUID, sheet_line: str) -> HttpResponse:
    """提出异议, to one line."""
    row, actor = the_sheet(request, sheet_id), request.actor
    line = next((one for one in row.scheme.items if one.key == sheet_line), None)
    if line is None:
        raise NotFound("这份考核表里没有这一项。请返回考核表重新选择。")
    form = posted(request, ObjectForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.object_to(actor, sheet_id, sheet_line, **given))
        if done is not None:
            return back(request, "异议已提出，答复以后会通知。", "sheet", sheet_id)
    told_line = next((one for one in lines_of(row.scheme, [row])[row.pk] if one.line.key == sheet_line), None)
    context = {
        "row": row,
        "line": line,
        "told": told_line,
        "points": points_text(told_line) if told_line else "",
        "origin": origin_of(told_line) if told_line else "",
        "form": form,
        "for_another": actor.may("supervise") and not is_own(actor, row),
        "why": "" if form.is_bound else why_not_object(row),
    }
    return render(request, "assessments/object.html", context, status=form.status)


@route("supervise", scope="place")
def objection(request: PageRequest, objection_id: UUID) -> HttpResponse:
    """答复异议."""
    actor = request.actor
    row = actor.find(Objection, objection_id, what="条异议")
    sheet_row = sheets(actor.scope).get(pk=row.sheet_id)
    line = next(one for one in sheet_row.scheme.items if one.key == row.line)
    form = posted(request, ObjectionForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.answer_objection(actor, objection_id, **given))
        if done is not None:
            return back(request, f"已答复：{done.state_label}。", "sheet", row.sheet_id)
    context = {
        "row": row,
        "sheet": sheet_row,
        "line": line,
        "form": form,
        "is_figure": line.kind == rules.FIGURE,
        "changed": [one for one in changed(sheet_row.scheme, sheet_row) if one.line.key == row.line],
    }
    return render(request, "assessments/objection.html", context, status=form.status)


@route("supervise", scope="place")
@require_POST
def sheet_retake(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """重新取数."""
    row = the_sheet(request, sheet_id)
    return pressed(
        request,
        lambda: actions.retake(request.actor, sheet_id, version=row.version),
        lambda done: f"已按现在的记录重新取数，得{done.total}分。",
        "sheet",
        sheet_id,
    )


@route("supervise", scope="place")
def sheet_drop(request: PageRequest, sheet_id: UUID) -> HttpResponse:
    """不参加考核."""
    row = the_sheet(request, sheet_id)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.drop_sheet(request.actor, sheet_id, **given))
        if done is not None:
            return back(request, f"{done.subject_name}不参加这次考核。", "sheet", sheet_id)
    return ask_reason(
        request,
        form,
        title="不参加考核",
        sub=str(row),
        says="退出以后不告知、不排名、不计数，评过的分留着。",
        label="退出考核",
        to=reverse("sheet", args=[sheet_id]),
    )
