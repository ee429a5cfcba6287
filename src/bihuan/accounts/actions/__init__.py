"""Verbs of accounts."""

from bihuan.accounts.actions.guesses import TooMany, forget_attempts, take_try, was_right, was_wrong
from bihuan.accounts.actions.life import (
    accept_invitation,
    close_account,
    invite,
    new_invitation,
    reopen_account,
)
from bihuan.accounts.actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
    reset_second_factor,
    unbind_second_factor,
    use_second_factor,
)
from bihuan.accounts.actions.separation import agree_to_rejoin, ask_to_rejoin, drop_rejoining, keep_apart
from bihuan.accounts.actions.settings import set_account_rules
from bihuan.accounts.actions.sittings import begin_sitting, end_sittings, see_sitting

__all__ = [
    "TooMany",
    "accept_invitation",
    "agree_to_rejoin",
    "ask_to_rejoin",
    "begin_second_factor",
    "begin_sitting",
    "close_account",
    "confirm_second_factor",
    "drop_rejoining",
    "end_sittings",
    "forget_attempts",
    "invite",
    "keep_apart",
    "new_invitation",
    "renew_recovery_codes",
    "reopen_account",
    "reset_second_factor",
    "see_sitting",
    "set_account_rules",
    "take_try",
    "unbind_second_factor",
    "use_second_factor",
    "was_right",
    "was_wrong",
]
