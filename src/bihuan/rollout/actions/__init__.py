"""Verbs of the roll-out."""

from bihuan.rollout.actions.accepting import accept_unit
from bihuan.rollout.actions.asking import set_criteria, set_sheet
from bihuan.rollout.actions.choosing import ask_willingness, choose_benchmark, end_benchmark
from bihuan.rollout.actions.taking_in import take_in, void_taking
from bihuan.rollout.actions.waves import close_wave, join_wave, leave_wave, open_wave

__all__ = [
    "accept_unit",
    "ask_willingness",
    "choose_benchmark",
    "close_wave",
    "end_benchmark",
    "join_wave",
    "leave_wave",
    "open_wave",
    "set_criteria",
    "set_sheet",
    "take_in",
    "void_taking",
]
