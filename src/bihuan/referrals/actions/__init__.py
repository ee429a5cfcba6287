"""Verbs of matters of others: refer, follow up, take back and settle; receive from above, give, reply. The only writer."""

from bihuan.referrals.actions.assigned import (
    close_assignment,
    give_assignment,
    handle_assignment,
    link_hazards,
    receive_assignment,
    reply_above,
    send_back_assignment,
    unlink_hazard,
    void_assignment,
)
from bihuan.referrals.actions.following import (
    acknowledge,
    answer,
    chase,
    decline,
    note_unanswered,
    withdraw,
)
from bihuan.referrals.actions.sending import refer, settle_referred, take_back

__all__ = [
    "acknowledge",
    "answer",
    "chase",
    "close_assignment",
    "decline",
    "give_assignment",
    "handle_assignment",
    "link_hazards",
    "note_unanswered",
    "receive_assignment",
    "refer",
    "reply_above",
    "send_back_assignment",
    "settle_referred",
    "take_back",
    "unlink_hazard",
    "void_assignment",
    "withdraw",
]
