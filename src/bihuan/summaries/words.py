"""The events of forms that are due and of bulletins as people read them; those of summaries stand with the log's older words."""

from collections.abc import Callable
from typing import Any

from bihuan.core.calendar import moment_in_words
from bihuan.core.clock import read
from bihuan.summaries.rules import RHYTHMS

LABELS = {
    "set_form_due": "设定报表定期自动填",
    "end_form_due": "停止报表自动填",
    "open_form_due": "报表到期",
    "fill_due": "报表已自动填好",
    "fail_form_due": "报表没有填成",
    "hand_up_form": "上报报表",
    "waive_form_due": "报表本期免报",
    "note_form_changes": "报后有变",
    "leave_form_changes": "报后有变不再更正",
    "remind_form": "催报报表",
    "replace_form_file": "报表换新样式",
    "bind_cell": "选定报表的格子",
    "unbind_cell": "取消报表的格子",
    "adopt_proposals": "按表头选定报表的格子",
    "draft_bulletin": "自动起草文稿",
    "set_bulletins": "设定定期文稿",
    "compare_summary": "设定是否附对比表",
    "drop_summary": "不印发文稿",
}


def _says(given: dict[str, Any]) -> list[str]:
    return [str(given["says"])]


def _by(given: dict[str, Any]) -> list[str]:
    return [given["says"], f"{moment_in_words(read(given['by']))}前上报"]


def _handed(given: dict[str, Any]) -> list[str]:
    said = [given["says"], *(["迟报"] if given["late"] else [])]
    said += [f"第{given['number']}次"] if given["number"] > 1 else []
    return [*said, *([given["note"]] if given["note"] else [])]


def _cells(given: dict[str, Any]) -> list[str]:
    return [given["says"], "、".join(given["cells"]) or "与上报时一致"]


def _edition(given: dict[str, Any]) -> list[str]:
    said = [given["name"], f"{given['stayed']}格照旧"]
    said += [f"移位{'、'.join(given['moved'])}"] if given["moved"] else []
    return [*said, *([f"找不到{'、'.join(given['lost'])}"] if given["lost"] else [])]


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "set_form_due": lambda given: [given["name"], given["when"]],
    "end_form_due": lambda given: [given["name"]],
    "open_form_due": _by,
    "fill_due": _by,
    "fail_form_due": lambda given: [given["says"], given["why"]],
    "hand_up_form": _handed,
    "waive_form_due": lambda given: [given["says"], given["why"]],
    "note_form_changes": _cells,
    "leave_form_changes": _cells,
    "remind_form": _says,
    "replace_form_file": _edition,
    "bind_cell": lambda given: [given["cell"]],
    "unbind_cell": lambda given: [given["cell"]],
    "adopt_proposals": lambda given: [f"{len(given['cells'])}格"],
    "set_bulletins": lambda given: ["、".join(RHYTHMS[one] for one in given["kinds"]) or "都不自动起草"],
    "compare_summary": lambda given: ["附" if given["with_table"] else "不附"],
}
