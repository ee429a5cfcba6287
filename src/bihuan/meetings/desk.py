"""The desk's sections of meetings: what meetings gave one to do; which meeting is due, with its draft in one press; minutes to be issued."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.desk import Item, Mark, Press, Section, declare_section
from bihuan.meetings.models import Resolution
from bihuan.meetings.queries import ahead, overdue, own, rhythm, to_minute

SHOWN = 8


def mark_of(row: Resolution) -> Mark:
    """How a decision stands: a badge."""
    how = row.how
    kinds = {
        "done": ("good", "circle-check"),
        "done_late": ("wait", "circle-check"),
        "open": ("run", "clock"),
        "late": ("bad", "alert-triangle"),
        "dropped": ("", "x"),
    }
    if how not in ("open", "late"):
        return (*kinds[how], row.how_label)
    left = (row.due_on - clock.today()).days
    words = f"逾期{-left}天" if left < 0 else f"还剩{left}天" if left else "今天到期"
    return (*kinds[how], words)


def _own(actor: Actor, now: datetime) -> Section | None:
    """What the actor's posts have to bring about; for who keeps the meetings, what is late with others as well."""
    if not actor.may("office") or actor.person is None:
        return None
    today = clock.town_day(now)
    rows = list(own(actor, today).select_related("meeting")[: SHOWN + 1])
    if actor.may("supervise"):
        mine = {row.pk for row in rows}
        late = overdue(actor.scope, today).select_related("meeting").order_by("due_on", "pk")[: SHOWN + 1]
        rows += [row for row in late if row.pk not in mine]
    items = [
        Item(
            row.text,
            f"{row.holder} · {row.meeting.title}",
            reverse("resolution", args=[row.pk]),
            mark_of(row),
        )
        for row in rows[:SHOWN]
    ]
    more = f"{reverse('meeting_resolutions')}?state=open" if len(rows) > SHOWN else ""
    return Section("会议议定事项", items, more)


def _due(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("meetings"):
        return None
    today = clock.town_day(now)
    items = [
        Item(
            f"{one.kind.name}{one.period.label}还没有召开",
            f"{in_words(one.period.last)}前召开",
            reverse("meetings"),
            ("wait", "clock", "该开了"),
            press=Press("起草", reverse("meeting_draft", args=[one.kind.pk])),
        )
        for one in rhythm(actor.scope, today)
        if one.presses(today)
    ]
    for meeting in to_minute(actor.scope)[:SHOWN]:
        on = in_words(meeting.held_on) if meeting.held_on else ""
        mark = ("wait", "file-text", "待印发纪要")
        items.append(Item(meeting.title, f"{on}召开", reverse("meeting_minutes", args=[meeting.pk]), mark))
    for meeting in ahead(actor.scope)[:SHOWN]:
        gone = meeting.at is not None and meeting.at < now
        mark = ("bad", "alert-triangle", "待登记情况") if gone else ("run", "calendar", meeting.state_label)
        when = moment_in_words(meeting.at) if meeting.at else "时间未定"
        items.append(
            Item(meeting.title, f"{when} · {meeting.place}", reverse("meeting", args=[meeting.pk]), mark)
        )
    return Section("会议", items, reverse("meetings"))


declare_section(20, _own)
declare_section(30, _due)
