"""Verbs of teams and drives."""

from bihuan.campaigns.actions.ending import cancel_drive, close_drive
from bihuan.campaigns.actions.handing import Which, draft_bulletin, hand_up_paper, take_back_handing
from bihuan.campaigns.actions.issuing import change_drive, issue_drive
from bihuan.campaigns.actions.keeping import keep_drives
from bihuan.campaigns.actions.listing import assign_line, excuse_line, take_back_excuse
from bihuan.campaigns.actions.planning import Plan, draft_drive, plan_drive
from bihuan.campaigns.actions.sweeping import found_place, note_arrival
from bihuan.campaigns.actions.teams import end_seat, revise_team, seat

__all__ = [
    "Plan",
    "Which",
    "assign_line",
    "cancel_drive",
    "change_drive",
    "close_drive",
    "draft_bulletin",
    "draft_drive",
    "end_seat",
    "excuse_line",
    "found_place",
    "hand_up_paper",
    "issue_drive",
    "keep_drives",
    "note_arrival",
    "plan_drive",
    "revise_team",
    "seat",
    "take_back_excuse",
    "take_back_handing",
]
