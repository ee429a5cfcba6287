"""The events of assessments and vetoes as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

LABELS = {
    "make_scheme": "拟定考核办法",
    "revise_scheme": "修改考核办法",
    "begin_scheme": "开始考核",
    "drop_scheme": "作废考核办法",
    "publish_scheme": "公布考核结果",
    "open_sheet": "生成考核表",
    "score_line": "考核评分",
    "tell_sheet": "告知考核结果",
    "retake": "考核表重新取数",
    "drop_sheet": "不参加考核",
    "publish_sheet": "公布考核结果",
    "object_to": "提出考核异议",
    "change_score": "异议后改分",
    "keep_score": "异议后维持原分",
    "set_veto_rule": "设定否决规定",
    "end_veto_rule": "停用否决规定",
    "raise_veto": "提出一票否决",
    "note_cause_lost": "一票否决的起因变更",
    "note_cause_back": "一票否决的起因恢复",
    "decide_veto": "决定一票否决",
    "drop_veto": "不予否决",
    "keep_veto": "复核维持一票否决",
    "appeal_veto": "申诉一票否决",
    "uphold_veto": "申诉维持",
    "revoke_veto": "撤销一票否决",
    "end_veto": "一票否决期满",
    "answer_honour": "出具评优查询结果",
}


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text))


Given = dict[str, Any]
SAYS: dict[str, Callable[[Given], list[str]]] = {
    "make_scheme": lambda given: [given["says"], given["whom"], f"{len(given['lines'])}项"],
    "revise_scheme": lambda given: [given["says"], given["whom"], f"{len(given['lines'])}项"],
    "begin_scheme": lambda given: [given["says"], f"{given['sheets']}份考核表"],
    "drop_scheme": lambda given: [given["reason"]],
    "publish_scheme": lambda given: [given["number"], f"{given['sheets']}份"],
    "open_sheet": lambda given: [given["says"], given["subject"]],
    "score_line": lambda given: [
        given["says"],
        f"{given['before']}→{given['points']}" if given["before"] else given["points"],
        given["reason"],
    ],
    "tell_sheet": lambda given: [f"{given['total']}分", f"异议期到{_day(given['until'])}止"],
    "retake": lambda given: [given["says"], f"{given['before']}分→{given['total']}分"],
    "drop_sheet": lambda given: [given["reason"]],
    "publish_sheet": lambda given: [given["number"], f"{given['total']}分", given["grade"]],
    "object_to": lambda given: [given["says"], given["text"], given["by"]],
    "change_score": lambda given: [
        given["says"],
        f"改为{given['points']}",
        given["answer"],
        f"总分{given['before']}→{given['total']}",
    ],
    "keep_score": lambda given: [given["says"], given["answer"]],
    "set_veto_rule": lambda given: [given["says"], f"{given['months']}个月", given["bars"], given["basis"]],
    "end_veto_rule": lambda given: [given["says"]],
    "raise_veto": lambda given: [given["subject"], given["says"], given["cause"]],
    "note_cause_lost": lambda given: [given["why"]],
    "note_cause_back": lambda given: [given["says"]],
    "decide_veto": lambda given: [
        given["says"],
        given["body"],
        given["number"],
        f"{_day(given['from'])}至{_day(given['to'])}",
        given["bars"],
    ],
    "drop_veto": lambda given: [given["says"], given["reason"]],
    "keep_veto": lambda given: [given["reason"]],
    "appeal_veto": lambda given: [given["text"], given["by"]],
    "uphold_veto": lambda given: [given["answer"]],
    "revoke_veto": lambda given: [given.get("reason") or given["answer"]],
    "end_veto": lambda given: [given["says"], f"到{_day(given['to'])}止"],
    "answer_honour": lambda given: [given["subject"], given["says"], given["verdict"], given["number"]],
}
