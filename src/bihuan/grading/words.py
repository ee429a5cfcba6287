"""The events of grading as people read them."""

from collections.abc import Callable
from typing import Any

from bihuan.grading.rules import LEVELS

Says = Callable[[dict[str, Any]], list[str]]
LABELS = {
    "grade_unit": "评定监管等级",
    "set_frequency": "定检查频次",
    "draw_up_plan": "拟订年度监督检查计划",
    "approve_plan": "批准年度监督检查计划",
}


def _times(given: dict[str, Any]) -> list[str]:
    return ["、".join(f"{code}级每年{given['times'][code]}次" for code in LEVELS)]


SAYS: dict[str, Says] = {
    # The unit reads it as well: what is asked after is not told.
    "grade_unit": lambda given: ["；".join(given["says"])],
    "set_frequency": _times,
    "draw_up_plan": lambda given: [f"{given['year']}年，{given['units']}家，{given['visits']}家次"],
    "approve_plan": lambda given: [f"{given['year']}年，{given['approval']}"],
}
