"""The events of daily reports as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

LABELS = {
    "ask_for_reports": "规定报送",
    "end_reports": "停用报送要求",
    "open_dailies": "布置报送",
    "send_report": "报送",
    "correct_report": "更正报告",
    "remind_dailies": "催报",
}


def _report(given: dict[str, Any]) -> list[str]:
    said = [
        given["says"],
        in_words(date.fromisoformat(given["day"])),
        "零报告" if given["zero"] else "有情况",
    ]
    if given.get("late"):
        said.append("迟报")
    if given.get("reason"):
        said.append(given["reason"])
    return [*said, *([f"{given['told_by']}口头报告"] if given.get("told_by") else [])]


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "ask_for_reports": lambda given: [given["says"], given["reporters"], f"{given['by']}前"],
    "end_reports": lambda given: [given["says"]],
    "open_dailies": lambda given: [given["says"], f"{given['dues']}份"],
    "send_report": _report,
    "correct_report": _report,
    "remind_dailies": lambda given: [given["says"], f"{len(given['dues'])}份"],
}
