"""Handouts, as PDF: one A4 page of plain words in large letters, to be printed and given away. The same handout gives the same bytes."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bihuan.paper.compiling import GlyphMissing, compile_pdf
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set
from bihuan.paper.pieces import pieces


@dataclass(frozen=True)
class Handout:
    """What the page says: title, for whom, parts of a heading and points, what never to do, phones to call, who hands it out. `never_head` stands over
    what never to do."""

    title: str
    to: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    never: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    organ: str
    never_head: str = "千万不要"

    @property
    def texts(self) -> list[str]:
        """All that will be printed."""
        told = [self.title, self.to, self.never_head, self.organ, *self.never]
        told += [word for pair in self.calls for word in pair]
        return told + [text for head, points in self.parts for text in (head, *points)]


def handout_pdf(one: Handout, *, dated: date, mark: str = "", extra_fonts: Path | None = None) -> bytes:
    """The handout as PDF/A-2b. Raises GlyphMissing when a character is in no font."""
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    if missing := fonts.missing(clean(f"{''.join(one.texts)}{mark}0123456789×")):
        raise GlyphMissing(missing)
    hei, song = fonts.chains["hei"], fonts.chains["song"]

    def run(text: str, strong: bool = False) -> list[dict[str, str]]:
        return [{"t": t, "f": f} for t, f in pieces(clean(text), hei if strong else song, ())]

    values = {
        "title": run(one.title, True),
        "plain": one.title,
        "to": run(one.to),
        "parts": [
            {"head": run(head, True), "points": [run(point) for point in points]}
            for head, points in one.parts
        ],
        "never_head": run(one.never_head, True),
        "never": [run(point, True) for point in one.never],
        "calls": [[run(word), run(number, True)] for word, number in one.calls],
        "organ": run(one.organ, True),
        "date": [dated.year, dated.month, dated.day],
        "mark": run(mark),
        "family": song[0].family,
    }
    return compile_pdf(fonts, "handout.typ", json.dumps(values, ensure_ascii=False))
