"""The events of teams and drives as people read them."""

from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.hazards.timeline import Says, plain
from bihuan.inspections.rules import DRIVE_KINDS

LABELS = {
    "seat_on_team": "编入专项组",
    "end_team_seat": "退出专项组",
    "revise_team": "修改专项组",
    "draft_drive": "起草专项行动",
    "plan_drive": "修改行动方案",
    "issue_drive": "印发行动方案",
    "change_drive": "变更行动方案",
    "close_drive": "结束并总结专项行动",
    "cancel_drive": "取消专项行动",
    "keep_drive": "行动名单随登记变化",
    "assign_drive_unit": "改派专项组",
    "excuse_drive_unit": "写明未查原因",
    "unexcuse_drive_unit": "撤回未查原因",
    "find_place": "巡查中登记新点位",
    "hand_up_paper": "报送材料",
    "take_back_handing": "撤回报送",
}


def _moved(given: dict[str, Any]) -> list[str]:
    return [
        given["says"],
        *filter(None, (given.get("reason"),)),
        f"列入{given['joined']}家，移出{given['left']}家",
    ]


def _issued(given: dict[str, Any]) -> list[str]:
    lacks = [f"没有组负责的{given['without_team']}家"] if given.get("without_team") else []
    return [*filter(None, (given["says"], given["number"])), f"名单{given['units']}家", *lacks]


def _seated(given: dict[str, Any]) -> list[str]:
    return [
        given["says"],
        f"{given['role']}{given['who']}",
        f"自{in_words(date.fromisoformat(given['from_on']))}",
    ]


def _handed(given: dict[str, Any]) -> list[str]:
    return [
        f"{given['drive']}：{given['says']}",
        f"{given['body']}报{given['to']}",
        f"应报{in_words(date.fromisoformat(given['due_on']))}{'，迟报' if given['late'] else ''}",
        *filter(None, (given["note"],)),
    ]


def _taken_back(given: dict[str, Any]) -> list[str]:
    return [
        f"{given['drive']}：{given['says']}",
        f"应报{in_words(date.fromisoformat(given['due_on']))}",
    ]


SAYS: dict[str, Says] = {
    "seat_on_team": _seated,
    "end_team_seat": lambda given: [f"{given['role']}{given['who']}"],
    "revise_team": plain("says"),
    "draft_drive": lambda given: [given["says"], DRIVE_KINDS[given["kind"]]],
    "plan_drive": plain("says"),
    "issue_drive": _issued,
    "change_drive": _moved,
    "close_drive": plain("says"),
    "cancel_drive": plain("says", "reason"),
    "keep_drive": _moved,
    "assign_drive_unit": plain("says", "drive", "team"),
    "excuse_drive_unit": plain("says", "drive", "reason"),
    "unexcuse_drive_unit": plain("says", "drive"),
    "find_place": plain("says", "drive"),
    "hand_up_paper": _handed,
    "take_back_handing": _taken_back,
}
