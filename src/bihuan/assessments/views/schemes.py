"""A year's schemes: how far each is; one with its lines and everybody's sheets; drawn up, begun, told, published, dropped, printed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.assessments import actions, rules
from bihuan.assessments.actions.publishing import why_not_publish
from bihuan.assessments.composing import as_ledger, as_pdf, points_text, ranking_ledger, result_notice
from bihuan.assessments.forms import ReasonForm, SchemeForm
from bihuan.assessments.lifecycle import DRAFT, DROPPED, PUBLISHED, RUNNING, SCORING
from bihuan.assessments.listing import sheet_badge
from bihuan.assessments.models import Scheme, Sheet
from bihuan.assessments.queries import (
    Told,
    lines_now,
    lines_told,
    ranked,
    schemes,
    scores,
    sheets,
    sum_of,
    years,
)
from bihuan.assessments.rules import Limits
from bihuan.assessments.usual import USUAL
from bihuan.assessments.views.shared import ask_reason, pressed, tabs
from bihuan.core import clock
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.figures.tiles import tiles
from bihuan.units.forms import CATEGORY_CHOICES

TILES = (
    "assess.subjects",
    "assess.average",
    "assess.excellent",
    "assess.failing",
    "veto.count",
    "honours.barred",
)
MARKS = {
    DRAFT: ("wait", "edit"),
    RUNNING: ("run", "list-check"),
    PUBLISHED: ("good", "circle-check"),
    DROPPED: ("", "x"),
}


def year_of(request: PageRequest) -> int:
    """The year that an address asks for; else this year, or the last one of which there are schemes."""
    said = request.GET.get("year", "")
    if said.isascii() and said.isdigit() and 2000 <= int(said) <= 2100:
        return int(said)
    today, known = clock.today(), years(request.actor.scope)
    return today.year if not known or today.year in known else known[0]


def the_scheme(request: PageRequest, scheme_id: UUID) -> Scheme:
    return request.actor.find(Scheme, scheme_id, what="份考核办法")


@route("office", scope="town")
def assessments(request: PageRequest) -> HttpResponse:
    """年度考核: the year's schemes with how far they are, and what came of them (?year=)."""
    actor, year = request.actor, year_of(request)
    first = date(year, 1, 1)
    until = max(first, min(clock.today(), date(year + 1, 12, 31)))
    rows = list(schemes(actor.scope, year))
    context = {
        "tabs": tabs(actor, "assessments"),
        "year": year,
        "years": sorted({*years(actor.scope), year}, reverse=True),
        "rows": [(one, (*MARKS[one.state], one.state_label)) for one in rows],
        "tiles": tiles(actor.scope, TILES, first, until) if rows else [],
        "kinds": list(rules.ASSESSED.items()),
    }
    return render(request, "assessments/home.html", context)


@route("supervise", scope="town")
def scheme_new(request: PageRequest, assessed_kind: str) -> HttpResponse:
    """拟定考核办法: begins with the last one of the kind, or with the usual lines."""
    if assessed_kind not in rules.ASSESSED:
        raise NotFound("没有这种考核对象。请返回年度考核重新选择。")
    actor, today = request.actor, clock.today()
    last = Scheme.objects.within(actor.scope).filter(kind=assessed_kind).exclude(state=DROPPED).first()
    limits = last.limits if last else Limits()
    initial: dict[str, Any] = {
        "year": today.year,
        "title": f"{today.year}年度{rules.ASSESSED[assessed_kind]}安全生产考核",
        "since": date(today.year, 1, 1).isoformat(),
        "until": date(today.year, 12, 31).isoformat(),
        "objection_days": last.objection_days if last else rules.OBJECTION_DAYS,
        "category": last.category if last else "",
        "excellent": limits.excellent,
        "good": limits.good,
        "passing": limits.passing,
        "version": 0,
    }
    lines = last.items if last else USUAL[assessed_kind]
    form = posted(request, SchemeForm, kind=assessed_kind, lines=lines, initial=initial)
    if form.is_bound:
        row = form.carry_out(
            lambda given: actions.make_scheme(
                actor, given["head"], given["lines"], scheme_id=given["scheme_id"]
            )
        )
        if row is not None:
            return back(request, f"已保存：{row}。看过无误后按“开始考核”。", "scheme", row.pk)
    return _form(request, form, assessed_kind, reverse("assessments"), "拟定考核办法")


@route("supervise", scope="town")
def scheme_edit(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """修改考核办法, while it is a draft."""
    row = the_scheme(request, scheme_id)
    names = ("year", "title", "since", "until", "objection_days", "category", "excellent", "good", "passing")
    initial = {name: getattr(row, name) for name in (*names, "version")}
    initial |= {name: getattr(row, name).isoformat() for name in ("since", "until")} | {"scheme_id": row.pk}
    form = posted(request, SchemeForm, kind=row.kind, lines=row.items, initial=initial)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.revise_scheme(
                request.actor, scheme_id, given["head"], given["lines"], version=given["version"]
            )
        )
        if done is not None:
            return back(request, f"已修改：{done}。", "scheme", scheme_id)
    return _form(request, form, row.kind, reverse("scheme", args=[scheme_id]), "修改考核办法")


