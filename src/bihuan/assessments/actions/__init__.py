"""Verbs of assessments and vetoes."""

from bihuan.assessments.actions.appealing import answer_appeal, appeal_veto, end_vetoes, revoke_veto
from bihuan.assessments.actions.deciding import decide_veto, drop_veto, keep_veto
from bihuan.assessments.actions.honours import answer_honour
from bihuan.assessments.actions.moving import keep_in_step
from bihuan.assessments.actions.objecting import answer_objection, object_to
from bihuan.assessments.actions.publishing import publish_scheme
from bihuan.assessments.actions.raising import note_causes, raise_candidates, raise_veto
from bihuan.assessments.actions.schemes import begin_scheme, drop_scheme, make_scheme, revise_scheme
from bihuan.assessments.actions.scoring import score_line
from bihuan.assessments.actions.telling import drop_sheet, retake, tell_sheets
from bihuan.assessments.actions.vetorules import adopt_rules, end_rule, set_rule

__all__ = [
    "adopt_rules",
    "answer_appeal",
    "answer_honour",
    "answer_objection",
    "appeal_veto",
    "begin_scheme",
    "decide_veto",
    "drop_scheme",
    "drop_sheet",
    "drop_veto",
    "end_rule",
    "end_vetoes",
    "keep_in_step",
    "keep_veto",
    "make_scheme",
    "note_causes",
    "object_to",
    "publish_scheme",
    "raise_candidates",
    "raise_veto",
    "retake",
    "revise_scheme",
    "revoke_veto",
    "score_line",
    "set_rule",
    "tell_sheets",
]
