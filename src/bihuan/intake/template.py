"""The empty table to be filled in: a head, drop-downs where a column has choices, columns of text where digits would be lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from bihuan.core.office import as_cell
from bihuan.intake.heads import letter
from bihuan.intake.registry import Column, Kind, Option

FILLED_ROWS = 2000  # so many rows have drop-downs
OPTIONS_MAX = 500
MADE = datetime(2026, 1, 1)  # or the same table would be other bytes each time
_HINTS = {
    "code": "18位，按文本填写",
    "phone": "一个号码",
    "mobile": "11位手机号",
    "number": "整数",
    "day": "如2018-03-05",
    "choice": "从下拉列表选",
}


def template(kind: Kind, options: Mapping[str, Sequence[Option]]) -> bytes:
    """An xlsx whose heads this program recognises."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": MADE})
    _sheet(book, kind.columns, options, kind.label)
    book.close()
    return out.getvalue()


def _sheet(book: Any, columns: Sequence[Column], options: Mapping[str, Sequence[Option]], title: str) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "align": "center"})
    must = book.add_format({"bold": True, "bg_color": "#FBE9E7", "border": 1, "align": "center"})
    text = book.add_format({"num_format": "@"})
    sheet, lists = book.add_worksheet(title), book.add_worksheet("选项")
    lists.hide()
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(
            0,
            place,
            f"{column.label}*" if column.required else column.label,
            must if column.required else head,
        )
        sheet.set_column(place, place, max(12, 2 * len(column.label) + 4), text)
        hint = column.example or _HINTS.get(column.kind, "")
        if hint:
            sheet.write_comment(0, place, hint)
        words = [as_cell(one.label) for one in options.get(column.key, ())][:OPTIONS_MAX]
        if words:
            lists.write_column(0, place, words)
            at = letter(place)
            source = f"=选项!${at}$1:${at}${len(words)}"
            rule = {"validate": "list", "source": source, "error_message": "请从下拉列表中选择。"}
            sheet.data_validation(1, place, FILLED_ROWS, place, rule)
