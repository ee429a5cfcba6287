"""领导履职: what each leader did in a year against the list; the list; what is entered of a leader."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.grid.models import Post
from bihuan.meetings import actions
from bihuan.meetings.forms import (
    LEADER_CHOICES,
    MEASURE_CHOICES,
    RECORD_CHOICES,
    DutyForm,
    RecordForm,
    VoidForm,
)
from bihuan.meetings.leaders import narrowed, year_of, years
from bihuan.meetings.leading import BASIS, MEASURES
from bihuan.meetings.models import LeaderDuty, LeaderRecord
from bihuan.meetings.papers import leaders_ledger
from bihuan.meetings.queries import seats
from bihuan.meetings.rules import EVERY, LEADERS
from bihuan.meetings.views.shared import ask_reason, tabs


def _year(request: PageRequest) -> int:
    asked, today = request.GET.get("year", ""), clock.today()
    return (
        int(asked)
        if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= today.year
        else today.year
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@route("office", scope="town")
def leaders(request: PageRequest) -> HttpResponse:
    """领导履职: a panel for each leader, each number leading to its records."""
    actor, today, year = request.actor, clock.today(), _year(request)
    context = {
        "tabs": tabs(actor, "leaders"),
        "year": year,
        "years": years(actor.scope),
        "leaders": year_of(actor.scope, year, today),
        "is_listed": LeaderDuty.objects.within(actor.scope).exists(),
        "measures": MEASURES,
        "shown": ("meetings", "spoke", "led"),
    }
    return render(request, "meetings/leaders.html", context)


@route("office", scope="town")
def leaders_paper(request: PageRequest) -> HttpResponse:
    """The same as a ledger, to be signed and handed up."""
    actor, today, year = request.actor, clock.today(), _year(request)
    town = Town.objects.of(actor.scope)
    made = leaders_ledger(year_of(actor.scope, year, today), town, year, today, mark_of(request))
    try:
        content = paper.ledger_pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        return refused(request, str(error), "leaders")
    return pdf_answer(content, f"{year}年领导履职情况")


@route("office", scope="town")
def leader(request: PageRequest, leader_post_id: UUID) -> HttpResponse:
    """The records behind a number: what a leader did in a year, of one measure, between two days."""
    actor, today, year = request.actor, clock.today(), _year(request)
    request.actor.find(Post, leader_post_id, what="个岗位")
    found = year_of(actor.scope, year, today, only=leader_post_id)
    measure = request.GET.get("measure", "")
    since, until = _day(request.GET.get("since", "")), _day(request.GET.get("until", ""))
    one = narrowed(found[0], measure if measure in MEASURES else "", since, until) if found else None
    records = LeaderRecord.objects.within(actor.scope).filter(
        person=one.post.person_id if one else None, on__year=year, voided_on__isnull=True
    )
    context = {
        "one": one,
        "year": year,
        "measure": MEASURES.get(measure),
        "records": records if actor.may("supervise") else (),
        "since": since,
        "until": until,
    }
    return render(request, "meetings/leader.html", context)


@route("supervise", scope="town")
def leader_duties(request: PageRequest) -> HttpResponse:
    """职责清单: POST adds an item."""
    actor, today = request.actor, clock.today()
    initial: dict[str, Any] = {
        "from_on": today.replace(month=1, day=1).isoformat(),
        "times": 1,
        "basis": BASIS,
    }
    form = posted(request, DutyForm, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_leader_duty(actor, **given))
        if done is not None:
            return back(request, f"已列入：{done}。", "leader_duties")
    rows = LeaderDuty.objects.within(actor.scope).filter(ended_on__isnull=True)
    by_post = [(label, [one for one in rows if one.post == code]) for code, label in LEADER_CHOICES]
    context = {
        "tabs": tabs(actor, "leader_duties"),
        "form": form,
        "by_post": [(label, some) for label, some in by_post if some],
        "was_any": LeaderDuty.objects.within(actor.scope).exists(),
        "posts": LEADER_CHOICES,
        "measures": MEASURE_CHOICES,
        "every": [one for one in EVERY.items() if one[0]],
    }
    return render(request, "meetings/duties.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def leader_duties_adopt(request: PageRequest) -> HttpResponse:
    """采用常用清单."""
    try:
        rows = actions.adopt_usual_duties(request.actor)
    except Refused as error:
        return refused(request, error.message, "leader_duties")
    return back(request, f"已列入{len(rows)}项，可以停用不要的、另加本镇的。", "leader_duties")


@route("supervise", scope="town")
@require_POST
def leader_duty_end(request: PageRequest, leader_duty_id: UUID) -> HttpResponse:
    """停用清单事项."""
    request.actor.find(LeaderDuty, leader_duty_id, what="项职责")
    try:
        row = actions.end_leader_duty(request.actor, leader_duty_id)
    except Refused as error:
        return refused(request, error.message, "leader_duties")
    return back(request, f"已停用：{row}。", "leader_duties")


@route("meetings", scope="town")
def leader_record_new(request: PageRequest) -> HttpResponse:
    """登记履职."""
    actor = request.actor
    initial = {"on": clock.today().isoformat(), "person": request.GET.get("person", "")}
    form = posted(request, RecordForm, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.note_leader_record(actor, **given))
        if done is not None:
            return back(request, "已登记。", "leaders")
    people = {str(one.person.pk): one.label for one in seats(actor.scope, clock.today(), LEADERS)}
    context = {"form": form, "people": list(people.items()), "measures": RECORD_CHOICES}
    return render(request, "meetings/record.html", context, status=form.status)


@route("supervise", scope="town")
def leader_record_void(request: PageRequest, leader_record_id: UUID) -> HttpResponse:
    """作废履职登记."""
    row = request.actor.find(LeaderRecord, leader_record_id, what="条履职登记")
    form = posted(request, VoidForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.void_leader_record(request.actor, row.pk, **given))
        if done is not None:
            return back(request, "已作废。", "leaders")
    return ask_reason(
        request,
        form,
        title="作废履职登记",
        sub=f"{row.person.name}：{row.text}",
        says="作废的不再计入，原因会留在日志里。",
        label="作废",
        to=reverse("leaders"),
    )
