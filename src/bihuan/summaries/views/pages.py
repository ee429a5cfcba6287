"""The pages of summaries: the text on the left; the pressed number's reason and rows on the right."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of
from bihuan.core.scope import Scope
from bihuan.figures.registry import FIGURES
from bihuan.figures.rows import as_row, heads_of, rows_by_id, source_of
from bihuan.summaries import actions, layout, queries
from bihuan.summaries.annex import annex_of
from bihuan.summaries.beside import HEADS, TITLE, notes_of, on_paper, rows_of, table_of
from bihuan.summaries.binding.vocabulary import Vocabulary, running
from bihuan.summaries.builtin import period_of, text_of, title_of
from bihuan.summaries.candidates import options
from bihuan.summaries.engine import Filled, Result, row_ids
from bihuan.summaries.forms import ChoiceForm, SummaryForm, TextForm
from bihuan.summaries.freezing import ids_of, page_of, seals
from bihuan.summaries.models import REPORT_KINDS, Summary
from bihuan.summaries.reading.limits import SIZE_MAX_BYTES, NarrativeError
from bihuan.summaries.reading.narrative import parse
from bihuan.summaries.reading.terms import moved_terms
from bihuan.summaries.reading.years import other_year
from bihuan.summaries.report import as_document, as_page, blank_entry, claim_entry, questions
from bihuan.summaries.rules import BULLETINS, COMPARED, RHYTHMS
from bihuan.summaries.views.choosing import choosable

E = TypeVar("E")
ROWS_SHOWN = 50


@route("summarize", scope="town")
def summaries(request: PageRequest) -> HttpResponse:
    """总结列表, and which kinds are drafted by themselves."""
    scope = request.actor.scope
    context = {
        "rows": queries.summaries(scope)[:200],
        "bulletins": [(kind, RHYTHMS[kind]) for kind in BULLETINS],
        "chosen": queries.bulletin_kinds(scope),
    }
    return render(request, "summaries/list.html", context)


@route("summarize", scope="town")
def summary_new(request: PageRequest) -> HttpResponse:
    """起草总结: from a file, from pasted text, from a text of the town's own, or from a built-in one of each kind."""
    if request.method != "POST":
        return render(request, "summaries/new.html", _offered(request))
    form = SummaryForm(request.POST, request.FILES)
    try:
        made = _draft(request, form)
    except Refused as refused:
        errors = {name: str(texts[0]) for name, texts in form.errors.items()} | refused.fields
        lists = _lists(request.actor.scope, queries.vocabulary(request.actor.scope))
        context = {"values": request.POST, "errors": errors, "problem": refused.message, **lists}
        return render(request, "summaries/new.html", context, status=422)
    return HttpResponseRedirect(reverse("summary", args=[made.pk]))


def _offered(request: PageRequest) -> dict[str, Any]:
    """What the page of a new summary begins with: the kind's own period, title and text; a template of the town's own
    where one is asked for."""
    scope = request.actor.scope
    words = queries.vocabulary(scope)
    lists = _lists(scope, words)
    own = next((one for one in lists["templates"] if str(one.pk) == request.GET.get("template", "")), None)
    drive = next((one for one in words.campaigns if str(one.id) == request.GET.get("campaign", "")), None)
    kind = own.kind if own else request.GET.get("kind", "campaign" if drive else "annual")
    kind = kind if kind in REPORT_KINDS else "annual"
    if kind == "campaign" and drive is None:
        drive = words.campaigns[-1] if words.campaigns else None
    since, until = (
        (drive.since, drive.until) if kind == "campaign" and drive else period_of(kind, clock.today())
    )
    own_text = moved_terms(own.text, kind, own.since, since) if own else ""
    values: dict[str, Any] = {
        "kind": kind,
        "template": own.pk if own else "",
        "title": title_of(kind, since, drive),
        "since": f"{since:%Y-%m-%d}",
        "until": f"{until:%Y-%m-%d}",
        "text": own_text or text_of(kind, running(words, since, until), drive),
    }
    return {"values": values, "errors": {}, **lists}


def _lists(scope: Scope, words: Vocabulary) -> dict[str, Any]:
    """What the page of a new summary offers to choose from."""
    return {"kinds": REPORT_KINDS, "templates": queries.templates(scope), "campaigns": words.campaigns}


