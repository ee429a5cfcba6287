"""After a summary was issued: what would read otherwise today, a corrected version, and two summaries side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed, Refused
from bihuan.figures.evaluation import Ask
from bihuan.figures.kept import ask_of
from bihuan.summaries import actions, queries
from bihuan.summaries.beside import beside
from bihuan.summaries.comparison import side_by_side
from bihuan.summaries.difference import differences
from bihuan.summaries.freezing import page_of, registry_version, seals
from bihuan.summaries.models import Summary
from bihuan.summaries.report import as_page, questions


@route("summarize", scope="town")
def summary_difference(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """更正报告: what an issued summary would say otherwise by the records of today, and why."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    if not found.is_frozen:
        messages.error(request, "还没有签发的总结总是按现在的记录填数，没有差异。", extra_tags="bad")
        return HttpResponseRedirect(reverse("summary", args=[summary_id]))
    scope = request.actor.scope
    context = {
        "summary": found,
        "changes": differences(scope, found),
        "seals": seals(scope, found),
        "redefined": page_of(found)["registry"] != registry_version(),
    }
    return render(request, "summaries/difference.html", context)


@route("summarize", scope="town")
def summary_correct(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """起草新版: a draft that corrects an issued summary."""
    request.actor.find(Summary, summary_id, what="篇总结")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("summary", args=[summary_id]))
    try:
        made = actions.draft_correction(request.actor, summary_id)
    except Refused as refused:
        messages.error(request, refused.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("summary", args=[summary_id]))
    return HttpResponseRedirect(reverse("summary", args=[made.pk]))


@route("summarize", scope="town")
def summary_compare(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """对照: two summaries or two versions side by side; of one alone, its numbers beside those of the period before and a year ago."""
    scope = request.actor.scope
    found = request.actor.find(Summary, summary_id, what="篇总结")
    others = queries.summaries(scope).exclude(pk=found.pk)[:50]
    chosen = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == chosen), None)
    if chosen and other is None:
        raise NotAllowed("没有找到要对照的总结。请从列表里选择。")
    left, right = sorted((found, other or found), key=lambda one: (one.until, one.made_at))
    context = {
        "summary": found,
        "others": others,
        "other": other,
        "left": left,
        "right": right,
        "both": side_by_side(_page(request, left), _page(request, right)) if other else None,
        "beside": [] if other else beside(scope, _asks(request, found)),
    }
    return render(request, "summaries/compare.html", context)


def _asks(request: PageRequest, summary: Summary) -> list[tuple[Ask, str]]:
    """The questions behind a summary's numbers, with the words of what each is narrowed to."""
    if summary.is_frozen:
        entries = [one for one in page_of(summary)["blanks"] if one.get("ask")]
        return [(ask_of(one["ask"]), (one.get("scope") or {}).get("text") or "") for one in entries]
    return questions(actions.worked_out(request.actor.scope, summary))


def _page(request: PageRequest, summary: Summary) -> dict[str, Any]:
    if summary.is_frozen:
        return page_of(summary)
    scope = request.actor.scope
    return as_page(actions.worked_out(scope, summary), scope)
