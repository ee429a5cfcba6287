"""The format in which documents are handed to the law-enforcement system above (docs/formats/handover.md). Pure: values in, values and
bytes out.

One batch, one row a document. JSON holds all of it; the spreadsheet holds the same rows, lists put into lines of one cell. A change of
the format that a reader would notice raises VERSION.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.documents.checking import wrong_identity
from bihuan.documents.composing import shown
from bihuan.documents.declarations import IDENTITY, Declaration

FORMAT, VERSION = "bihuan-handover", 1
STATES = ("issued", "proposed", "outer")  # what can be handed over
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")

Row = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A document as far as a row tells of it; what is not known is ""."""

    id: str
    kind: str
    label: str
    family: str
    edition: int
    state: str
    number: str
    body: str
    power: str
    dated: date
    served_on: date | None
    service: str
    answers: str
    unit: Mapping[str, str]
    fields: Mapping[str, Any]
    digest: str


def mask_identity(number: str) -> str:
    """1101011990****1234: whose it is can be confirmed, not learnt."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else "*" * len(number)


def masked(text: str) -> str:
    """A text whose identity numbers show their ends alone."""
    return _IDENTITY.sub(
        lambda found: found[0] if wrong_identity(found[0]) else mask_identity(found[0]), text
    )


def row_of(sent: Sent, made: Declaration, *, whole: bool) -> Row:
    """A document's row. Identity numbers are whole only where that was asked for by name and reason (`whole`)."""
    hide = _same if whole else masked
    return {
        "id": sent.id,
        "kind": sent.kind,
        "name": sent.label,
        "family": sent.family,
        "edition": sent.edition,
        "state": sent.state,
        "number": sent.number,
        "body": sent.body,
        "power": sent.power,
        "dated": sent.dated.isoformat(),
        "served_on": sent.served_on.isoformat() if sent.served_on else "",
        "service": sent.service,
        "answers": sent.answers,
        "unit": {key: str(sent.unit.get(key) or "") for key in UNIT},
        "content": [_field(one, sent.fields.get(one.key), hide, whole=whole) for one in made.fields],
        "digest": sent.digest,
    }


UNIT = {
    "name": "单位名称",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "head": "负责人",
    "category": "行业",
}


def _field(one: Any, value: Any, hide: Callable[[str], str], *, whole: bool) -> Row:
    """One field of the form: its key, its label, and its text; or its rows, each cell a text."""
    told: Row = {"key": one.key, "label": one.label}
    if one.is_rows:
        labels = dict(one.shown_columns)
        rows = [
            {key: hide(str(cell)) for key, cell in row.items() if key in labels and cell not in (None, "")}
            for row in value or ()
        ]
        return told | {"columns": labels, "rows": rows}
    text = shown(one, value)
    if one.kind == IDENTITY and not whole and text:
        return told | {"text": mask_identity(text)}
    return told | {"text": hide(text)}


def _same(text: str) -> str:
    return text


def batch(head: Mapping[str, str], rows: Sequence[Row]) -> Row:
    """A hand-over: who gives what to whom. `head`: number, town, district, bureau, receiver, handed_at, handed_by, note."""
    return {"format": FORMAT, "version": VERSION, **head, "count": len(rows), "documents": list(rows)}


def as_json(made: Row) -> bytes:
    """A batch as it is handed over: UTF-8, its keys in their order. The same batch is the same bytes."""
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


STATE_WORDS = {"issued": "已签发", "proposed": "代拟待签发", "outer": "区级已签发"}
# The spreadsheet's columns: key, heading, width in characters, and what of a document's row stands there.
COLUMNS: tuple[tuple[str, str, int, Callable[[Row], str]], ...] = (
    ("name", "文书", 24, lambda row: str(row["name"])),
    ("number", "文号", 28, lambda row: str(row["number"])),
    ("state", "状态", 10, lambda row: STATE_WORDS[row["state"]]),
    ("dated", "文书日期", 12, lambda row: str(row["dated"])),
    ("body", "名义", 22, lambda row: str(row["body"])),
    ("power", "签发权限", 22, lambda row: str(row["power"])),
    ("unit", "单位名称", 26, lambda row: str(row["unit"]["name"])),
    ("uscc", "统一社会信用代码", 22, lambda row: str(row["unit"]["uscc"])),
    ("address", "地址", 26, lambda row: str(row["unit"]["address"])),
    ("head", "负责人", 10, lambda row: str(row["unit"]["head"])),
    ("category", "行业", 14, lambda row: str(row["unit"]["category"])),
    ("served_on", "送达日期", 12, lambda row: str(row["served_on"])),
    ("service", "送达方式", 12, lambda row: str(row["service"])),
    ("answers", "依据的文书", 28, lambda row: str(row["answers"])),
    ("content", "内容", 60, lambda row: "\n".join(map(_line, row["content"]))),
    ("family", "类别", 14, lambda row: str(row["family"])),
    ("kind", "文种代码", 14, lambda row: str(row["kind"])),
    ("edition", "式样版次", 8, lambda row: str(row["edition"])),
    ("id", "标识", 36, lambda row: str(row["id"])),
    ("digest", "校验码", 64, lambda row: str(row["digest"])),
)


def _line(one: Row) -> str:
    """A field as a line of the cell: 存在的问题：1．… 2．…"""
    if "rows" not in one:
        return f"{one['label']}：{one['text']}"
    labels = one["columns"]
    rows = (
        f"{number}．" + "，".join(f"{labels[key]}{cell}" for key, cell in row.items())
        for number, row in enumerate(one["rows"], start=1)
    )
    return f"{one['label']}：" + "；".join(rows)
