"""Verbs of accidents."""

from bihuan.accidents.actions.closing import cancel_accident, close_accident, settle_remedy
from bihuan.accidents.actions.entering import Heard, add_photos, correct_accident, enter_accident
from bihuan.accidents.actions.knowing import judge_accident, record_toll
from bihuan.accidents.actions.limits import set_report_limit
from bihuan.accidents.actions.pressing import note_late, press
from bihuan.accidents.actions.reporting import Told, make_report, reopen_report, tell_above

__all__ = [
    "Heard",
    "Told",
    "add_photos",
    "cancel_accident",
    "close_accident",
    "correct_accident",
    "enter_accident",
    "judge_accident",
    "make_report",
    "note_late",
    "press",
    "record_toll",
    "reopen_report",
    "set_report_limit",
    "settle_remedy",
    "tell_above",
]
