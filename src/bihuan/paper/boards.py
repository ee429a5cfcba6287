"""Boards to hang up, as PDF: who answers for a place, with duties and phones. One place a page, A3 or A4 across. The same boards
give the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from bihuan.paper.compiling import GlyphMissing, compile_pdf
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set
from bihuan.paper.pieces import pieces

Size = Literal["a3", "a4"]


@dataclass(frozen=True)
class Holder:
    """A line of a board: the post, who holds it, the phone ("" where none is shown), the duty."""

    post: str
    name: str
    phone: str
    duty: str


@dataclass(frozen=True)
class Board:
    """What one page says. `facts` are pairs of word and value; `picture` stands where the place's map is to be stuck; `foot` are the
    phones to call; `organ` hangs it up."""

    title: str
    place: str
    facts: tuple[tuple[str, str], ...]
    holders: tuple[Holder, ...]
    foot: tuple[str, ...]
    organ: str
    picture: str

    @property
    def has_phones(self) -> bool:
        return any(one.phone for one in self.holders)

    @property
    def texts(self) -> list[str]:
        """All that will be printed."""
        told = [self.title, self.place, self.organ, self.picture, *self.foot]
        told += [part for pair in self.facts for part in pair]
        return told + [part for one in self.holders for part in (one.post, one.name, one.phone, one.duty)]


HEADS = ("岗位", "姓名", "联系电话", "职责")


def board_sheets(
    boards: Sequence[Board],
    *,
    dated: date,
    size: Size = "a3",
    mark: str = "",
    extra_fonts: Path | None = None,
) -> bytes:
    """The boards as PDF/A-2b, in their order. Raises GlyphMissing when a character is in no font, ValueError without boards."""
    if not boards:
        raise ValueError("no boards to print")
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    said = "".join(text for one in boards for text in one.texts)
    if missing := fonts.missing(clean(f"{said}{mark}{''.join(HEADS)}")):
        raise GlyphMissing(missing)
    names = tuple({clean(holder.name) for one in boards for holder in one.holders})
    hei, song = fonts.chains["hei"], fonts.chains["song"]

    def run(text: str, strong: bool = False) -> list[dict[str, str]]:
        return [{"t": t, "f": f} for t, f in pieces(clean(text), hei if strong else song, names)]

    payload = [
        {
            "title": run(one.title, True),
            "place": run(one.place, True),
            "facts": [[run(word), run(value, True)] for word, value in one.facts],
            "heads": [run(head, True) for head in HEADS if one.has_phones or head != HEADS[2]],
            "holders": [_cells(holder, one.has_phones, run) for holder in one.holders],
            "foot": [run(line, True) for line in one.foot],
            "organ": run(one.organ),
            "picture": run(one.picture),
        }
        for one in boards
    ]
    values = {
        "boards": payload,
        "date": [dated.year, dated.month, dated.day],
        "size": size,
        "mark": run(mark),
        "family": song[0].family,
    }
    return compile_pdf(fonts, "boards.typ", json.dumps(values, ensure_ascii=False))


def _cells(holder: Holder, phones: bool, run):  # type: ignore[no-untyped-def]
    """A line's cells in the order of its heads."""
    phone = [run(holder.phone, True)] if phones else []
    return [run(holder.post), run(holder.name, True), *phone, run(holder.duty)]
