"""Cards to hang up where a danger is, as PDF: A4, one a page, the letters as large as the page allows. The same cards give the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bihuan.paper.book import Tone
from bihuan.paper.compiling import compile_pdf
from bihuan.paper.faces import font_set
from bihuan.paper.labels import code_svg
from bihuan.paper.setting import Setter

Frame = Literal["warning", "prohibition", "mandatory", "information"]


@dataclass(frozen=True)
class Sign:
    """A sign: its frame (a yellow triangle, a red ring with a bar, a blue disc, a green square), the picture in it (templates/signs/), its word."""

    frame: Frame
    picture: str
    word: str


@dataclass(frozen=True)
class Card:
    """A card. `band` is its colour with its word, None for a card of no grade. `facts` are pairs of word and value, two on a line; `signs` stand in a
    row under them; `parts` a heading and the lines under it; `calls` the phones at its foot, as pairs; `encodes` the text of its code, told by `code_says` ("" for no code)."""

    title: str
    owner: str
    number: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    calls: tuple[tuple[str, str], ...]
    band: Tone | None = None
    encodes: str = ""
    code_says: str = ""
    names: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()


def card_sheets(
    cards: Sequence[Card], *, subject: str, dated: date, mark: str = "", extra_fonts: Path | None = None
) -> bytes:
    """The cards as PDF/A-2b, in their order. For a character that is in no font 〓 is printed. Raises ValueError without cards."""
    if not cards:
        raise ValueError("no cards to print")
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    words = Setter(fonts, [name for one in cards for name in one.names], stands_in=True)
    values = {
        "subject": words.clean(subject),
        "date": [dated.year, dated.month, dated.day],
        "faces": words.faces,
        "mark": words.set(mark, "hei"),
        "cards": [_card(one, words) for one in cards],
    }
    return compile_pdf(fonts, "cards.typ", json.dumps(values, ensure_ascii=False))


def _card(one: Card, words: Setter) -> dict[str, Any]:
    def pairs(found: Sequence[tuple[str, str]]) -> list[Any]:
        return [[words.set(word, "song"), words.set(value, "hei")] for word, value in found]

    band = one.band
    return {
        "title": words.set(one.title, "hei"),
        "owner": words.set(one.owner, "hei"),
        "number": words.set(one.number, "hei"),
        "facts": pairs(one.facts),
        "parts": [
            [words.set(head, "hei"), [words.set(line, "song") for line in lines]] for head, lines in one.parts
        ],
        "calls": pairs(one.calls),
        "signs": [
            {"frame": sign.frame, "picture": sign.picture, "word": words.set(sign.word, "hei")}
            for sign in one.signs
        ],
        "band": {"shape": band.shape, "paint": band.paint, "word": words.set(band.word, "hei")}
        if band
        else None,
        "code": code_svg(one.encodes) if one.encodes else "",
        "code_says": words.set(one.code_says, "song"),
    }
