"""Next steps (下步打算): proposed from the records, ticked and reworded by a person, put into the draft's last section."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.figures.tiles import address
from bihuan.summaries import actions
from bihuan.summaries.actions.drafts import STEP_MAX_CHARS
from bihuan.summaries.forms import VersionForm
from bihuan.summaries.models import Summary
from bihuan.summaries.nextsteps import next_steps


@route("summarize", scope="town")
def summary_next(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """The proposals beside a draft. By POST the ticked ones go into the text; a refusal keeps all that was typed."""
    found = request.actor.find(Summary, summary_id, what="篇总结")
    if request.method != "POST":
        return _shown(request, found)
    taken = request.POST.getlist("take")
    form = VersionForm(request.POST)
    try:
        actions.insert_steps(
            request.actor,
            summary_id,
            version=form.cleaned_data["version"] if form.is_valid() else 0,
            sentences=[request.POST.get(f"text-{key}", "") for key in taken],
        )
    except Refused as refused:
        return _shown(request, found, refused.message)
    messages.success(request, f"已写入{len(taken)}条下步打算。")
    return HttpResponseRedirect(reverse("summary", args=[summary_id]))


def _shown(request: PageRequest, found: Summary, problem: str = "") -> HttpResponse:
    as_of = clock.so_far(found.as_of)
    steps = next_steps(request.actor.scope, found.since, clock.so_far(found.until), as_of)
    taken = request.POST.getlist("take")
    context = {
        "summary": found,
        "as_of": as_of,
        "steps": [
            (one, address(one.ask), request.POST.get(f"text-{one.key}", one.text), one.key in taken)
            for one in steps
        ],
        "longest": STEP_MAX_CHARS,
        "problem": problem,
        "panel": "summaries/next.html",
    }
    name = "next.html" if request.headers.get("HX-Request") else "panel_page.html"
    return render(request, f"summaries/{name}", context, status=422 if problem else 200)
