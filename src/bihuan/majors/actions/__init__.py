"""Verbs of major hazards. Their events have the hazard as their subject, so that its timeline tells them."""

from bihuan.majors.actions.acceptance import accept, raise_to_major, reject
from bihuan.majors.actions.cases import fix_plan, note_missed_visit, note_unreported, report_up
from bihuan.majors.actions.listings import (
    decline_listing,
    delist,
    propose_by_rule,
    propose_listing,
    record_listing,
)

__all__ = [
    "accept",
    "decline_listing",
    "delist",
    "fix_plan",
    "note_missed_visit",
    "note_unreported",
    "propose_by_rule",
    "propose_listing",
    "raise_to_major",
    "record_listing",
    "reject",
    "report_up",
]
