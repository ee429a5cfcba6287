"""Verbs of responsibility letters."""

from bihuan.letters.actions.ending import remake_letter, withdraw_letter
from bihuan.letters.actions.making import make_missing, plan_letters, stop_plan
from bihuan.letters.actions.moving import keep_in_step
from bihuan.letters.actions.returning import return_letter, return_sheets
from bihuan.letters.actions.signing import sign_for_town, sign_letter
from bihuan.letters.actions.wording import reset_text, word_letter

__all__ = [
    "keep_in_step",
    "make_missing",
    "plan_letters",
    "remake_letter",
    "reset_text",
    "return_letter",
    "return_sheets",
    "sign_for_town",
    "sign_letter",
    "stop_plan",
    "withdraw_letter",
    "word_letter",
]
