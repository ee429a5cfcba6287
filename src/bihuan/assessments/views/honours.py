"""May somebody be honoured? Asked on the page, and given under a number to be printed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.assessments import actions, vetoing
from bihuan.assessments.composing import answer_form, as_pdf
from bihuan.assessments.forms import BAR_CHOICES, HonourForm
from bihuan.assessments.listing import honour_badge
from bihuan.assessments.models import Honour, Veto
from bihuan.assessments.queries import answer_for
from bihuan.assessments.subjects import find
from bihuan.assessments.views.shared import tabs
from bihuan.assessments.views.vetoes import choices_of
from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope


@route("assess", scope="place")
def honours_ask(request: PageRequest) -> HttpResponse:
    """能否评优: asked by address, the answer with its reasons on the page; given under a number by a press."""
    actor, today = request.actor, clock.today()
    initial = {
        "subject": request.GET.get("subject", "")[:60],
        "bar": request.GET.get("bar") or vetoing.HONOURS,
        "honour": request.GET.get("honour") or f"{today.year}年度先进",
        "on": request.GET.get("on") or today.isoformat(),
    }
    form = posted(request, HonourForm, initial=initial)
    if form.is_bound:
        row = form.carry_out(lambda given: actions.answer_honour(actor, **given))
        if row is not None:
            return back(request, f"已出具：{row.number}。", "honour", row.pk)
    asked = form if form.is_bound else HonourForm({**initial, "honour_id": new_id()})
    answer = subject = None
    rows: list[Veto] = []
    if asked.is_valid():
        given = asked.cleaned_data
        subject = (
            find(actor, given["kind"], given["subject_id"], given["on"] or today)
            if given["subject_id"]
            else None
        )
        if subject:
            whole = Scope.whole_town(actor.town)
            answer, rows = answer_for(whole, subject, given["bar"], given["on"] or today)
    context = {
        "tabs": tabs(actor, "honours_ask"),
        "form": form,
        "bars": BAR_CHOICES,
        "groups": choices_of(actor, str(form.values["subject"] or "")),
        "subject": subject,
        "answer": answer,
        "rows": rows,
        "marks": {"yes": ("good", "check"), "no": ("bad", "ban"), "hold": ("wait", "clock")},
    }
    return render(request, "assessments/ask.html", context, status=form.status)


@route("office", scope="place")
def honour(request: PageRequest, honour_id: UUID) -> HttpResponse:
    """一份查询结果, as it was given."""
    row = request.actor.find(Honour, honour_id, what="份查询结果")
    context = {"row": row, "mark": honour_badge(row), "bars": vetoing.BARS}
    return render(request, "assessments/honour.html", context)


@route("office", scope="place")
def honour_file(request: PageRequest, honour_id: UUID) -> HttpResponse:
    """查询结果 as PDF."""
    row = request.actor.find(Honour, honour_id, what="份查询结果")
    town = Town.objects.of(request.actor.scope)
    return pdf_answer(
        as_pdf(answer_form(row, town.name, town.office, mark_of(request))), f"评优查询{row.subject_name}"
    )