@route("summarize", scope="town")
def summary(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """One summary: a draft worked out by the records as they are, an issued one as it was frozen."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    result = None if found.is_frozen else _result(request, found)
    page = as_page(result, request.actor.scope) if result else page_of(found)
    table = _beside(request, found, result)
    counts = {
        "bound": sum(one["status"] == "bound" for one in page["blanks"]),
        "open": sum(one["open"] for one in page["blanks"]),
        "narrowed": sum(bool(one.get("narrowed")) for one in page["blanks"]),
        "differs": sum(bool(one.get("differs")) for one in page["blanks"]),
        "disproved": sum(one["verdict"] == "disproved" for one in page["claims"]),
        "broken": [one for one in page["identities"] if not one["holds"]],
    }
    context = {
        "summary": found,
        "page_data": page,
        "blocks": layout.blocks(page["paragraphs"]),
        "beside_rows": rows_of(table) if table else [],
        "beside_notes": notes_of(table) if table else [],
        "beside_heads": HEADS,
        "beside_title": TITLE,
        "may_compare": found.has_beside or found.kind in COMPARED,
        "counts": counts,
        "next_open": _next_open(page["blanks"], request.GET.get("after", "")),
        "later": queries.later(request.actor.scope, found),
        "seals": seals(request.actor.scope, found),
        "ends_later": not found.is_frozen and found.until > clock.today(),
        "other_year": other_year(found.text, found.since.year),
        "remarks": queries.remarks(request.actor.scope, found),
        "may_sign": request.actor.may("sign"),
    }
    return render(request, "summaries/summary.html", context)


def _beside(request: PageRequest, found: Summary, result: Result | None) -> dict[str, Any] | None:
    """The table of comparison: frozen, or by the records of now; None where the paper goes without."""
    if found.is_frozen:
        return page_of(found).get("beside")
    if not found.has_beside or result is None:
        return None
    return table_of(request.actor.scope, questions(result), result.since, result.until)


def _next_open(blanks: list[dict[str, Any]], after: str) -> int | None:
    """The next blank that wants an answer, once one has been given; None where nothing was or nothing is left."""
    if not re.fullmatch(r"[0-9]{1,6}", after):
        return None
    left = [one["index"] for one in blanks if one["open"] and one["status"] != "unrecorded"]
    return next((index for index in left if index > int(after)), left[0] if left else None)


@route("summarize", scope="town")
def summary_blank(request: PageRequest, summary_id: UUID, index: int) -> HttpResponse:
    """The reason and the rows behind a number."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    if found.is_frozen:
        entry, ids = _frozen(page_of(found), "blanks", index)
        return _panel(request, "summaries/blank.html", entry, entry["figure"], ids)
    return _draft_blank(request, found, _result(request, found), index)


def refused_choice(request: PageRequest, found: Summary, form: ChoiceForm) -> HttpResponse:
    """The panel of a blank whose choice was refused, with all that was chosen; the text itself where the blank is gone."""
    index = form.cleaned_data.get("index")
    result = None if found.is_frozen else _result(request, found)
    if result is None or index is None or index >= len(result.blanks):
        messages.error(request, form.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("summary", args=[found.pk]))
    response = _draft_blank(request, found, result, index, form)
    response.status_code = form.status
    return response


def _draft_blank(
    request: PageRequest, found: Summary, result: Result, index: int, form: ChoiceForm | None = None
) -> HttpResponse:
    scope = request.actor.scope
    filled = _at(result.blanks, index)
    entry, ask = blank_entry(filled, scope), filled.ask
    ids = row_ids(scope, ask) if ask else []
    words = queries.vocabulary(scope)
    more = {
        "summary": found,
        "options": options(scope, result, index, words) if found.state == "draft" else [],
        "lists": choosable(words, "figure", "campaign", "category", "place", "team", "measure"),
        "values": form.values if form else _as_read(result, filled, words),
        "wrong": form.wrong if form else {},
        "refused": form.message if form else "",
    }
    return _panel(request, "summaries/blank.html", entry, entry["figure"], ids, more)


def _as_read(result: Result, filled: Filled, words: Vocabulary) -> dict[str, Any]:
    """What the form of another choice begins with: the meaning as it is read now. The summary's own days stay open, for
    they may go on."""
    binding = filled.binding
    part = binding.scope
    own = binding.period == (result.since, result.until)
    return {
        "figure": binding.figure,
        "campaign": next((one.name for one in words.campaigns if str(one.id) == part.campaign), ""),
        "category": part.category,
        "place": part.place,
        "team": next((name for team, name in words.teams if str(team) == part.team), ""),
        "since": "" if own else binding.period[0],
        "until": "" if own else binding.period[1],
        "measure": binding.measure.kind,
        "rounded": binding.rounded,
        "words": binding.fixed if binding.chosen else "",
    }


@route("summarize", scope="town")
def summary_claim(request: PageRequest, summary_id: UUID, index: int) -> HttpResponse:
    """The verdict on a claim, what it rests on, and the records that speak against it."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    if found.is_frozen:
        entry, ids = _frozen(page_of(found), "claims", index)
        return _panel(request, "summaries/claim.html", entry, entry["evidence"]["figure"], ids)
    result = _result(request, found)
    judged = _at(result.claims, index)
    entry = claim_entry(judged, request.actor.scope)
    ask = judged.against or judged.evidence
    ids = row_ids(request.actor.scope, ask) if ask else []
    words = result.narrative.text[judged.claim.start : judged.claim.end]
    more = {"summary": found, "words": words, "index": index}
    return _panel(request, "summaries/claim.html", entry, ask.figure if ask else None, ids, more)


@route("summarize", scope="town")
def summary_edit(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """修改文稿."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    values = {"text": found.text, "version": found.version}
    if request.method != "POST":
        return render(request, "summaries/edit.html", {"summary": found, "values": values, "errors": {}})
    form = TextForm(request.POST)
    try:
        if not form.is_valid():
            raise Incomplete("请填写文稿。", {"text": "请填写文稿。"})
        actions.revise_summary(request.actor, found.pk, **form.cleaned_data)
    except Refused as refused:
        context = {
            "summary": found,
            "values": request.POST,
            "errors": refused.fields,
            "problem": refused.message,
        }
        return render(request, "summaries/edit.html", context, status=422)
    return HttpResponseRedirect(reverse("summary", args=[found.pk]))


@route("summarize", scope="town")
def summary_file(request: PageRequest, summary_id: UUID, form: str) -> HttpResponse:
    """The summary as docx or PDF, in official layout."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    kinds = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
    }
    if form not in kinds:
        raise Http404
    town = Town.objects.of(request.actor.scope)
    result = None if found.is_frozen else _result(request, found)
    text = result.filled_text() if result else found.filled
    table = _beside(request, found, result)
    document = as_document(
        text,
        title=found.title,
        organ=f"{town.name}人民政府",
        dated=found.until,
        mark=mark_of(request),
        annex=annex_of(page_of(found)) if found.is_frozen and request.GET.get("annex") else None,
        below=on_paper(table) if table else (),
    )
    try:
        content = (
            paper.docx(document) if form == "docx" else paper.pdf(document, extra_fonts=settings.FONTS_DIR)
        )
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("summary", args=[found.pk]))
    response = HttpResponse(content, content_type=kinds[form])
    response["Content-Disposition"] = f'attachment; filename="summary-{found.until:%Y%m%d}.{form}"'
    return response


def _draft(request: PageRequest, form: SummaryForm) -> Summary:
    if not form.is_valid():
        raise Incomplete("填写的内容有误，请看各项下面的说明。")
    given = form.cleaned_data
    text = given["text"]
    if upload := given["file"]:
        try:
            if upload.size > SIZE_MAX_BYTES:
                raise NarrativeError("文件超过5MB，不像是一篇总结，请检查。")
            text = parse(upload.read(), upload.name).text
        except NarrativeError as error:
            raise Incomplete(str(error), {"file": str(error)}) from error
    own = actions.choices_of(request.actor, given["template"], since=given["since"])
    return actions.draft_summary(
        request.actor,
        kind=given["kind"] or "annual",
        choices=own,
        title=given["title"],
        text=text,
        since=given["since"],
        until=given["until"],
        as_of=given["as_of"] or clock.so_far(given["until"]),
    )


def _result(request: PageRequest, found: Summary) -> Result:
    return actions.worked_out(request.actor.scope, found)


def _at(entries: Sequence[E], index: int) -> E:
    """One of some entries; Http404 past the last."""
    if index >= len(entries):
        raise Http404
    return entries[index]


def _frozen(page: dict[str, Any], kind: str, index: int) -> tuple[dict[str, Any], list[str]]:
    """One of the frozen page's blanks or claims, and the ids of the records behind it."""
    entry = _at(page[kind], index)
    return entry, ids_of(page, entry)


def _panel(
    request: PageRequest,
    template: str,
    entry: dict[str, Any],
    key: str | None,
    ids: list[str],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "entry": entry,
        "figure": FIGURES.get(key or ""),
        "count": len(ids),
        **(more or {}),
    }
    if key in FIGURES and ids:
        shown = rows_by_id(request.actor.scope, key, ids[:ROWS_SHOWN])
        context |= {"heads": heads_of(key), "rows": [as_row(source_of(key), row) for row in shown]}
    if not request.headers.get("HX-Request"):
        return render(request, "summaries/panel_page.html", context | {"panel": template})
    return render(request, template, context)
