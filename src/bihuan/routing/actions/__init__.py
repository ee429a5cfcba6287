"""Verbs of day plans. The only writer."""

from bihuan.routing.actions.changing import add_stop, loosen_stop, move_stop, take_out_stop
from bihuan.routing.actions.planning import Asked, Pair, draw_up_day_plan, fill_day_plan
from bihuan.routing.actions.roads import end_road
from bihuan.routing.actions.setting import set_route_custom
from bihuan.routing.actions.settling import confirm_day_plan, drop_day_plan, end_day_plans, reopen_day_plan

__all__ = [
    "Asked",
    "Pair",
    "add_stop",
    "confirm_day_plan",
    "draw_up_day_plan",
    "drop_day_plan",
    "end_day_plans",
    "end_road",
    "fill_day_plan",
    "loosen_stop",
    "move_stop",
    "reopen_day_plan",
    "set_route_custom",
    "take_out_stop",
]
