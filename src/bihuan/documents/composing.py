"""From a writ's frozen values and its kind's layout to a form on paper. Pure: the same values give the same form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.documents.declarations import (
    Boxed,
    Declaration,
    Numbered,
    Piece,
    Say,
    SealedOff,
    Signed,
    Spoken,
    Tabled,
)
from bihuan.documents.texts import (
    BrokenWording,
    Texts,
    cell,
    of_row,
    sentence,
    short_cell,
    shown,
    signing_body,
    when_holds,
)
from bihuan.inspections.papers import PAPERS
from bihuan.paper.document import OfficialDocument, Paragraph, Run, Table
from bihuan.paper.form import Block, Boxes, Form, Sealed, Signing, Signings

__all__ = ["BrokenWording", "Frame", "Slot", "Stroke", "compose", "shown", "signing_body", "slots"]

STRUCK = "／"
END = "以下空白"


@dataclass(frozen=True)
class Stroke:
    """How a place for signing was filled: the picture, the day in words, or the refusal in words."""

    picture: bytes = b""
    dated: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around a writ's values: the issuing body, the number, and what its sentences cite (`laws`, by name); what was put on it
    since: strokes by slot, the seal; and the marks of its state."""

    organ: str
    dated: date
    number: str = ""
    code: str = ""
    town: str = ""
    district: str = ""
    bureau: str = ""
    laws: Mapping[str, str] = field(default_factory=dict)
    strokes: Mapping[str, Stroke] = field(default_factory=dict)
    seal: bytes = b""
    mark: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Slot:
    """A place for signing: its slot, role, label and the printed name, card."""

    slot: str
    role: str
    label: str
    name: str = ""
    card: str = ""


def compose(
    made: Declaration, values: Mapping[str, Any], wording: Mapping[str, str], frame: Frame
) -> Form | OfficialDocument:
    """The writ on paper. Raises BrokenWording."""
    organ = signing_body(frame.organ)
    extras = {
        "organ": organ,
        "number": frame.number,
        "dated": in_words(frame.dated),
        "town": frame.town,
        "district": frame.district,
        "bureau": frame.bureau,
        **frame.laws,
    }
    texts = Texts(made, values, extras, frame.dated)
    blocks: list[Block] = []
    for piece in _standing(made, values):
        blocks.extend(_block(piece, made, values, wording, texts, frame))
    label = PAPERS[made.kind].label
    names = tuple(dict.fromkeys(_names(made, values)))
    if made.official:
        return OfficialDocument(
            title=str(values.get("title") or label),
            blocks=tuple(one for one in blocks if isinstance(one, Paragraph | Table)),
            dated=frame.dated,
            organ=organ,
            number=frame.number,
            recipient=str(values.get("recipient") or ""),
            mark=frame.mark or frame.stamp,
            names=names,
        )
    return Form(
        title=label,
        blocks=tuple(blocks),
        dated=frame.dated,
        family=made.family,
        number=frame.number,
        foot=made.copies,
        code=frame.code,
        page_sign=made.page_sign,
        mark=frame.mark,
        stamp=frame.stamp,
        across=made.across,
        names=names,
    )


def _standing(made: Declaration, values: Mapping[str, Any]) -> Iterable[Piece]:
    return (one for one in made.layout if isinstance(one, Spoken | SealedOff) or when_holds(one.when, values))


def slots(made: Declaration, values: Mapping[str, Any]) -> list[Slot]:
    """The places for signing that a writ has, in order."""
    found: list[Slot] = []
    for piece in _standing(made, values):
        if isinstance(piece, Signed):
            for role, label in piece.roles:
                found.extend(_places(role, label, values, len(found)))
    return found


def _places(role: str, label: str, values: Mapping[str, Any], before: int) -> Iterable[Slot]:
    if role == "officer":
        for number, row in enumerate(values.get("officers") or ({}, {}), start=1):
            yield Slot(f"officer{number}", role, label, str(row.get("name", "")), str(row.get("card", "")))
        return
    yield Slot(role, role, label, str(values.get(f"{role}_name") or ""))


