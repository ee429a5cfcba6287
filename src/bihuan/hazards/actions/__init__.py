"""Verbs of hazards: finishing a check, the steps of the lifecycle, re-inspection. The only writer.

Every step is one conditional UPDATE on (state, version): when two people press at once, one wins and the other
is told (`Stale`), and exactly one event is written.
"""

from bihuan.hazards.actions.checks import Reviewed, finish_check, reinspect, void_visit
from bihuan.hazards.actions.findings import Finding
from bihuan.hazards.actions.late import add_findings
from bihuan.hazards.actions.own import OwnFinding, check_own, register_own
from bihuan.hazards.actions.repeats import set_repeat
from bihuan.hazards.actions.spots import Spot
from bihuan.hazards.actions.steps import (
    close_own,
    confirm_fixed_on_site,
    mark_urgent,
    note_overdue,
    order_rectification,
    report_rectified,
    return_own,
    void_hazard,
)

__all__ = [
    "Finding",
    "OwnFinding",
    "Reviewed",
    "Spot",
    "add_findings",
    "check_own",
    "close_own",
    "confirm_fixed_on_site",
    "finish_check",
    "mark_urgent",
    "note_overdue",
    "order_rectification",
    "register_own",
    "reinspect",
    "report_rectified",
    "return_own",
    "set_repeat",
    "void_hazard",
    "void_visit",
]
