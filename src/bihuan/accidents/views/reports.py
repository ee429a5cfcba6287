"""A flash report: made from the records with what has changed since the last one, and as paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.accidents import actions, queries, rules
from bihuan.accidents.forms import ReportForm
from bihuan.accidents.lifecycle import REPORTING
from bihuan.accidents.models import FlashReport
from bihuan.accidents.parts import SEES
from bihuan.accidents.printing import report_pdf
from bihuan.accidents.views.pages import find
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.inspections.queries import signing
from bihuan.inspections.uploads import filled


@route("accidents", scope="place")
def flash_report_new(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """签发事故快报: what the records say stands there; what is written by hand is as in the last report."""
    actor, row = request.actor, find(request.actor, accident_id)
    planned = queries.draft(actor.scope, row)
    who = [
        (str(person.pk), f"{person.name}（{post}）")
        for person, post in queries.signers(actor.scope, clock.today())
    ]
    mine = str(actor.person)
    town = Town.objects.of(actor.scope)
    initial = {
        **{name: planned.fields.get(name, "") for name in rules.WRITTEN_BY_HAND},
        "signed_by": mine if mine in dict(who) else "",
        "body": signing(actor.scope, clock.today()).bureau,
        "way": "system",
    }
    if planned.last is None:
        initial |= {"contact": actor.name, "phone": town.phone}
    form = filled(request, ReportForm, initial)

    def act(given: dict[str, Any]) -> FlashReport:
        return actions.make_report(
            actor,
            accident_id,
            version=given["version"],
            written={name: given[name] for name in rules.WRITTEN_BY_HAND},
            signed_by=given["signed_by"],
            is_final=given["is_final"],
            told=form.told(given),
        )

    if form.is_bound and (made := form.carry_out(act)) is not None:
        messages.success(request, f"已签发：{made.title} {made.number}。", extra_tags="good")
        return HttpResponseRedirect(reverse("accident", args=[row.pk]))
    open_now = row.state == REPORTING
    closed = f"这起事故{row.state_label}，不能报快报。终报以后有变化的，先按“终报后补报”。"
    context = {
        "row": find(actor, accident_id),
        "planned": planned,
        "title": rules.report_title(planned.order, is_final=False),
        "facts": [
            (label, planned.fields.get(name, ""))
            for name, label in rules.FIELDS.items()
            if name not in rules.WRITTEN_BY_HAND
        ],
        "form": form,
        "signers": who,
        "ways": list(rules.WAYS.items()),
        "allowed": open_now,
        "problem": form.message or form.wrong.get("version", "") or ("" if open_now else closed),
        "back": reverse("accident", args=[row.pk]),
    }
    return render(request, "accidents/report.html", context, status=form.status)


@route(SEES, scope="place")
def flash_report(request: PageRequest, accident_id: UUID, report_id: UUID) -> HttpResponse:
    """A flash report as it was signed, as PDF."""
    row = find(request.actor, accident_id)
    report = request.actor.find(FlashReport, report_id, what="份快报")
    if report.accident_id != row.pk:
        raise NotFound("这起事故没有这份快报。请返回事故页重新选择。")
    before = {one.order: one for one in queries.reports(request.actor.scope, row)}.get(report.order - 1)
    content = report_pdf(row, report, before, mark_of(request))
    return pdf_answer(content, f"{row.number} {report.title}")
