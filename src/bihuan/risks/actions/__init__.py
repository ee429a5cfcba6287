"""Verbs of risks."""

from bihuan.risks.actions.evaluating import Judged, confirm_evaluations, evaluate_step
from bihuan.risks.actions.following import follow_others
from bihuan.risks.actions.keeping import Named, keep_point, keep_points
from bihuan.risks.actions.planning import lay_plan, locate_point, place_point
from bihuan.risks.actions.points import add_point, edit_point, end_point
from bihuan.risks.actions.reviewing import ask_review, call_reviews, review_after_accident
from bihuan.risks.actions.setting_up import set_up
from bihuan.risks.actions.steps import Analysed, Line, add_step, edit_step, end_step

__all__ = [
    "Analysed",
    "Judged",
    "Line",
    "Named",
    "add_point",
    "add_step",
    "ask_review",
    "call_reviews",
    "confirm_evaluations",
    "edit_point",
    "edit_step",
    "end_point",
    "end_step",
    "evaluate_step",
    "follow_others",
    "keep_point",
    "keep_points",
    "lay_plan",
    "locate_point",
    "place_point",
    "review_after_accident",
    "set_up",
]
