"""Training as a person and as the office sees it; a session: opened, who comes, ended or called off."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.figures.tiles import latest_year, tiles
from bihuan.lists.views import answer
from bihuan.training import actions
from bihuan.training.actions.sessions import ORGANISES
from bihuan.training.forms import (
    GROUP_CHOICES,
    INVITED_POSTS,
    KIND_CHOICES,
    AddForm,
    ReasonForm,
    SessionForm,
    TickForm,
    VersionOnly,
)
from bihuan.training.lifecycle import CANCELLED, PLANNED
from bihuan.training.listing import SESSIONS, badge_of
from bihuan.training.models import Attendee, TrainingSession
from bihuan.training.queries import (
    attendees,
    exam_open_until,
    hours_of,
    own_hours,
    own_rows,
    sessions,
    to_end,
)
from bihuan.training.rules import GROUP_OF_POST, GROUPS, KINDS, hours_asked, plain
from bihuan.training.views.shared import ask_reason, file_shown, tabs, with_file
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit
from bihuan.units.views.plates import address_of

TILES = (
    "training.sessions",
    "training.people",
    "training.hours",
    "training.passed",
    "drills",
    "drills.people",
)
SHOWN, PEOPLE_SHOWN = 12, 600


@route("view", scope="place")
def training(request: PageRequest) -> HttpResponse:
    """培训: the person's own sessions and hours; for the office, what is planned, what waits, and the year's figures."""
    actor, today = request.actor, clock.today()
    is_office = actor.may("office")
    planned = sessions(actor.scope).filter(state=PLANNED)
    hours, year = (
        hours_of(actor.scope, actor.person_id, today.year),
        latest_year(actor.scope, "training.sessions"),
    )
    context = {
        "tabs": tabs(actor, "training"),
        "mine": list(own_rows(actor)[:SHOWN]),
        "hours": hours,
        "hours_label": plain(hours),
        "asked": _asked(actor),
        "planned": list(planned.filter(held_on__gte=today).order_by("held_on", "pk")[:SHOWN]),
        "to_end": list(to_end(actor.scope, today)[:SHOWN]) if is_office else [],
        "tiles": tiles(actor.scope, TILES, *year) if is_office else [],
        "year": year[0].year,
        "kinds": list(KINDS.items()),
        "may_organise": actor.may(ORGANISES),
        "badge_of": badge_of,
        "today_": today,
    }
    return render(request, "training/home.html", context)


def _asked(actor: Actor) -> list[tuple[str, int, str]]:
    """(group, hours, basis) of what is asked of the actor this year, by the posts held."""
    groups = sorted({GROUP_OF_POST[kind] for kind in actor.kinds if kind in GROUP_OF_POST})
    unit = Unit.objects.within(actor.scope).filter(pk=actor.seat).first() if actor.seat else None
    own, found = own_hours(actor.scope), []
    for group in groups:
        if asked := hours_asked(group, unit.category if unit else "", clock.today(), own):
            found.append((GROUPS[group], asked.hours, asked.source))
    return found


@route("office", scope="town")
def session_list(request: PageRequest) -> HttpResponse:
    """培训台账."""
    return answer(request, SESSIONS)


@route(ORGANISES, scope="town")
def session_new(request: PageRequest) -> HttpResponse:
    """安排培训."""
    data, problem = with_file(request, "material")
    form = SessionForm(data, initial=SessionForm.first(request.GET.get("kind", "")))
    if form.is_bound and not problem:
        made = form.carry_out(lambda given: actions.open_session(request.actor, **given))
        if made is not None:
            return back(request, f"已安排：{made.title}。", "session", made.pk)
    context = {
        "form": form,
        "problem": problem,
        "kinds": KIND_CHOICES,
        "posts": INVITED_POSTS,
        "categories": CATEGORY_CHOICES,
        "shown": file_shown(form.values["material"]),
    }
    return render(request, "training/session_new.html", context, status=422 if problem else form.status)


@route("view", scope="town")
def session(request: PageRequest, session_id: UUID) -> HttpResponse:
    """一场培训: when and where for all; who comes, for the office; POST by the organiser adds somebody."""
    actor, row = request.actor, request.actor.find(TrainingSession, session_id, what="场培训")
    form = posted(request, AddForm)

    def add(given: dict[str, Any]) -> Attendee:
        unit = named_unit(actor, given.pop("unit"), None)
        return actions.add_attendee(actor, session_id, unit_id=unit.pk if unit else None, **given)

    if form.is_bound:
        added = form.carry_out(add)
        if added is not None:
            return back(request, f"已补登：{added.name}。", "session", session_id)
    return _page(request, row, form)


def _page(request: PageRequest, row: TrainingSession, form: AddForm) -> HttpResponse:
    actor, today = request.actor, clock.today()
    people = list(attendees(actor.scope, row)[:PEOPLE_SHOWN]) if actor.may("office") else []
    mine = Attendee.objects.within(actor.scope.whole_town(actor.town)).filter(
        session=row, person=actor.person
    )
    came = [one for one in people if one.signed_on]
    organises = actor.may(ORGANISES)
    context = {
        "row": row,
        "form": form,
        "people": people,
        "came": came,
        "absent": [one for one in people if not one.signed_on],
        "invited": sum(one.invited for one in people),
        "examined": sum(one.examined_on is not None for one in came),
        "passed": sum(one.passed_on is not None for one in came),
        "mine": mine.first(),
        "badge": badge_of(row),
        "is_today": row.held_on == today,
        "is_over": row.held_on < today,
        "exam_open": row.exam_count and today <= exam_open_until(row) and row.state != CANCELLED,
        "exam_until": exam_open_until(row),
        "organises": organises,
        "may_tick": organises and row.state != CANCELLED and row.held_on <= today,
        "groups": GROUP_CHOICES,
        "qr_shown": organises and row.state == PLANNED and row.held_on >= today,
    }
    return render(request, "training/session.html", context, status=form.status)


@route(ORGANISES, scope="town")
def session_poster(request: PageRequest, session_id: UUID) -> HttpResponse:
    """签到二维码: to be printed for the wall or shown on the screen."""
    row = request.actor.find(TrainingSession, session_id, what="场培训")
    link = f"{address_of(request)}{reverse('training_code', args=[row.code])}"
    qr = segno.make(link, micro=False).svg_data_uri(scale=8, border=2)
    return render(request, "training/poster.html", {"row": row, "link": link, "qr": qr})


@route(ORGANISES, scope="town")
@require_POST
def session_tick(request: PageRequest, session_id: UUID) -> HttpResponse:
    """勾选到场."""
    request.actor.find(TrainingSession, session_id, what="场培训")
    form = TickForm(request.POST)
    chosen = form.cleaned_data["attendees"] if form.is_valid() else ()
    return _pressed(
        request,
        session_id,
        lambda: f"已登记到场{actions.tick(request.actor, session_id, chosen)}人。",
    )


@route(ORGANISES, scope="town")
@require_POST
def session_end(request: PageRequest, session_id: UUID) -> HttpResponse:
    """结束培训, in one press."""
    request.actor.find(TrainingSession, session_id, what="场培训")
    form = VersionOnly(request.POST)

    def end() -> str:
        done = form.carry_out(lambda given: actions.end_session(request.actor, session_id, **given))
        if done is None:
            raise form.refused_with or Refused(form.message)
        return "已登记结束，到场人员的学时已计入。"

    return _pressed(request, session_id, end)


@route(ORGANISES, scope="town")
@require_POST
def exam_again(request: PageRequest, attendee_id: UUID) -> HttpResponse:
    """允许补考."""
    row = request.actor.find(Attendee, attendee_id, what="名参训人员")

    def allow() -> str:
        actions.allow_again(request.actor, attendee_id)
        return f"{row.name}可以补考了，仍在原来的页面上考。"

    return _pressed(request, row.session_id, allow)


def _pressed(request: PageRequest, session_id: UUID, do: object) -> HttpResponse:
    """What one press does, told on the session's page."""
    try:
        messages.success(request, do(), extra_tags="good")  # type: ignore[operator]
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("session", args=[session_id]))


@route(ORGANISES, scope="town")
def session_cancel(request: PageRequest, session_id: UUID) -> HttpResponse:
    """取消培训."""
    row = request.actor.find(TrainingSession, session_id, what="场培训")
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.cancel_session(request.actor, session_id, **given))
        if done is not None:
            return back(request, f"已取消：{row.title}。", "session", session_id)
    return ask_reason(
        request,
        form,
        title="取消培训",
        sub=row.title,
        says="已通知的人会收到取消的通知。改期的，取消后重新安排。",
        to=reverse("session", args=[session_id]),
    )
