"""Verbs of publicity. The only writer."""

from bihuan.publicity.actions.entering import Done, enter_outreach, void_outreach
from bihuan.publicity.actions.keeping import add_material, end_material
from bihuan.publicity.actions.planning import end_plan, make_plan, remind_plans

__all__ = [
    "Done",
    "add_material",
    "end_material",
    "end_plan",
    "enter_outreach",
    "make_plan",
    "remind_plans",
    "void_outreach",
]
