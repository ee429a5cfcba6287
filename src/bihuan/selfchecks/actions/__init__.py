"""Verbs of self-checks. The only writer."""

from bihuan.selfchecks.actions.closing import close_days, doubt_spotless
from bihuan.selfchecks.actions.doubting import settle_doubt
from bihuan.selfchecks.actions.plates import issue_point_plates, renew_point_plate
from bihuan.selfchecks.actions.recording import Check, Found, record_checks, report_hazard
from bihuan.selfchecks.actions.scheduling import set_shifts

__all__ = [
    "Check",
    "Found",
    "close_days",
    "doubt_spotless",
    "issue_point_plates",
    "record_checks",
    "renew_point_plate",
    "report_hazard",
    "set_shifts",
    "settle_doubt",
]
