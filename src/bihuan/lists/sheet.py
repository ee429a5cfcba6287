"""Rows as a spreadsheet. What somebody typed stays text: nothing becomes a formula or a link, now or when a cell is edited."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bihuan.core.clock import TOWN_TIME
from bihuan.core.office import as_cell
from bihuan.lists.registry import Column

SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# What a spreadsheet would read as the beginning of a formula once the cell is edited, or saved as csv.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TEXT_MAX = 32_767  # of a cell


def write(
    place: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], made_at: datetime
) -> None:
    """Write rows, each with a value for every column, under their headings. The same values at the same instant are the same bytes."""
    with xlsxwriter.Workbook(str(place), SAFE) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#eef3f7", "bottom": 1})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
            "quoted": book.add_format({"quote_prefix": True}),
        }
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.wide)
            sheet.write_string(0, at, column.label, head)
        sheet.freeze_panes(1, 0)
        for number, values in enumerate(rows, start=1):
            for at, value in enumerate(values):
                _put(sheet, number, at, value, formats)


def _put(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, datetime):
        sheet.write_datetime(
            row, column, value.astimezone(TOWN_TIME).replace(tzinfo=None), formats["instant"]
        )
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    else:
        text = as_cell(str(value)[: TEXT_MAX - 1])
        sheet.write_string(
            row, column, text, formats["quoted"] if text.startswith(BEGINS_A_FORMULA) else None
        )
