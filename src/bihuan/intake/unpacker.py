"""A program of its own that reads a spreadsheet from anyone: `python -I unpacker.py heads|rows SHEET < file`.

It writes a line of JSON a row: the sheet's number, the row's number as the sheet counts, its cells as text. Memory and time are
bounded by the system, so that a file that unpacks without end, or that names one cell a million rows away, ends this process and
nothing else. It imports none of ours: it has no database and no secret.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY_MAX_BYTES = 900 * 1024 * 1024
CPU_MAX_SECONDS = 40
HEAD_ROWS = 30
COLUMNS_MAX = 60
DIGITS_KEPT = 10**15  # Excel keeps fifteen digits of a number; of a longer one the last are lost
LOCKED = 3  # the exit status for a file with a password


def cells(sheet: CalamineSheet, most: int | None) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything. What is merged downwards stands in each of its rows, as people read it."""
    ends = {(top, left): bottom for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ()}
    open_below: dict[int, tuple[int, str]] = {}
    before = [""] * (
        sheet.start[1] if sheet.start else 0
    )  # rows come from the first on, cells from the first used column
    for at, row in enumerate(sheet.iter_rows()):
        if most is not None and at >= most:
            return
        texts = [*before, *map(text, row)][:COLUMNS_MAX]
        for column, (until, above) in list(open_below.items()):
            if at > until:
                del open_below[column]
            elif column < len(texts) and not texts[column]:
                texts[column] = above
        for column, said in enumerate(texts):
            if said and ends.get((at, column), at) > at:
                open_below[column] = (ends[at, column], said)
        if any(texts):
            yield at + 1, texts


def text(value: Any) -> str:
    """A cell as it is read by people. A number of more digits than Excel keeps is written as such."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= DIGITS_KEPT:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else f"{value:.10g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == value.time().min else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "").strip()


def main(what: str, chosen: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_SECONDS, CPU_MAX_SECONDS))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(LOCKED)
    for number, known in enumerate(book.sheets_metadata):
        if known.typ != SheetTypeEnum.WorkSheet or known.visible != SheetVisibleEnum.Visible:
            continue
        if what == "rows" and number != chosen:
            continue
        print(json.dumps([number, 0, [known.name]]))  # noqa: T201
        sheet = book.get_sheet_by_index(number)
        for at, texts in cells(sheet, HEAD_ROWS if what == "heads" else None):
            print(json.dumps([number, at, texts]))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
