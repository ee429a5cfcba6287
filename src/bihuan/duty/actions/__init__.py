"""Verbs of duty. The only writer."""

from bihuan.duty.actions.calling import note_call, note_check, step_call
from bihuan.duty.actions.closing import close_duty_days
from bihuan.duty.actions.feeding import close_feed, open_feed
from bihuan.duty.actions.keeping import (
    adopt_usual_rules,
    end_fit,
    end_leave,
    end_rule,
    put_fit,
    set_change,
    set_rule,
    take_leave,
)
from bihuan.duty.actions.relieving import hand_over_shift, take_over_shift
from bihuan.duty.actions.rostering import (
    change_turn,
    draw_up_roster,
    drop_roster,
    fill_roster,
    publish_roster,
)
from bihuan.duty.actions.swapping import (
    accept_swap,
    approve_swap,
    ask_swap,
    call_in,
    decline_swap,
    refuse_swap,
    withdraw_swap,
)

__all__ = [
    "accept_swap",
    "adopt_usual_rules",
    "approve_swap",
    "ask_swap",
    "call_in",
    "change_turn",
    "close_duty_days",
    "close_feed",
    "decline_swap",
    "draw_up_roster",
    "drop_roster",
    "end_fit",
    "end_leave",
    "end_rule",
    "fill_roster",
    "hand_over_shift",
    "note_call",
    "note_check",
    "open_feed",
    "publish_roster",
    "put_fit",
    "refuse_swap",
    "set_change",
    "set_rule",
    "step_call",
    "take_leave",
    "take_over_shift",
    "withdraw_swap",
]
