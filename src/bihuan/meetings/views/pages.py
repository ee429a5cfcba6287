"""What is to be held and followed up; the lists; a meeting's own page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.figures.tiles import tiles
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer
from bihuan.meetings.desk import mark_of
from bihuan.meetings.lifecycle import CALLED, HELD, ISSUED, MEETING, PLANNED
from bihuan.meetings.listing import MEETINGS, RESOLUTIONS, badge_of
from bihuan.meetings.models import Meeting, MeetingKind, MeetingPaper, Resolution
from bihuan.meetings.queries import (
    ahead,
    attendance_of,
    decisions_seen,
    find_meeting,
    held,
    invited,
    kinds_in_force,
    overdue,
    rhythm,
    seen_by,
    to_minute,
)
from bihuan.meetings.views.shared import tabs

TILES = (
    "meetings.party",
    "meetings.committee",
    "meetings.special",
    "meetings.decided",
    "meetings.decided_done",
    "meetings.decided_overdue",
)
RECENT, LATE_SHOWN = 6, 8


@route("office", scope="town")
def meetings(request: PageRequest) -> HttpResponse:
    """会议: which is due, which is ahead, whose minutes wait, which decisions are late."""
    actor, today = request.actor, clock.today()
    scope = actor.scope
    kinds = list(kinds_in_force(scope))
    recent = seen_by(actor, held(scope)).order_by("-held_on", "-pk")[:RECENT]
    context = {
        "tabs": tabs(actor, "meetings"),
        "rhythm": [(one, one.presses(today)) for one in rhythm(scope, today)],
        "kinds": kinds,
        "ahead": list(seen_by(actor, ahead(scope))),
        "to_minute": list(seen_by(actor, to_minute(scope))),
        "recent": recent,
        "late": decisions_seen(actor, overdue(scope, today))
        .select_related("meeting")
        .order_by("due_on", "pk")[:LATE_SHOWN],
        "tiles": tiles(scope, TILES, today.replace(month=1, day=1), today),
        "badge_of": badge_of,
        "mark_of": mark_of,
        "was_any": MeetingKind.objects.within(scope).exists(),
    }
    return render(request, "meetings/home.html", context)


@route("office", scope="town")
def meetings_list(request: PageRequest) -> HttpResponse:
    """会议清单."""
    return answer(request, MEETINGS)


@route("office", scope="town")
def meeting_resolutions(request: PageRequest) -> HttpResponse:
    """议定事项."""
    return answer(request, RESOLUTIONS)


@route("office", scope="town")
def meeting(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting: its plan or what came of it, its papers, what may be done now."""
    actor = request.actor
    row = find_meeting(actor, meeting_id)
    scope = actor.scope
    decided = Resolution.objects.within(scope).filter(meeting=row).order_by("due_on", "pk")
    context = {
        "row": row,
        "mark": badge_of(row),
        "buttons": _buttons(actor, row),
        "topics": [(one, [said for said in decided if said.topic == one.key[:12]]) for one in row.topics],
        "attendance": list(attendance_of(scope, row)) if row.held_on else [],
        "invited": invited(scope, row, row.on or clock.today()) if row.state in (PLANNED, CALLED) else [],
        "papers": MeetingPaper.objects.within(scope).filter(meeting=row).select_related("by"),
        "reported": Resolution.objects.within(scope).filter(told_in=row).select_related("meeting"),
        "mark_of": mark_of,
        "may_call": row.state == PLANNED and actor.may("meetings"),
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
    }
    return render(request, "meetings/meeting.html", context)


PRESSES = {
    PLANNED: (("修改安排", "meeting_edit"), ("登记会议情况", "meeting_hold"), ("取消", "meeting_cancel")),
    CALLED: (("登记会议情况", "meeting_hold"), ("改期重发通知", "meeting_edit"), ("取消", "meeting_cancel")),
    HELD: (("写纪要", "meeting_minutes"), ("更正会议情况", "meeting_hold")),
    ISSUED: (("更正纪要", "meeting_minutes"),),
}


def _buttons(actor: Actor, row: Meeting) -> list[tuple[str, str]]:
    """What may be done now, what presses first."""
    if not any(actor.may(move.right) for move in MEETING.from_state(row.state)):
        return []
    return [(label, reverse(name, args=[row.pk])) for label, name in PRESSES.get(row.state, ())]
