"""The events of risks as people read them: a word for each action, and how what was given with it is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.core.models import Event
from bihuan.risks.methods import DIRECT
from bihuan.risks.rules import GRADES, OCCASIONS

Says = Callable[[dict[str, Any]], list[str]]

LABELS = {
    "set_up_risks": "从模板建立风险清单",
    "add_risk": "增加风险点",
    "edit_risk": "修改风险点",
    "end_risk": "停用风险点",
    "add_risk_step": "增加步骤（项目）",
    "edit_risk_step": "修改步骤（项目）",
    "end_risk_step": "停用步骤（项目）",
    "evaluate_risk": "评价风险",
    "confirm_risk": "年度评价，维持原评价",
    "keep_risk": "指定管控责任人",
    "keep_risks": "统一指定管控责任人",
    "ask_risk_review": "要求重新评价风险",
    "call_risk_reviews": "风险年度评价到期",
    "lay_plan": "设置平面图",
    "place_risk": "在平面图上标注",
    "locate_risk": "标注风险点位置",
}


def _grade(given: dict[str, Any]) -> list[str]:
    return [GRADES[given["grade"]].label] if given.get("grade") else []


def _set_up(given: dict[str, Any]) -> list[str]:
    struck = f"，删去{'、'.join(given['struck'])}" if given["struck"] else ""
    return [f"“{given['template']}”模板（{given['edition']}）{given['points']}个风险点{struck}"]


def _point(given: dict[str, Any]) -> list[str]:
    return [f"“{given['name']}”", *_grade(given), *([given["reason"]] if "reason" in given else [])]


def _step(given: dict[str, Any]) -> list[str]:
    return [f"“{given['step']}”", *_grade(given), *([given["reason"]] if "reason" in given else [])]


def _evaluated(given: dict[str, Any]) -> list[str]:
    direct = [f"直接判定：{DIRECT[given['direct']]}（{given['ground']}）"] if given.get("direct") else []
    scored = [given["sum"]] if given.get("sum") else []
    return [f"“{given['step']}”", OCCASIONS[given["occasion"]], *scored, *direct, *_grade(given)]


def _asked(given: dict[str, Any]) -> list[str]:
    note = [given["note"]] if given["note"] else []
    return [OCCASIONS[given["why"]], *note, "、".join(given["points"])]


SAYS: dict[str, Says] = (
    dict.fromkeys(("add_risk", "edit_risk", "end_risk"), _point)
    | dict.fromkeys(("add_risk_step", "edit_risk_step", "end_risk_step"), _step)
    | {
        "set_up_risks": _set_up,
        "evaluate_risk": _evaluated,
        "confirm_risk": lambda given: [f"{given['steps']}个步骤（项目）"],
        "keep_risks": lambda given: [f"{given['points']}个风险点"],
        "ask_risk_review": _asked,
        "call_risk_reviews": lambda given: [f"{given['points']}个风险点满一年没有评价"],
    }
)


@dataclass(frozen=True)
class Entry:
    """One line of a point's timeline."""

    at: datetime
    who: str
    text: str


def told(trail: Iterable[Event]) -> list[Entry]:
    """A point's events in words, the newest first."""
    return [Entry(one.at, one.actor_name, _said(one)) for one in trail][::-1]


def _said(event: Event) -> str:
    said = SAYS[event.action](event.given) if event.action in SAYS else []
    return "，".join([LABELS.get(event.action, event.action), *said])