def _form(request: PageRequest, form: SchemeForm, kind: str, to: str, title: str) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "whom": rules.ASSESSED[kind],
        "title": title,
        "to": to,
        "kinds": list(rules.KINDS.items()),
        "relations": list(rules.RELATIONS.items()),
        "figures": form.figures,
        "categories": CATEGORY_CHOICES,
    }
    return render(request, "assessments/scheme_form.html", context, status=form.status)


def lines_of(scheme: Scheme, rows: list[Sheet]) -> dict[UUID, list[Told]]:
    """What each of a scheme's sheets says: as it keeps it from telling on, by the records of today before."""
    scope = Scope.whole_town(scheme.town_id)
    by_sheet = scores(scope, rows)
    open_ = [one for one in rows if one.state == SCORING]
    found = lines_now(scheme, open_, by_sheet) if open_ else {}
    return found | {
        one.pk: lines_told(scheme, one, by_sheet.get(one.pk, {})) for one in rows if one.pk not in found
    }


@route("office", scope="town")
def scheme(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """一份考核: its lines, and the sheets of those in the actor's scope with the points of every line."""
    row, actor, today = the_scheme(request, scheme_id), request.actor, clock.today()
    mine = list(ranked(sheets(actor.scope).filter(scheme=row)))
    told = lines_of(row, [one for one in mine if one.state != DROPPED])
    table = []
    for one in mine:
        lines = told.get(one.pk, [])
        left = sum(not each.is_done for each in lines)
        total = one.total if one.total is not None else sum_of(lines).total
        table.append((one, sheet_badge(one), [points_text(each) for each in lines], total, left))
    running = [one for one in mine if one.state not in (DROPPED, PUBLISHED)]
    context = {
        "row": row,
        "mark": (*MARKS[row.state], row.state_label),
        "lines": row.items,
        "line_kinds": rules.KINDS,
        "rows": table,
        "may": actor.may("supervise"),
        "early": row.state == RUNNING and today <= row.until,
        "why_not": why_not_publish(row, running) if row.state == RUNNING and actor.may("supervise") else "",
    }
    return render(request, "assessments/scheme.html", context)


@route("supervise", scope="town")
@require_POST
def scheme_begin(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """开始考核."""
    row = the_scheme(request, scheme_id)
    return pressed(
        request,
        lambda: actions.begin_scheme(request.actor, row.pk, version=row.version),
        lambda done: f"已开始：{done}。系统指标自动得分，人工评分的逐项去评。",
        "scheme",
        scheme_id,
    )


@route("supervise", scope="town")
@require_POST
def scheme_tell(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """告知考核对象."""

    def said(done: tuple[list[Sheet], int]) -> str:
        left = f"，还有{done[1]}份没有评完" if done[1] else ""
        return f"已告知{len(done[0])}份{left}。"

    row = the_scheme(request, scheme_id)
    return pressed(request, lambda: actions.tell_sheets(request.actor, row.pk), said, "scheme", scheme_id)


@route("supervise", scope="town")
@require_POST
def scheme_publish(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """公布考核结果."""
    row = the_scheme(request, scheme_id)
    return pressed(
        request,
        lambda: actions.publish_scheme(request.actor, row.pk, version=row.version),
        lambda done: f"已公布：{done.number}。以后记录有更正的，列在“公布后有变”里，公布的数不变。",
        "scheme",
        scheme_id,
    )


@route("supervise", scope="town")
def scheme_drop(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """作废考核办法."""
    row = the_scheme(request, scheme_id)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.drop_scheme(request.actor, scheme_id, **given))
        if done is not None:
            return HttpResponseRedirect(f"{reverse('assessments')}?year={done.year}")
    return ask_reason(
        request,
        form,
        title="作废考核办法",
        sub=row.title,
        says="作废以后，各考核表不再评分、告知，评过的分和异议都留着，不计入任何数。",
        label="作废",
        to=reverse("scheme", args=[scheme_id]),
    )


@route("office", scope="town")
def scheme_ranking(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """考核结果排名 as PDF: a row a subject with the points of every line."""
    row = the_scheme(request, scheme_id)
    mine = list(ranked(sheets(request.actor.scope).filter(scheme=row).exclude(state=DROPPED)))
    told = lines_of(row, mine)
    ledger = ranking_ledger(
        row,
        [(one, told[one.pk]) for one in mine],
        Town.objects.of(request.actor.scope).name,
        mark_of(request),
    )
    return pdf_answer(as_ledger(ledger), f"{row.title}排名")


@route("office", scope="town")
def scheme_notice(request: PageRequest, scheme_id: UUID) -> HttpResponse:
    """考核结果的通报 as PDF, once it is published."""
    row = the_scheme(request, scheme_id)
    if row.state != PUBLISHED:
        return refused(request, f"“{row}”{row.state_label}，公布以后才有通报。", "scheme", scheme_id)
    mine = list(ranked(sheets(request.actor.scope).filter(scheme=row, state=PUBLISHED)))
    return pdf_answer(
        as_pdf(result_notice(row, mine, Town.objects.of(request.actor.scope).name, mark_of(request))),
        f"{row.title}通报",
    )
