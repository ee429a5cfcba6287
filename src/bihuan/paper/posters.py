"""A poster to hang up, A4 upright, as PDF: a call, a large QR code, what to do in steps, phones. The same poster gives the same bytes."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bihuan.paper.compiling import GlyphMissing, compile_pdf
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set
from bihuan.paper.labels import code_svg
from bihuan.paper.pieces import pieces


@dataclass(frozen=True)
class Poster:
    """What a poster says: the call, a line under it, what its code leads to (with the address in letters, for who has no camera), steps, phones, who hangs it up."""

    title: str
    subtitle: str
    encodes: str
    steps: tuple[str, ...]
    phones: tuple[str, ...]
    organ: str

    @property
    def texts(self) -> list[str]:
        """All that will be printed."""
        return [self.title, self.subtitle, self.encodes, self.organ, *self.steps, *self.phones]


def poster_sheet(poster: Poster, *, dated: date, mark: str = "", extra_fonts: Path | None = None) -> bytes:
    """The poster as PDF/A-2b. Raises GlyphMissing when a character is in no font."""
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    if missing := fonts.missing(clean("".join([*poster.texts, mark]))):
        raise GlyphMissing(missing)
    hei, song = fonts.chains["hei"], fonts.chains["song"]

    def run(text: str, strong: bool = False) -> list[dict[str, str]]:
        return [{"t": part, "f": family} for part, family in pieces(clean(text), hei if strong else song, ())]

    values = {
        "title": run(poster.title, True),
        "subtitle": run(poster.subtitle, True),
        "code": code_svg(poster.encodes),
        "address": run(poster.encodes),
        "steps": [run(one) for one in poster.steps],
        "phones": [run(one, True) for one in poster.phones],
        "organ": run(poster.organ),
        "mark": run(mark),
        "family": song[0].family,
        "date": [dated.year, dated.month, dated.day],
    }
    return compile_pdf(fonts, "posters.typ", json.dumps(values, ensure_ascii=False))
