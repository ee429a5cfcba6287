"""The events of training and drills as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.hazards.timeline import plain

LABELS = {
    "open_session": "安排培训",
    "end_session": "结束培训",
    "cancel_session": "取消培训",
    "sign_in_training": "签到",
    "tick_attendees": "勾选到场",
    "add_attendee": "补登到场",
    "send_exam": "交卷",
    "allow_again": "允许补考",
    "add_question": "加题",
    "end_question": "停用题目",
    "ask_hours": "规定学时",
    "set_plan": "登记预案",
    "review_plan": "评估修订预案",
    "end_plan": "废止预案",
    "plan_drill": "安排演练",
    "finish_drill": "登记演练情况",
    "cancel_drill": "取消演练",
    "settle_lesson": "落实演练改进",
}


def _day(given: dict[str, Any], name: str) -> str:
    return in_words(date.fromisoformat(given[name]))


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "open_session": lambda given: [
        given["title"],
        _day(given, "on"),
        f"{given['hours']}学时",
        f"通知{given['invited']}人",
    ],
    "end_session": lambda given: [given["title"], f"到场{given['came']}人", f"{given['hours']}学时"],
    "cancel_session": plain("title", "reason"),
    "sign_in_training": plain("title", "name", "where"),
    "tick_attendees": lambda given: [given["title"], f"{given['count']}人"],
    "add_attendee": plain("title", "name", "where"),
    "send_exam": lambda given: [
        given["title"],
        given["name"],
        f"{given['score']}分，{'合格' if given['passed'] else '不合格'}",
    ],
    "allow_again": plain("title", "name"),
    "add_question": plain("text"),
    "end_question": plain("text"),
    "ask_hours": lambda given: [given["group"], f"每年{given['hours']}学时", given["source"]],
    "set_plan": lambda given: [given["title"], f"{_day(given, 'review_on')}前评估"],
    "review_plan": lambda given: [given["title"], given["note"], f"下次{_day(given, 'review_on')}前"],
    "end_plan": plain("title"),
    "plan_drill": lambda given: [given["title"], _day(given, "on"), given["where"]],
    "finish_drill": lambda given: [
        given["title"],
        f"参演{given['people']}人",
        *([f"记下问题{given['lessons']}条"] if given["lessons"] else []),
    ],
    "cancel_drill": plain("title", "reason"),
    "settle_lesson": plain("text", "done"),
}
