"""The desk's sections of training: a person's own session today and the exam that waits; for who organises, what was not ended; lessons to put
right; plans to be looked over."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Press, Section, declare_section
from bihuan.training.lifecycle import PLANNED
from bihuan.training.models import Attendee
from bihuan.training.queries import open_lessons, own_rows, plans, to_end
from bihuan.training.rules import EXAM_DAYS

SHOWN, AHEAD_DAYS, PLAN_DAYS = 8, 7, 30


def _own(actor: Actor, now: datetime) -> Section | None:
    if actor.person is None:
        return None
    today = clock.town_day(now)
    since = today - timedelta(days=EXAM_DAYS)
    rows = own_rows(actor).filter(
        session__held_on__gte=since, session__held_on__lte=today + timedelta(days=AHEAD_DAYS)
    )
    items = [item for row in rows[: SHOWN * 2] if (item := _item(row, today))]
    return Section("培训", items[:SHOWN], reverse("training"))


def _item(row: Attendee, today: date) -> Item | None:
    session = row.session
    at = f"{session.starts:%H:%M} " if session.starts else ""
    where = f"{in_words(session.held_on)} {at}· {session.place}"
    if row.signed_on and session.exam_count and row.examined_on is None:
        url = reverse("session_exam", args=[session.pk])
        return Item(f"{session.title}：考试", where, url, ("wait", "edit", "待考试"))
    if row.signed_on or session.state != PLANNED or session.held_on < today:
        return None
    url = reverse("session", args=[session.pk])
    if session.held_on > today:
        return Item(session.title, where, url)
    press = Press("签到", reverse("session_sign", args=[session.pk]))
    return Item(session.title, where, url, ("wait", "clock", "今天"), press=press)


def _to_end(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("units"):
        return None
    mark = ("wait", "clock", "待登记结束")
    items = [
        Item(one.title, in_words(one.held_on), reverse("session", args=[one.pk]), mark)
        for one in to_end(actor.scope, clock.town_day(now))[:SHOWN]
    ]
    return Section("培训登记", items, reverse("session_list"))


def _lessons(actor: Actor, now: datetime) -> Section | None:
    if actor.person is None:
        return None
    today = clock.town_day(now)
    rows = open_lessons(actor.scope).filter(person=actor.person)
    items = [
        Item(
            one.text,
            f"{one.drill.title} · {in_words(one.due_on)}前",
            reverse("drill", args=[one.drill_id]),
            ("bad", "alert-triangle", "逾期") if one.due_on < today else ("wait", "clock", "待落实"),
        )
        for one in rows[:SHOWN]
        if one.due_on
    ]
    return Section("演练改进", items)


def _plans(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("units"):
        return None
    today = clock.town_day(now)
    rows = plans(actor.scope).filter(review_on__lte=today + timedelta(days=PLAN_DAYS))
    items = [
        Item(
            f"{one.title}应当评估修订",
            f"{one.cell.name} · {in_words(one.review_on)}前",
            reverse("contingency_review", args=[one.pk]),
            ("bad", "alert-triangle", "逾期") if one.review_on < today else None,
        )
        for one in rows[:SHOWN]
    ]
    return Section("应急预案", items, reverse("contingencies"))


declare_section(20, _own)
declare_section(40, _to_end)
declare_section(40, _lessons)
declare_section(50, _plans)
