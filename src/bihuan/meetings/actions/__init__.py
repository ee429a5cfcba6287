"""Verbs of meetings."""

from bihuan.meetings.actions.following import drop_resolution, extend_resolution, report_resolution
from bihuan.meetings.actions.holding import hold_meeting
from bihuan.meetings.actions.kinds import adopt_usual_kinds, end_kind, set_kind
from bihuan.meetings.actions.leading import (
    adopt_usual_duties,
    end_leader_duty,
    note_leader_record,
    set_leader_duty,
    void_leader_record,
)
from bihuan.meetings.actions.minuting import correct_minutes, issue_minutes, save_minutes
from bihuan.meetings.actions.planning import (
    Plan,
    call_again,
    call_meeting,
    cancel_meeting,
    draft_meeting,
    plan_meeting,
)

__all__ = [
    "Plan",
    "adopt_usual_duties",
    "adopt_usual_kinds",
    "call_again",
    "call_meeting",
    "cancel_meeting",
    "correct_minutes",
    "draft_meeting",
    "drop_resolution",
    "end_kind",
    "end_leader_duty",
    "extend_resolution",
    "hold_meeting",
    "issue_minutes",
    "note_leader_record",
    "plan_meeting",
    "report_resolution",
    "save_minutes",
    "set_kind",
    "set_leader_duty",
    "void_leader_record",
]
