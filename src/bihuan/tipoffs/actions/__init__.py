"""Verbs of tips."""

from bihuan.tipoffs.actions.checking import check_on_site, check_tip
from bihuan.tipoffs.actions.handling import (
    accept_tip,
    admit_tip,
    answer_tip,
    ask_sender,
    decline_tip,
    discard_tip,
    extend_tip,
    merge_tip,
    note_tip_late,
    pass_tip_on,
    return_tip,
)
from bihuan.tipoffs.actions.rewarding import approve_reward, pay_reward, propose_reward, refuse_reward
from bihuan.tipoffs.actions.sending import Told, enter_tip, leave_account, reply_to_town, send_tip
from bihuan.tipoffs.actions.settings import close_tip_page, open_tip_page, set_tip_rule

__all__ = [
    "Told",
    "accept_tip",
    "admit_tip",
    "answer_tip",
    "approve_reward",
    "ask_sender",
    "check_on_site",
    "check_tip",
    "close_tip_page",
    "decline_tip",
    "discard_tip",
    "enter_tip",
    "extend_tip",
    "leave_account",
    "merge_tip",
    "note_tip_late",
    "open_tip_page",
    "pass_tip_on",
    "pay_reward",
    "propose_reward",
    "refuse_reward",
    "reply_to_town",
    "return_tip",
    "send_tip",
    "set_tip_rule",
]
