"""What an official document consists of, before it becomes a PDF or a docx. Plain values; no layout here.

Texts are given finished: headings carry their own number (一、 （一） 1. （1）), as an official writes them.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from bihuan.core.calendar import in_words

Style = Literal["body", "flush", "h1", "h2", "h3"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: h1 is set in 黑体, h2 in 楷体, h3 and body in 仿宋; flush is a body that begins at the left (the party: …：). Runs are for bold words in it."""

    text: str | tuple[Run, ...]
    style: Style = "body"

    @property
    def runs(self) -> tuple[Run, ...]:
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True)
class Span:
    """A cell that takes up several rows or columns; rows are counted from the first head row on, from 0."""

    row: int
    column: int
    tall: int
    wide: int

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies under this one."""
        inside = 0 <= row - self.row < self.tall and 0 <= column - self.column < self.wide
        return inside and (row, column) != (self.row, self.column)


@dataclass(frozen=True)
class Picture:
    """A small picture (PNG or JPEG) in a cell, above its text: a signature. Rows are counted as of a span."""

    row: int
    column: int
    content: bytes


@dataclass(frozen=True)
class Table:
    """A table with a head row, and more of them `under` it; they are repeated on each page. Without `heads` it has none.
    Every row has as many cells; those under a span are empty."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    spans: tuple[Span, ...] = ()
    under: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.grid[0]):
                raise ValueError(f"table row {number} has {len(row)} cells, the head has {len(self.grid[0])}")

    @property
    def head_rows(self) -> tuple[tuple[str, ...], ...]:
        return (self.heads, *self.under) if self.heads else ()

    @property
    def grid(self) -> tuple[tuple[str, ...], ...]:
        """All rows, those of the head first."""
        return (*self.head_rows, *self.rows)

    def span_at(self, row: int, column: int) -> Span:
        """How many rows and columns a cell takes up."""
        at = (one for one in self.spans if (one.row, one.column) == (row, column))
        return next(at, Span(row, column, 1, 1))

    def picture_at(self, row: int, column: int) -> bytes:
        """The picture in a cell; b"" where there is none."""
        at = (one.content for one in self.pictures if (one.row, one.column) == (row, column))
        return next(at, b"")

    def is_covered(self, row: int, column: int) -> bool:
        return any(one.covers(row, column) for one in self.spans)


@dataclass(frozen=True)
class Annex:
    """附件: stands on a page of its own behind the signature; the text names it by its title (附件说明)."""

    title: str
    blocks: tuple[Paragraph | Table, ...]

    @property
    def note(self) -> str:
        """附件说明, without a mark at its end (GB/T 9704-2012, 7.3.4)."""
        return f"附件：{self.title}"


@dataclass(frozen=True)
class OfficialDocument:
    """A document by GB/T 9704-2012. What is empty is left out of the page.

    organ: signs at the end, over the date. number: ×安〔2018〕5号. recipient: 主送, without or with its colon.
    masthead: 发文机关标志, red. note: 附注, without or with its brackets. mark: small, in every page's header.
    names: persons and units in the text; one with a rare character is set whole in the face that has it.
    """

    title: str
    blocks: tuple[Paragraph | Table, ...]
    dated: date
    organ: str = ""
    number: str = ""
    recipient: str = ""
    masthead: str = ""
    note: str = ""
    mark: str = ""
    names: tuple[str, ...] = ()
    annex: Annex | None = None

    @property
    def dated_text(self) -> str:
        return in_words(self.dated)

    @property
    def recipient_text(self) -> str:
        return f"{self.recipient.rstrip(':：')}：" if self.recipient else ""

    @property
    def note_text(self) -> str:
        return f"（{self.note.strip('()（）')}）" if self.note else ""


# Where Unicode has control and format characters; all planes would take a third of a second at the start of each process.
_PLACES = chain(range(0x3000), range(0xD800, 0x20000), range(0xE0000, 0xE1000))
SHAPELESS = frozenset(
    character
    for character in map(chr, _PLACES)
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} or "\ufe00" <= character <= "\ufe0f"
) - {"\n"}
_GONE = {ord(character): None for character in SHAPELESS}


def clean(text: str) -> str:
    """The text without what has no shape on paper: control and format characters, variation selectors.

    Line ends become \\n, a tab a blank. Pasted text is full of these; they are illegal in docx and boxes in PDF.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return joined if SHAPELESS.isdisjoint(joined) else joined.translate(_GONE)
