"""The events of documents as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

Says = Callable[[dict[str, Any]], list[str]]

LABELS = {
    "receive_document": "登记收文",
    "correct_document": "更正收文登记",
    "pass_document": "分送",
    "read_document": "签阅",
    "report_handling": "报办理情况",
    "answer_document": "答复",
    "assign_document": "转为上级交办",
    "remind_document": "催办",
    "void_document": "收文作废",
    "draft_policy": "起草文件",
    "revise_policy": "修改草稿",
    "issue_policy": "印发文件",
    "replace_policy": "被新版替代",
    "repeal_policy": "废止文件",
    "withdraw_policy": "文件作废",
    "pass_policy": "印送",
    "read_policy": "签阅",
    "settle_trade": "明确行业主管部门",
    "add_trade": "新增行业",
    "end_trade": "停用行业",
}
_FIELDS = {
    "source": "来文单位",
    "number": "文号",
    "title": "标题",
    "asks": "要求",
    "received_on": "收到日期",
    "due_on": "答复期限",
    "text": "正文",
    "kind": "文种",
    "organ": "发文机关",
    "recipient": "主送",
    "file_id": "文件",
    "until_on": "有效期",
    "lines": "职责",
}


def _day(text: str | None) -> str:
    return in_words(date.fromisoformat(text)) if text else ""


def _received(given: dict[str, Any]) -> list[str]:
    due = [f"{_day(given['due_on'])}前答复"] if given["due_on"] else []
    return [given["title"], *filter(None, [given["source"], given["number"]]), *due]


def _passed(given: dict[str, Any]) -> list[str]:
    return [given["title"], "、".join(given["to"]), f"{len(given['deliveries'])}人"]


def _read(given: dict[str, Any]) -> list[str]:
    return [given["title"], "、".join(given["posts"])]


def _issued(given: dict[str, Any]) -> list[str]:
    return [given["title"], given["number"], f"{_day(given['force_on'])}起施行"]


def _noted(given: dict[str, Any]) -> list[str]:
    return [given["title"], *filter(None, [given.get("note")])]


SAYS: dict[str, Says] = {
    "receive_document": _received,
    "correct_document": lambda given: [
        given["title"],
        "改动：" + "、".join(_FIELDS.get(name, name) for name in given["was"]),
    ],
    "pass_document": _passed,
    "pass_policy": _passed,
    "read_document": _read,
    "report_handling": lambda given: ["、".join(given["posts"]), given["note"]],
    "read_policy": _read,
    "answer_document": lambda given: [
        given["title"],
        given["note"],
        f"{_day(given['on'])}答复" + ("（逾期）" if given["late"] else ""),
    ],
    "assign_document": lambda given: [given["title"]],
    "remind_document": lambda given: [
        given["title"],
        *([f"{_day(given['due_on'])}到期，已逾期"] if given["late"] else []),
    ],
    "void_document": _noted,
    "draft_policy": lambda given: [
        given["title"],
        *([f"替代《{given['replaces']}》"] if given["replaces"] else []),
    ],
    "revise_policy": lambda given: [
        given["title"],
        *(
            ["改动：" + "、".join(_FIELDS.get(name, name) for name in given["changed"])]
            if given["changed"]
            else []
        ),
    ],
    "issue_policy": _issued,
    "replace_policy": lambda given: [given["title"], f"{_day(given['on'])}起由{given['by']}替代"],
    "repeal_policy": lambda given: [given["title"], f"{_day(given['on'])}起废止", given["note"]],
    "withdraw_policy": _noted,
    "settle_trade": lambda given: [
        given["trade"],
        given["now"],
        *([f"原为{given['was']}"] if given["was"] else []),
        *filter(None, [given["ground"]]),
    ],
    "add_trade": lambda given: [given["trade"]],
    "end_trade": lambda given: [given["trade"]],
}
