"""The events of publicity as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

LABELS = {
    "enter_outreach": "登记宣传",
    "void_outreach": "宣传记录作废",
    "make_publicity_plan": "制定宣传计划",
    "end_publicity_plan": "停用宣传计划",
    "remind_publicity_plan": "宣传计划将到期",
    "add_material": "登记宣传材料",
    "end_material": "停用宣传材料",
}


def _day(given: dict[str, Any], name: str) -> str:
    return in_words(date.fromisoformat(given[name]))


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "enter_outreach": lambda given: [
        part
        for part in (given["says"], given["where"], _day(given, "on"), given["reach"], given["used"])
        if part
    ],
    "void_outreach": lambda given: [given["says"], given["reason"]],
    "make_publicity_plan": lambda given: [
        given["says"],
        "、".join(given["channels"]),
        f"{given['villages']}个村",
        f"{_day(given, 'to_on')}前",
    ],
    "end_publicity_plan": lambda given: [given["says"]],
    "remind_publicity_plan": lambda given: [given["says"], f"{_day(given, 'to_on')}到期"],
    "add_material": lambda given: [given["says"], _day(given, "edition_on")],
    "end_material": lambda given: [given["says"]],
}
