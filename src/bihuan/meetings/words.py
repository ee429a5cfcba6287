"""The events of meetings as people read them."""

from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.hazards.timeline import Says, plain

LABELS = {
    "set_meeting_kind": "设置会议",
    "end_meeting_kind": "停用会议",
    "draft_meeting": "起草会议",
    "plan_meeting": "修改会议安排",
    "call_meeting": "印发会议通知",
    "call_again": "改期重发会议通知",
    "cancel_meeting": "取消会议",
    "hold_meeting": "登记会议情况",
    "save_minutes": "保存纪要草稿",
    "issue_minutes": "印发会议纪要",
    "correct_minutes": "更正会议纪要",
    "decide_resolution": "会议议定",
    "correct_resolution": "更正议定事项",
    "report_resolution": "报告议定事项结果",
    "extend_resolution": "议定事项延期",
    "drop_resolution": "议定事项不再办理",
    "set_leader_duty": "列入领导职责清单",
    "end_leader_duty": "停用领导职责清单事项",
    "note_leader_record": "登记领导履职",
    "void_leader_record": "作废领导履职登记",
}


def _until(given: dict[str, Any]) -> str:
    return f"{in_words(date.fromisoformat(given['due_on']))}前"


def _decided(given: dict[str, Any]) -> list[str]:
    return [given["says"], given["to"], _until(given), *([given["reason"]] if given.get("reason") else [])]


SAYS: dict[str, Says] = {
    "set_meeting_kind": plain("says", "every"),
    "end_meeting_kind": plain("says"),
    "draft_meeting": lambda given: [given["says"], f"议题{given['topics']}项"],
    "plan_meeting": plain("says"),
    "call_meeting": plain("says", "number", "at", "place"),
    "call_again": plain("says", "at", "place", "reason"),
    "cancel_meeting": plain("says", "reason"),
    "hold_meeting": lambda given: [
        given["says"],
        f"{given['chair']}主持",
        f"出席{given['present']}人，未到{given['absent']}人",
    ],
    "save_minutes": plain("says"),
    "issue_minutes": lambda given: [
        *filter(None, (given["says"], given["number"])),
        f"议定{given['resolutions']}项",
    ],
    "correct_minutes": plain("says", "number", "reason"),
    "decide_resolution": _decided,
    "correct_resolution": _decided,
    "report_resolution": lambda given: [given["says"], given["result"], *(["逾期"] if given["late"] else [])],
    "extend_resolution": lambda given: [given["says"], f"{given['was']}延至{_until(given)}", given["reason"]],
    "drop_resolution": plain("says", "reason"),
    "set_leader_duty": plain("says"),
    "end_leader_duty": plain("says"),
    "note_leader_record": plain("name", "says", "text"),
    "void_leader_record": plain("name", "reason"),
}
