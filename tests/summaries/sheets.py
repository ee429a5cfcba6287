"""Forms of superiors for the tests, made with the library that the program reads them with."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

LINE = Side(style="thin")


def saved(build: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook whose first worksheet `build` has written."""
    book = Workbook()
    build(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def month() -> bytes:
    """A month's form: a title over all, heads in two rows, two trades and their sum, a share in per cent."""
    return saved(_month)


def _month(sheet: Any) -> None:
    sheet.title = "月报"
    sheet.append(["安全生产检查情况月报表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["类别", "检查企业（家次）", "排查隐患（条）", None, "整改率（%）"])
    sheet.append([None, None, "本期", "累计", None])
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(area)
    sheet.append(["烟花爆竹", None, None, None, None])
    sheet.append(["建筑施工", 99, None, None, None])
    sheet.append(["合计", "=SUM(B4:B5)", "{{ 排查隐患 }}", None, None])
    sheet.append(["第三方机构", None, None, None, None])
    for row in sheet.iter_rows(min_row=2, max_row=7, max_col=5):
        for cell in row:
            cell.border = Border(LINE, LINE, LINE, LINE)
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["B4"].fill = PatternFill("solid", fgColor="FFEE99")
    sheet["E6"].number_format = "0.0%"
    sheet.column_dimensions["A"].width = 24
    sheet.row_dimensions[1].height = 40


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with a part put in or taken the place of."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry.filename, before.read(entry))
        after.writestr(name, part)
    return out.getvalue()
