"""An xlsx as tables of squares for the page, and the same file with some squares filled. Only the filled squares change:
styles, widths, merged squares and formulas stay. Nothing but a number is ever written, so no value can become a formula."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.sheets.package import NOT_A_SHEET, SAYS, check

SHEETS_MAX, ROWS_MAX, COLUMNS_MAX = 12, 200, 40

Number = int | Decimal
Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Square:
    """One square of the table, a merged one as a whole: where it begins (C5), what it says, how far it reaches."""

    at: str
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    is_formula: bool = False
    is_number: bool = False
    is_percent: bool = False  # 0.5 is shown as 50%
    is_locked: bool = False  # by whoever made the form: its worksheet is protected, and this square is not among those left open

    @property
    def may_be_filled(self) -> bool:
        """Whether a number may be written into it: the form's own formulas and what its maker locked stay."""
        return not (self.is_formula or self.is_locked)


@dataclass(frozen=True)
class Table:
    """A worksheet's used range. `squares` by the place where they begin; `covered` leads from each place that a merged
    square covers to the place where that begins."""

    name: str
    height: int
    width: int
    squares: Mapping[Place, Square]
    covered: Mapping[Place, Place]

    def at(self, row: int, column: int) -> Square | None:
        """The square that a place belongs to; None outside the used range."""
        place = (row, column)
        return self.squares.get(self.covered.get(place, place))

    def covering(self, at: str) -> Square | None:
        """The merged square under which an address lies; None where it lies under none."""
        row, column = coordinate_to_tuple(at)
        begin = self.covered.get((row, column))
        return self.squares.get(begin) if begin else None

    @property
    def lines(self) -> list[list[Square]]:
        """The squares that begin in each row, from left to right."""
        return [
            [
                self.squares[row, column]
                for column in range(1, self.width + 1)
                if (row, column) in self.squares
            ]
            for row in range(1, self.height + 1)
        ]


def address(table: str, at: str) -> str:
    """What a square is kept by: 表1!C5."""
    return f"{table}!{at}"


def tables(content: bytes) -> list[Table]:
    """The visible worksheets. Raises NarrativeError of any file that is no sound xlsx within the limits."""
    found = [_table(sheet) for sheet in _open(content).worksheets if sheet.sheet_state == "visible"]
    if not found:
        raise NarrativeError(NOT_A_SHEET)
    return found


def filled(content: bytes, values: Mapping[str, Number | None]) -> bytes:
    """The file with these squares filled, by their addresses; None empties one. Formulas are worked out anew by
    whoever opens it."""
    book = _open(content)
    for where, value in values.items():
        name, _, at = where.rpartition("!")
        square = book[name][at]
        if value is not None and not isinstance(value, int | Decimal):
            raise TypeError(f"{where}: only numbers are written, not {value!r}")
        square.value = value / Decimal(100) if value is not None and _is_percent(square) else value
    book.calculation.fullCalcOnLoad = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _open(content: bytes) -> Any:
    check(content)
    try:
        book = openpyxl.load_workbook(BytesIO(content))
    except Exception as error:  # of a file that breaks its own rules it raises whatever it stumbles over
        raise NarrativeError(SAYS.broken) from error
    if len(book.worksheets) > SHEETS_MAX:
        raise NarrativeError(f"表格有{len(book.worksheets)}张工作表，最多{SHEETS_MAX}张，请只留要填的。")
    return book


def _table(sheet: Any) -> Table:
    # The cells that the file names, and no others: one far off would make a range of millions.
    cells = {
        place: cell for place, cell in sheet._cells.items() if cell.value is not None or _is_framed(cell)
    }
    said = [place for place, cell in cells.items() if cell.value is not None]
    if any(row > ROWS_MAX or column > COLUMNS_MAX for row, column in said):
        raise NarrativeError(
            f"工作表“{sheet.title}”超过{ROWS_MAX}行或{COLUMNS_MAX}列，不像是一张报表，请只留要填的部分。"
        )
    merged = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
    ends = [*cells, *((one.max_row, one.max_col) for one in merged.values())]
    height = min(max((row for row, _ in ends), default=0), ROWS_MAX)
    width = min(max((column for _, column in ends), default=0), COLUMNS_MAX)
    covered = {
        place: begin
        for begin, one in merged.items()
        for place in _inside(one, height, width)
        if place != begin
    }
    squares = {}
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            if (place := (row, column)) not in covered:
                cell = sheet._cells.get(place)
                locked = _is_locked(sheet, cell)
                squares[place] = _square(cell, row, column, merged.get(place), height, width, locked)
    return Table(sheet.title, height, width, squares, covered)


def _inside(area: Any, height: int, width: int) -> Iterator[Place]:
    for row in range(area.min_row, min(area.max_row, height) + 1):
        for column in range(area.min_col, min(area.max_col, width) + 1):
            yield row, column


def _square(cell: Any, row: int, column: int, area: Any, height: int, width: int, locked: bool) -> Square:
    rows = min(area.max_row, height) - row + 1 if area else 1
    columns = min(area.max_col, width) - column + 1 if area else 1
    at = f"{get_column_letter(column)}{row}"
    if cell is None:
        return Square(at, row, column, "", rows, columns, is_locked=locked)
    return Square(
        at,
        row,
        column,
        _text(cell.value),
        rows,
        columns,
        is_formula=cell.data_type == "f",
        is_number=cell.data_type == "n" and cell.value is not None and not cell.is_date,
        is_percent=_is_percent(cell),
        is_locked=locked,
    )


def _text(value: Any) -> str:
    if isinstance(value, date):  # and datetime
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(getattr(value, "text", value))  # an array formula holds its text


def _is_locked(sheet: Any, cell: Any) -> bool:
    """Whether the worksheet is protected and the cell not left open. All are locked that the file does not say otherwise of."""
    return bool(sheet.protection.sheet) and (cell is None or bool(cell.protection.locked))


def _is_percent(cell: Any) -> bool:
    return "%" in cell.number_format


def _is_framed(cell: Any) -> bool:
    """Whether a square has a line around it: an empty one to be filled."""
    if not cell.has_style:
        return False
    border = cell.border
    return any(
        side is not None and side.style for side in (border.left, border.right, border.top, border.bottom)
    )
