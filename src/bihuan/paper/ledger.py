"""Ledgers: wide tables on pages across (A4), in small letters, as PDF. The head repeats, a colour in a cell has its shape and word. The same ledger
gives the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf

from bihuan.paper.compiling import GlyphMissing, compile_pdf
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set
from bihuan.paper.pieces import pieces

TONES = ("red", "orange", "yellow", "blue")


@dataclass(frozen=True)
class Head:
    """A column: its word, how wide it is beside the others, and whether its cells are set in the middle (numbers, short words)."""

    word: str
    wide: float
    centred: bool = False


@dataclass(frozen=True)
class Toned:
    """A cell with one of TONES, told by its shape as well, before the word."""

    tone: str
    word: str


Cell = str | Toned


@dataclass(frozen=True)
class Ledger:
    """A ledger. `facts` are pairs of word and value over the table; `signs` the places for signing under it; `none` is printed where there
    are no rows; `mark` is small, on every page. `names`: persons and units, each set whole in one face."""

    title: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    dated: date
    family: str = ""
    signs: tuple[str, ...] = ()
    none: str = "没有。"
    mark: str = ""
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if wrong := [row for row in self.rows if len(row) != len(self.heads)]:
            raise ValueError(f"a row of {len(wrong[0])} cells under {len(self.heads)} heads")

    @property
    def text(self) -> str:
        """All that will be printed."""
        said = [self.title, self.family, self.none, self.mark, *self.signs, *(one.word for one in self.heads)]
        said += [part for pair in self.facts for part in pair]
        return "".join(
            said + [cell if isinstance(cell, str) else cell.word for row in self.rows for cell in row]
        )


def ledger_pdf(one: Ledger, *, extra_fonts: Path | None = None) -> bytes:
    """The ledger as PDF/A-2b. Raises GlyphMissing when a character is in no font."""
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    if missing := fonts.missing(clean(one.text)):
        raise GlyphMissing(missing)
    hei, song = fonts.chains["hei"], fonts.chains["song"]
    names = tuple(clean(name) for name in one.names)

    def run(text: str, strong: bool = False) -> list[dict[str, str]]:
        return [{"t": t, "f": f} for t, f in pieces(clean(text), hei if strong else song, names)]

    def cell(said: Cell) -> dict[str, object]:
        if isinstance(said, Toned):
            return {"tone": said.tone, "lines": [run(said.word, True)]}
        return {"tone": "", "lines": [run(line) for line in said.split("\n")]}

    values = {
        "subject": one.title,
        "date": [one.dated.year, one.dated.month, one.dated.day],
        "face": song[0].family,
        "family": run(one.family),
        "title": run(one.title, True),
        "facts": [[run(f"{word}："), run(value)] for word, value in one.facts],
        "heads": [
            {"runs": run(head.word, True), "wide": head.wide, "centred": head.centred} for head in one.heads
        ],
        "rows": [[cell(said) for said in row] for row in one.rows],
        "none": run(one.none),
        "signs": [run(f"{word}：") for word in one.signs],
        "mark": run(one.mark),
    }
    return compile_pdf(fonts, "ledger.typ", json.dumps(values, ensure_ascii=False))


def ledgers_pdf(some: Sequence[Ledger], *, extra_fonts: Path | None = None) -> bytes:
    """Several ledgers as one PDF, each beginning a page and counting its own. The same ledgers give the same bytes. Raises GlyphMissing."""
    out = BytesIO()
    with pikepdf.new() as whole:
        for one in some:
            with pikepdf.open(BytesIO(ledger_pdf(one, extra_fonts=extra_fonts))) as made:
                whole.pages.extend(made.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue()
