"""The events of a hazard or a visit as lines that a person reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.hazards.criteria import cited
from bihuan.hazards.lifecycle import HAZARD
from bihuan.members import words as member_words
from bihuan.risks import words

LABELS = {move.action: move.label for move in HAZARD.moves} | {
    "find": "登记隐患",
    "finish_check": "完成检查",
    "add_findings": "补登隐患",
    "record_visit": "完成巡查",
    "reinspect": "完成复查",
    "note_overdue": "整改期限已过，仍未销号",
    "set_repeat": "认定重复隐患",
    "void_visit": "检查记录作废",
    "register_unit": "登记监管对象",
    "revise_unit": "修改监管对象",
    "change_state": "监管对象状态变更",
    "register_certificate": "登记证照",
    "renew_certificate": "换证",
    "end_certificate": "停用证照",
    "merge_unit": "合并重复登记",
    "merged_into": "并入",
    "tell_apart": "认定不是同一家",
    "end_apart": "撤销“不是同一家”",
    "place_unit": "标注位置",
    "issue_plate": "制二维码牌",
    "renew_plate": "换二维码牌",
    "register_contact": "登记联系人",
    "end_contact": "停用联系人",
    "keep_document": "存资料",
    "end_document": "停用资料",
    "set_duty_phone": "设置值班电话",
    "set_reminders": "设置到期提醒",
    "open_cell": "划定网格",
    "appoint": "任命",
    "end_post": "免职",
    "revise_term": "更正任期",
    "hand_over": "岗位交接",
    "move_with_cell": "随网格调整",
    "move_cell": "网格迁移",
    "merge_cell": "网格合并",
    "split_cell": "网格拆分",
    "reseat": "岗位随网格调整",
    "set_notice": "设置公示牌",
    "set_code": "登记区划代码",
    "set_kind": "更正网格类别",
    "begin_campaign": "部署专项行动",
    **words.LABELS,
    **member_words.LABELS,
}


Says = Callable[[dict[str, Any]], list[str]]


def _certificate(given: dict[str, Any]) -> list[str]:
    until = given.get("valid_until")
    good = [f"有效期至{in_words(date.fromisoformat(until))}"] if until else []
    return [
        f"{given['certificate']}{given['number']}",
        *good,
        *([given["reason"]] if "reason" in given else []),
    ]


def _merger(given: dict[str, Any]) -> list[str]:
    return [f"“{given['name']}”", given["reason"], f"转入记录{sum(map(len, given['moved'].values()))}条"]


def _apart(given: dict[str, Any]) -> list[str]:
    return [f"“{given['name']}”", given["reason"]]


def _document(given: dict[str, Any]) -> list[str]:
    return [f"“{given['title']}”", *([given["reason"]] if "reason" in given else [])]


_SAYS: dict[str, Says] = (
    dict.fromkeys(("register_certificate", "renew_certificate", "end_certificate"), _certificate)
    | dict.fromkeys(("merge_unit", "merged_into"), _merger)
    | dict.fromkeys(("tell_apart", "end_apart"), _apart)
    | dict.fromkeys(("keep_document", "end_document"), _document)
    | words.SAYS
    | member_words.SAYS
)


def plain(*keys: str) -> Says:
    """What was given under these keys, as it is."""
    return lambda given: [str(given[key]) for key in keys if given.get(key)]


def declare_words(labels: dict[str, str], says: dict[str, Says] | None = None) -> None:
    """Name the events of a later app (action → word), and how to say what was given with them where that is its own."""
    LABELS.update(labels)
    _SAYS.update(says or {})


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; `at` is an instant."""

    at: datetime
    who: str
    text: str


def told(event: Event) -> Entry:
    """An event in words: what was done, and what was said with it."""
    said = _SAYS.get(event.action, _said)(event.given)
    return Entry(event.at, event.actor_name, "，".join([LABELS.get(event.action, event.action), *said]))


def _said(given: dict[str, Any]) -> list[str]:
    parts = []
    if given.get("deadline_on"):
        parts.append(f"期限{in_words(date.fromisoformat(given['deadline_on']))}")
    if given.get("hours"):
        parts.append(f"{given['hours']}小时内办结")
    if given.get("criterion"):
        parts.append(f"判定标准{cited(given['criterion'])}")
    parts += [str(given[name]) for name in ("demand", "note", "reason") if given.get(name)]
    if given.get("funds_yuan") is not None:
        parts.append(f"整改资金{given['funds_yuan']:,}元")
    if given.get("paper"):
        parts.append(f"文书{given['paper']}")
    if given.get("papers"):
        parts.append("文书" + "、".join(given["papers"]))
    if given.get("repeat_of"):
        parts.append(f"与{given['repeat_of']}重复")
    if given.get("late_entry"):
        parts.append("补录")
    return parts
