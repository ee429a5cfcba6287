"""An import's rows as the page shows them: each cell at its place in the sheet, wrong ones open to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.intake import book, queries
from bihuan.intake.actions.mending import allowed
from bihuan.intake.heads import filled_by, head_of, letter, proposed
from bihuan.intake.models import CHOICES, Import, ImportRow
from bihuan.intake.registry import Column, Kind, Option

PAGE_ROWS = 30
PICK_MAX = 300  # of more choices one types the word
SAMPLE_ROWS = 5


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands (C7, "" where the file has no such column), what it says, what is wrong, what it said first."""

    column: Column
    at: str
    text: str
    wrong: str
    was: str | None
    picks: Sequence[str]

    @property
    def has_other(self) -> bool:
        """Whether what it says is none of the choices."""
        return bool(self.text) and self.text not in self.picks


@dataclass(frozen=True)
class Shown:
    """One row with its cells, and what may be done with it. `is_open`: all its cells can be changed, not the wrong ones alone."""

    row: ImportRow
    cells: list[Cell]
    choices: list[tuple[str, str]]
    is_open: bool


@dataclass(frozen=True)
class Preview:
    """A page of rows under its heads."""

    heads: list[tuple[str, str]]
    rows: list[Shown]
    page: Page[Any]
    view: str
    views: list[tuple[str, str, int]]
    counts: Mapping[str, int]


def preview(actor: Actor, batch: Import, kind: Kind, view: str, page: Any, opened: str) -> Preview:
    """The rows of a view: of those to be mended first, unless another was asked for."""
    counts = queries.counts(batch)
    if view not in queries.VIEWS:
        view = next((one for one in ("bad", "open") if counts[one] and batch.state == "checking"), "all")
    found = queries.rows(batch).filter(queries.VIEWS[view][1])
    shown = Paginator(found, PAGE_ROWS).get_page(page)
    columns = [
        one for one in kind.columns if one.key in batch.columns or one.required or one.key in batch.fills
    ]
    picks = {
        key: [one.label for one in found]
        for key, found in kind.options(actor).items()
        if len(found) <= PICK_MAX
    }
    rows = [_shown(batch, columns, picks, row, opened) for row in shown]
    views = [
        (key, label, counts[key])
        for key, (label, _condition) in queries.VIEWS.items()
        if (
            (counts[key] or key in ("all", view))
            and (batch.state == "checking") == (key not in ("refused", "made", "kept"))
        )
        or key == "all"
    ]
    heads = [
        (letter(batch.columns[one.key]) if one.key in batch.columns else "", one.label) for one in columns
    ]
    return Preview(heads, rows, shown, view, views, counts)


def _shown(
    batch: Import,
    columns: Sequence[Column],
    picks: Mapping[str, Sequence[str]],
    row: ImportRow,
    opened: str,
) -> Shown:
    cells = []
    for one in columns:
        at = f"{letter(batch.columns[one.key])}{row.row}" if one.key in batch.columns else ""
        text = row.texts.get(one.key) or batch.fills.get(one.key, "")
        wrong = row.wrong.get(one.key, "")
        cells.append(Cell(one, at, text, wrong, row.mended.get(one.key), picks.get(one.key, ())))
    choices = [(key, CHOICES[key]) for key in allowed(row)]
    is_open = row.repeats is not None or str(row.row) == opened
    return Shown(row, cells, choices, is_open)


@dataclass(frozen=True)
class Columns:
    """The columns' page: the worksheets, the sheet's heads (letter, word) and first rows, where each column is taken to stand, what the
    worksheet's name says of all rows."""

    sheets: list[tuple[int, str]]
    sheet: int
    head_row: int
    heads: list[tuple[str, str]]
    sample: Sequence[tuple[int, Sequence[str]]]
    columns: Mapping[str, int]
    fills: Mapping[str, str]
    options: Mapping[str, Sequence[Option]]
    head_rows: list[tuple[int, str]]


def columns_of(actor: Actor, batch: Import, kind: Kind, asked: Mapping[str, Any]) -> Columns:
    """As they were found, or for the worksheet and head row that are asked for."""
    sheets = book.heads(files.content_of(batch.file))
    sheet = next((one for one in sheets if str(one.number) == asked.get("sheet")), None)
    moved = sheet is not None or bool(asked.get("head_row"))
    sheet = sheet or next((one for one in sheets if one.number == batch.sheet), sheets[0])
    head = head_of(sheet.lines, kind.columns)
    row = next((one for one in sheet.lines if str(one.row) == asked.get("head_row")), None)
    names, head_row = (row.cells, row.row) if row else (head.names, head.row)
    columns = proposed(names, kind.columns) if moved else batch.columns
    below = [(one.row, one.cells) for one in sheet.lines if one.row > head_row][:SAMPLE_ROWS]
    width = max((len(names), *(len(cells) for _row, cells in below)))
    options = kind.options(actor)
    padded = [*names, *[""] * (width - len(names))]
    return Columns(
        [(one.number, one.name) for one in sheets],
        sheet.number,
        head_row,
        [(letter(place), name) for place, name in enumerate(padded)],
        below,
        columns,
        filled_by(sheet.name, kind.columns, columns, options),
        options,
        [(one.row, f"第{one.row}行：{'、'.join(filter(None, one.cells))[:30]}") for one in sheet.lines[:20]],
    )
