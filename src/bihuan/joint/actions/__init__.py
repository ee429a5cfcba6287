"""Verbs of joint inspections. The only writer."""

from bihuan.joint.actions.finishing import Closing, Fate, finish_joint, reopen_joint, skip_joint, take_in_late
from bihuan.joint.actions.links import end_link, invite_body, keep_by_link, note_use
from bihuan.joint.actions.parts import Sent, send_part
from bihuan.joint.actions.planning import (
    Plan,
    begin_joint,
    call_joint,
    cancel_joint,
    close_joint,
    plan_joint,
    set_sheet,
)

__all__ = [
    "Closing",
    "Fate",
    "Plan",
    "Sent",
    "begin_joint",
    "call_joint",
    "cancel_joint",
    "close_joint",
    "end_link",
    "finish_joint",
    "invite_body",
    "keep_by_link",
    "note_use",
    "plan_joint",
    "reopen_joint",
    "send_part",
    "set_sheet",
    "skip_joint",
    "take_in_late",
]
