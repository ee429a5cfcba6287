"""Verbs of hard measures: decisions, what a ban does at the place, and the watch over what is to last."""

from bihuan.measures.actions.decisions import record_clearance, record_decision, void_decision
from bihuan.measures.actions.watches import keep_watching, lift_watch, note_missed, revisit

__all__ = [
    "keep_watching",
    "lift_watch",
    "note_missed",
    "record_clearance",
    "record_decision",
    "revisit",
    "void_decision",
]
