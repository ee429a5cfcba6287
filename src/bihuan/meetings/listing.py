"""The lists of meetings and of what they decided."""

from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.meetings.desk import mark_of
from bihuan.meetings.forms import (
    HOW_CHOICES,
    SORT_CHOICES,
    STATE_CHOICES,
    MeetingFilter,
    ResolutionFilter,
)
from bihuan.meetings.models import Meeting
from bihuan.meetings.queries import decisions_seen, seen_by

BADGES = {
    "planned": ("wait", "edit"),
    "called": ("run", "calendar"),
    "held": ("wait", "file-text"),
    "issued": ("good", "circle-check"),
    "cancelled": ("", "x"),
}


def badge_of(row: Meeting) -> Mark:
    """The badge of a meeting's state."""
    return (*BADGES[row.state], row.state_label)


def _filters(_actor: Actor) -> dict[str, Any]:
    return {"sorts": SORT_CHOICES, "states": STATE_CHOICES, "badge_of": badge_of}


def _of_resolutions(_actor: Actor) -> dict[str, Any]:
    return {"sorts": SORT_CHOICES, "states": HOW_CHOICES, "mark_of": mark_of}


MEETINGS = declare_listing(
    Listing(
        key="meetings_list",
        title="会议清单",
        unit="次",
        right="office",
        form=MeetingFilter,
        known=seen_by,
        columns=(
            Column("title", "会议", lambda row: row.title, main=True, wide=36),
            Column("at", "时间", lambda row: row.at, wide=20),
            Column("sort", "类别", lambda row: row.get_sort_display()),
            Column("state", "状态", lambda row: row.state_label),
            Column("topics", "议题", lambda row: len(row.agenda), num=True),
            Column(
                "safety",
                "安全议题",
                lambda row: row.safety_topics if row.held_on else None,
                num=True,
                on=False,
            ),
            Column("chair", "主持人", lambda row: row.chair.name if row.chair else "", joins=("chair",)),
            Column("number", "纪要文号", lambda row: row.number, wide=24),
            Column("place", "地点", lambda row: row.place, on=False, wide=20),
            Column(
                "campaign",
                "专项行动",
                lambda row: row.campaign.name if row.campaign else "",
                on=False,
                joins=("campaign",),
            ),
            Column("issued", "纪要印发", lambda row: row.issued_on, on=False),
            Column("dual", "两个体系", lambda row: row.is_dual if row.held_on else None, on=False),
        ),
        template="meetings/list.html",
        cells="meetings/cells.html",
        context=_filters,
        named=str,
    )
)
declare_export(MEETINGS)
RESOLUTIONS = declare_listing(
    Listing(
        key="meeting_resolutions",
        title="议定事项",
        unit="项",
        right="office",
        form=ResolutionFilter,
        known=decisions_seen,
        columns=(
            Column("text", "议定事项", lambda row: row.text, main=True, wide=44),
            Column("holder", "责任人", lambda row: row.holder, wide=24),
            Column("due", "完成期限", lambda row: row.due_on),
            Column("how", "状态", lambda row: row.how_label),
            Column("done", "报结果日期", lambda row: row.done_on),
            Column("result", "结果", lambda row: row.result, wide=36, minor=True),
            Column("meeting", "会议", lambda row: row.meeting.title, wide=30, joins=("meeting",)),
            Column("issued", "议定日期", lambda row: row.issued_on, on=False),
            Column("first", "原定期限", lambda row: row.first_due_on, on=False),
        ),
        template="meetings/resolutions.html",
        cells="meetings/resolution_cells.html",
        context=_of_resolutions,
        named=str,
    )
)
declare_export(RESOLUTIONS)
