"""What is found of meetings, and of what they decided."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.meetings.desk import mark_of
from bihuan.meetings.models import Meeting, Resolution
from bihuan.meetings.queries import decisions_seen, meetings, resolutions, seen_by
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _meetings(actor: Actor) -> QuerySet[Meeting]:
    return seen_by(actor, meetings(actor.scope)).order_by("-at", "-pk")


def _meeting(_actor: Actor, row: Any) -> Hit:
    note = "，".join(filter(None, (in_words(row.on) if row.on else "", row.number, row.state_label)))
    return Hit(row.title, note, reverse("meeting", args=[row.pk]))


def _resolutions(actor: Actor) -> QuerySet[Resolution]:
    found = decisions_seen(actor, resolutions(actor.scope))
    return found.select_related("meeting").order_by("-issued_on", "-pk")


def _resolution(_actor: Actor, row: Any) -> Hit:
    note = f"{row.meeting.title}，{row.holder}，{in_words(row.due_on)}前"
    return Hit(row.text, note, reverse("resolution", args=[row.pk]), mark_of(row))


declare_kind(
    Kind(
        "meeting",
        "会议",
        Meeting,
        (("title", as_words), ("number", as_words)),
        told_by={"draft_meeting": "pk", "plan_meeting": "pk", "call_again": "pk", "issue_minutes": "pk"},
        rows=_meetings,
        hit=_meeting,
        right="office",
        words_for=("office",),
        number="number",
    )
)
declare_kind(
    Kind(
        "resolution",
        "会议议定事项",
        Resolution,
        (("text", as_words), ("holder", as_words)),
        told_by={"decide_resolution": "pk", "correct_resolution": "pk"},
        rows=_resolutions,
        hit=_resolution,
        right="office",
        words_for=("office",),
    )
)
