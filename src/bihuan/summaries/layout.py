"""A text cut into its title, headings, paragraphs and tables: once, for the page, the docx and the PDF alike.

A line is a list of pieces [kind, text, index, mark], as a page keeps them (`report.as_page`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.paper import Paragraph, Span, Table
from bihuan.summaries.reading.rows import ABOVE, APART, LEFT, is_row
from bihuan.summaries.reading.sections import mark_level
from bihuan.summaries.reading.tables import Table as Laid
from bihuan.summaries.reading.tables import is_value, tables

Line = Sequence[Sequence[Any]]
_STYLES = ("h1", "h2", "h3", "h3", "h3", "h3")  # by the form of the mark: 一、 （一） 1. （1） 一是 ——
_HEADING_MAX_CHARS, _TITLE_MAX_CHARS = 30, 40


@dataclass(frozen=True)
class Cell:
    """A cell with how many rows and columns it takes up."""

    pieces: Line
    tall: int
    wide: int
    is_head: bool

    @property
    def is_number(self) -> bool:
        return not self.is_head and is_value(_text(self.pieces))


@dataclass(frozen=True)
class Block:
    """`kind`: title, h1, h2, h3, body or table. Of a table `rows` are the cells, the first `heads` of them heads, and `pieces`
    its caption."""

    kind: str
    pieces: Line
    rows: tuple[tuple[Cell, ...], ...] = ()
    heads: int = 0


def blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of some lines, in order."""
    texts = tuple(map(_text, lines))
    laid = tables(texts)
    starts = {one.first: one for one in laid}
    taken = {number for one in laid for number in one.captions}
    found = []
    for number, text in enumerate(texts):
        if number in starts:
            found.append(_table(starts[number], lines))
        elif not (number in taken or is_row(text) or text == APART):
            found.append(Block(_kind(text, number, len(lines)), lines[number]))
    return found


def of_text(text: str) -> list[Block]:
    """The blocks of a text without marks."""
    return blocks([[["text", line, 0, ""]] for line in text.split("\n")])


def on_paper(block: Block) -> Paragraph | Table:
    """A block as the official document has it."""
    if block.kind == "table":
        return _on_paper(block)
    text = _text(block.pieces)
    if block.kind == "h1":
        return Paragraph(text, "h1")
    if block.kind == "h2":
        return Paragraph(text, "h2")
    return Paragraph(text, "h3" if block.kind == "h3" else "body")


def _kind(text: str, number: int, count: int) -> str:
    if number == 0 and count > 1 and len(text) <= _TITLE_MAX_CHARS and "总结" in text:
        return "title"
    level = mark_level(text)
    if level is None or len(text) > _HEADING_MAX_CHARS or text.endswith(("。", "；", "，")):
        return "body"
    return _STYLES[level]


def _table(laid: Laid, lines: Sequence[Line]) -> Block:
    grid, rows = laid.grid, []
    for row in range(len(grid.rows)):
        cells = [list(one) for one in _cut(lines[laid.first + row])]
        cells += [[] for _ in range(grid.width - len(cells))]
        rows.append(
            tuple(
                Cell(_shown(pieces), *grid.span(row, column), not laid.is_body(row, column))
                for column, pieces in enumerate(cells)
                if not grid.is_covered(row, column)
            )
        )
    return Block("table", _caption([lines[number] for number in laid.captions]), tuple(rows), grid.depth)


def _caption(lines: Sequence[Line]) -> list[Sequence[Any]]:
    """The lines over a table as one; the unit's in brackets behind the other."""
    found: list[Sequence[Any]] = []
    for line in lines:
        in_brackets = bool(found) and not _text(line).startswith(("（", "("))
        found += [["text", "（", 0, ""], *line, ["text", "）", 0, ""]] if in_brackets else line
    return found


def _shown(pieces: Line) -> Line:
    """What a cell says: an arrow that leads nowhere says nothing."""
    return [] if _text(pieces) in (LEFT, ABOVE) else pieces


def _cut(line: Line) -> Iterator[list[Sequence[Any]]]:
    """The pieces of a row, cell by cell."""
    cell: list[Sequence[Any]] = []
    bars = 0
    for kind, text, index, mark in line:
        parts = text.split("|") if kind == "text" else [text]
        for number, part in enumerate(parts):
            if number:
                if bars:
                    yield cell
                cell, bars = [], bars + 1
            if part.strip():
                cell.append([kind, part.strip() if kind == "text" else part, index, mark])


def _on_paper(block: Block) -> Table:
    width = sum(cell.wide for cell in block.rows[0])
    grid = [[""] * width for _ in block.rows]
    free = [[True] * width for _ in block.rows]
    spans = []
    for row, cells in enumerate(block.rows):
        for cell in cells:
            column = free[row].index(True)
            for down in range(row, row + cell.tall):
                free[down][column : column + cell.wide] = [False] * cell.wide
            grid[row][column] = _text(cell.pieces)
            if (cell.tall, cell.wide) != (1, 1):
                spans.append(Span(row, column, cell.tall, cell.wide))
    rows = tuple(map(tuple, grid))
    heads, body = rows[: block.heads], rows[block.heads :]
    return Table(heads[0] if heads else (), body, _text(block.pieces), tuple(spans), heads[1:])


def _text(pieces: Line) -> str:
    return "".join(piece[1] for piece in pieces)
