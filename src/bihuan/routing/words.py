"""The events of day plans as people read them."""

from datetime import date

from bihuan.hazards.timeline import Says, plain
from bihuan.routing.rules import day_in_short

LABELS = {
    "draw_up_day_plan": "编排外出计划",
    "fill_day_plan": "排检查路线",
    "move_stop": "手工调整路线",
    "take_out_stop": "移出路线",
    "loosen_stop": "取消固定",
    "add_stop": "计划添加单位",
    "confirm_day_plan": "确定外出计划",
    "reopen_day_plan": "外出计划退回修改",
    "drop_day_plan": "外出计划草稿作废",
    "end_day_plan": "外出计划结束",
    "set_route_custom": "外出设定",
    "set_road": "登记道路里程",
    "end_road": "停用道路里程",
}


def _day(text: str) -> str:
    return day_in_short(date.fromisoformat(text))


SAYS: dict[str, Says] = {
    "draw_up_day_plan": lambda given: [
        given["says"],
        f"{given['days']}天，{given['teams']}组，{given['units']}家",
    ],
    "fill_day_plan": lambda given: [
        given["says"],
        f"排上{given['planned']}家" + (f"，{given['left']}家没有排上" if given["left"] else ""),
    ],
    "move_stop": lambda given: [
        given["name"],
        f"{_day(given['day'])}{given['team']}第{given['turn']}站",
    ],
    "take_out_stop": plain("name"),
    "loosen_stop": plain("name"),
    "add_stop": plain("name"),
    "confirm_day_plan": lambda given: [given["says"], f"{given['teams']}组，{given['planned']}家次"],
    "reopen_day_plan": plain("says"),
    "drop_day_plan": plain("says"),
    "end_day_plan": plain("says"),
    "set_road": lambda given: [
        given["says"],
        f"{given['metres'] / 1000:g}公里" + (f"，{given['minutes']}分钟" if given["minutes"] else ""),
    ],
    "end_road": plain("says"),
    "set_route_custom": lambda given: [
        f"绕行系数{given['detour']:g}，车速{given['speed']}公里/小时",
        f"{given['begins']}至{given['ends']}",
    ],
}