def _block(
    piece: Piece,
    made: Declaration,
    values: Mapping[str, Any],
    wording: Mapping[str, str],
    texts: Texts,
    frame: Frame,
) -> list[Block]:
    if isinstance(piece, Say):
        said = texts.fill(sentence(piece, wording))
        return [Paragraph(line, piece.style) for line in _lines(said)]
    if isinstance(piece, Boxed):
        return [Boxes(tuple(tuple(_pair(one, made, values, texts) for one in row) for row in piece.rows))]
    if isinstance(piece, Numbered):
        rows = values.get(piece.field) or []
        if not rows:
            return [Paragraph(piece.none)] if piece.none else []
        told = (f"{number}．{of_row(piece.pattern, row)}" for number, row in enumerate(rows, 1))
        return [Paragraph(line) for one in told for line in _lines(one)]
    if isinstance(piece, Tabled):
        return [_table(piece, values.get(piece.field) or [], closed=not made.official)]
    if isinstance(piece, Spoken):
        return list(_spoken(values.get(piece.field) or []))
    if isinstance(piece, SealedOff):
        return [Sealed(signing_body(frame.organ), frame.dated, frame.seal)]
    return [_signings(piece, made, values, frame)]


def _pair(
    one: str | tuple[str, str], made: Declaration, values: Mapping[str, Any], texts: Texts
) -> tuple[str, str]:
    if isinstance(one, tuple):
        return one[0], texts.fill(one[1])
    found = made.field(one)
    assert found is not None, f"{made.kind}: no field {one}"
    return found.label, _tidy(shown(found, values.get(one)))


def _table(piece: Tabled, rows: Sequence[Mapping[str, Any]], *, closed: bool) -> Table:
    told = short_cell if piece.short_days else cell
    heads = tuple(label for _, label in piece.columns)
    made = [
        tuple(str(number) if key == "#" else _tidy(told(row.get(key))) or STRUCK for key, _ in piece.columns)
        for number, row in enumerate(rows, start=1)
    ]
    end = tuple(END if index == min(1, len(heads) - 1) else "" for index in range(len(heads)))
    return Table(heads=heads, rows=(*made, end) if closed else tuple(made), caption=piece.caption)


def _spoken(rows: Sequence[Mapping[str, Any]]) -> Iterable[Paragraph]:
    for row in rows:
        for word, key in (("问：", "q"), ("答：", "a")):
            first, *more = _lines(str(row.get(key) or "")) or [""]
            yield Paragraph((Run(word, bold=True), Run(first)))
            yield from map(Paragraph, more)


def _lines(text: str) -> list[str]:
    """The paragraphs of a text; empty lines are none."""
    return [line for line in text.splitlines() if line.strip()]


def _tidy(text: str) -> str:
    """A text in a cell without its empty lines: some thousands of them, pasted, would be pages of nothing and take seconds to set."""
    return "\n".join(_lines(text))


def _signings(piece: Signed, made: Declaration, values: Mapping[str, Any], frame: Frame) -> Signings:
    places: list[Signing] = []
    for role, label in piece.roles:
        for slot in _places(role, label, values, len(places)):
            stroke = frame.strokes.get(slot.slot, Stroke())
            carded = role == "officer" and (slot.card or PAPERS[made.kind].is_enforcement)
            note = f"证号：{slot.card or '　' * 8}" if carded else ""
            places.append(Signing(label, slot.name, note, stroke.picture, stroke.dated, stroke.refused))
    return Signings(tuple(places))


def _names(made: Declaration, values: Mapping[str, Any]) -> Iterable[str]:
    """Persons and units that are named."""
    for row in values.get("officers") or ():
        yield str(row.get("name", ""))
    for one in made.fields:
        if (one.key == "party" or one.key.endswith(("_name", "head"))) and (said := values.get(one.key)):
            yield str(said)
