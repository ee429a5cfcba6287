"""Sheets of labels with a QR code, as PDF: A4, two columns of five, cut marks between them. The same labels give the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno

from bihuan.paper.compiling import GlyphMissing, compile_pdf
from bihuan.paper.document import clean
from bihuan.paper.faces import font_set
from bihuan.paper.pieces import pieces

TITLE_MAX = 40  # characters, on two lines; the rest is cut


@dataclass(frozen=True)
class Label:
    """A label: what it is for, lines under that, and the text that its code encodes."""

    title: str
    lines: tuple[str, ...]
    encodes: str


def label_sheets(labels: Sequence[Label], *, dated: date, extra_fonts: Path | None = None) -> bytes:
    """The labels as PDF/A-2b, in their order; `dated` is the PDF's own date. Raises GlyphMissing when a character is in no font, ValueError without labels."""
    if not labels:
        raise ValueError("no labels to print")
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    if missing := fonts.missing(clean("".join(one.title + "".join(one.lines) for one in labels))):
        raise GlyphMissing(missing)
    hei, song = fonts.chains["hei"], fonts.chains["song"]

    def cut(text: str) -> str:
        return text if len(text) <= TITLE_MAX else f"{text[: TITLE_MAX - 1]}…"

    def run(text: str, bold: bool) -> list[dict[str, str]]:
        return [{"t": part, "f": family} for part, family in pieces(clean(text), hei if bold else song, ())]

    payload = [
        {
            "title": run(cut(one.title), True),
            "lines": [run(line, False) for line in one.lines],
            "code": code_svg(one.encodes),
        }
        for one in labels
    ]
    values = {"labels": payload, "date": [dated.year, dated.month, dated.day]}
    return compile_pdf(fonts, "labels.typ", json.dumps(values, ensure_ascii=False))


def code_svg(text: str) -> str:
    """A QR code as SVG, with its quiet zone; a quarter of it may be scratched (level Q) and it still reads."""
    return str(segno.make(text, error="q", micro=False).svg_inline(scale=4, border=4))
