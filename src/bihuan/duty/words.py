"""The events of duty as people read them."""

from datetime import date
from typing import Any

from bihuan.hazards.timeline import Says, plain

LABELS = {
    "put_fit": "列入值班人员",
    "end_fit": "移出值班人员",
    "take_leave": "登记请假",
    "end_leave": "销假",
    "set_duty_rule": "规定排班",
    "end_duty_rule": "停用排班规定",
    "set_duty_change": "设定交接班时间",
    "draw_up_roster": "编排值班表",
    "fill_roster": "求解值班表",
    "change_turn": "手工调整值班",
    "publish_roster": "发布值班表",
    "drop_roster": "作废值班表草稿",
    "close_duty_days": "值班日结",
    "ask_swap": "申请换班",
    "accept_swap": "答应换班",
    "decline_swap": "不答应换班",
    "withdraw_swap": "撤回换班",
    "approve_swap": "批准换班",
    "refuse_swap": "不批准换班",
    "call_in": "临时替班",
    "hand_over_shift": "交班",
    "take_over_shift": "接班",
    "note_call": "登记来电来文",
    "step_call": "办理来电来文",
    "note_check": "登记查岗",
    "open_duty_feed": "生成日历订阅",
    "close_duty_feed": "停用日历订阅",
}


def _day(text: str) -> str:
    on = date.fromisoformat(text)
    return f"{on.month}月{on.day}日"


def _swap(given: dict[str, Any]) -> list[str]:
    back = f"，换{_day(given['back'])}" if given["back"] else ""
    to = given["to"] or "可值的人"
    return [f"{_day(given['day'])}{given['position']}：{given['from']}→{to}{back}", given["reason"]]


SAYS: dict[str, Says] = {
    "put_fit": plain("name", "position"),
    "end_fit": plain("name", "position"),
    "take_leave": lambda given: [
        f"{given['name']}{_day(given['from_on'])}至{_day(given['to_on'])}",
        given["reason"],
    ],
    "end_leave": plain("name"),
    "set_duty_rule": plain("says"),
    "end_duty_rule": plain("says"),
    "set_duty_change": plain("at", "from_on"),
    "draw_up_roster": plain("says"),
    "fill_roster": lambda given: [given["says"], f"{given['value']}分，{given['gaps']}处没有排满"],
    "change_turn": lambda given: [f"{_day(given['day'])}{given['position']}：{given['name'] or '空着'}"],
    "publish_roster": lambda given: [
        f"{given['says']}，{given['turns']}人次",
        *filter(None, [given["note"]]),
    ],
    "drop_roster": plain("says"),
    "close_duty_days": lambda given: [f"{_day(given['from_on'])}至{_day(given['to_on'])}"],
    **dict.fromkeys(
        (
            "ask_swap",
            "accept_swap",
            "decline_swap",
            "withdraw_swap",
            "approve_swap",
            "refuse_swap",
            "call_in",
        ),
        _swap,
    ),
    "hand_over_shift": lambda given: [
        f"{_day(given['day'])}的班，未办结{given['matters']}件",
        *([f"不在岗：{'、'.join(given['absent'])}"] if given["absent"] else []),
    ],
    "take_over_shift": lambda given: [f"{_day(given['day'])}的班"],
    "note_call": plain("says", "opinion"),
    "step_call": plain("says", "step", "whose", "text"),
    "note_check": plain("by", "outcome", "name"),
}
