"""From a writ's frozen values and its kind's layout to a form on paper. Pure: the same values give the same form."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    MOMENT,
    MONEY,
    Boxed,
    Declaration,
    Field,
    Numbered,
    Piece,
    Say,
    SealedOff,
    Signed,
    Spoken,
    Tabled,
)
from bihuan.inspections import law
from bihuan.inspections.papers import PAPERS
from bihuan.paper.document import OfficialDocument, Paragraph, Run, Table
from bihuan.paper.form import Block, Boxes, Form, Sealed, Signing, Signings

BLANK = "＿＿＿＿"
STRUCK = "／"
END = "以下空白"


class BrokenWording(ValueError):
    """A sentence that cannot be set: a brace too many, or a name that the writ does not have. Says which, in Chinese."""


@dataclass(frozen=True)
class Stroke:
    """How a place for signing was filled: the picture, the day in words, or the refusal in words."""

    picture: bytes = b""
    dated: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around a writ's values: the issuing body and the number; what was put on it since: strokes by slot, the seal;
    and the marks of its state."""

    organ: str
    dated: date
    number: str = ""
    code: str = ""
    town: str = ""
    district: str = ""
    bureau: str = ""
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


def shown(of: Field, value: Any) -> str:
    """A value as it is printed."""
    if value in (None, ""):
        return ""
    if of.kind == DATE:
        return in_words(date.fromisoformat(str(value)))
    if of.kind == MOMENT:
        at = datetime.fromisoformat(str(value))
        return f"{in_words(at.date())}{at.hour}时{at.minute}分"
    if of.kind == CHOICE:
        return dict(of.choices).get(str(value), str(value))
    if of.kind == MONEY:
        return f"{value}元"
    return str(value)


def compose(
    made: Declaration, values: Mapping[str, Any], wording: Mapping[str, str], frame: Frame
) -> Form | OfficialDocument:
    """The writ on paper. Raises BrokenWording."""
    texts = _Texts(made, values, frame)
    blocks: list[Block] = []
    for piece in made.layout:
        blocks.extend(_block(piece, made, values, wording, texts, frame))
    label = PAPERS[made.kind].label
    names = tuple(dict.fromkeys(_names(made, values)))
    if made.official:
        return OfficialDocument(
            title=str(values.get("title") or label),
            blocks=tuple(one for one in blocks if isinstance(one, Paragraph | Table)),
            dated=frame.dated,
            organ=frame.organ,
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


def slots(made: Declaration, values: Mapping[str, Any]) -> list[Slot]:
    """The places for signing that a writ has, in order."""
    found: list[Slot] = []
    for piece in made.layout:
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


class _Texts(string.Formatter):
    """Sentences with their placeholders filled."""

    def __init__(self, made: Declaration, values: Mapping[str, Any], frame: Frame) -> None:
        self.made, self.values, self.dated = made, values, frame.dated
        self.extras = {
            "organ": frame.organ,
            "number": frame.number,
            "dated": in_words(frame.dated),
            "town": frame.town,
            "district": frame.district,
            "bureau": frame.bureau,
        }

    def fill(self, text: str) -> str:
        try:
            return self.vformat(text, (), {})
        except (ValueError, IndexError) as error:
            if isinstance(error, BrokenWording):
                raise
            raise BrokenWording(f"用语“{text[:20]}…”中的花括号不成对，请核对。") from error

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[str, str]:
        if field_name.startswith("law:"):
            return self.law(field_name.removeprefix("law:")), field_name
        if field_name in self.extras:
            return self.extras[field_name] or BLANK, field_name
        found = self.made.field(field_name)
        if found is None:
            raise BrokenWording(f"用语中的“{{{field_name}}}”不是这种文书的内容，请核对。")
        return shown(found, self.values.get(field_name)) or BLANK, field_name

    def parse(self, format_string: Any) -> Any:
        """As usual, but that {law:topic} is a name and not a format."""
        for literal, name, spec, conversion in super().parse(format_string):
            if name == "law" and spec:
                name, spec = f"law:{spec}", ""
            yield literal, name, spec, conversion

    def law(self, topic: str) -> str:
        try:
            cited = law.basis(topic, self.dated)
        except KeyError as error:
            raise BrokenWording(f"依据表中没有“{topic}”，请核对用语。") from error
        if not cited:
            raise BrokenWording(f"“{topic}”在{in_words(self.dated)}还没有施行的依据，不能引用。")
        return cited


def _block(
    piece: Piece,
    made: Declaration,
    values: Mapping[str, Any],
    wording: Mapping[str, str],
    texts: _Texts,
    frame: Frame,
) -> list[Block]:
    if isinstance(piece, Say):
        if piece.when and not values.get(piece.when):
            return []
        said = texts.fill(wording.get(piece.key, piece.text))
        return [Paragraph(line, piece.style) for line in said.split("\n")]  # type: ignore[arg-type]
    if isinstance(piece, Boxed):
        return [Boxes(tuple(tuple(_pair(one, made, values, texts) for one in row) for row in piece.rows))]
    if isinstance(piece, Numbered):
        rows = values.get(piece.field) or []
        if not rows:
            return [Paragraph(piece.none)] if piece.none else []
        return [Paragraph(f"{number}．{_of_row(piece.pattern, row)}") for number, row in enumerate(rows, 1)]
    if isinstance(piece, Tabled):
        return [_table(piece, values.get(piece.field) or [])]
    if isinstance(piece, Spoken):
        return list(_spoken(values.get(piece.field) or []))
    if isinstance(piece, SealedOff):
        return [Sealed(frame.organ, frame.dated, frame.seal)]
    return [_signings(piece, values, frame)]


def _pair(
    one: str | tuple[str, str], made: Declaration, values: Mapping[str, Any], texts: _Texts
) -> tuple[str, str]:
    if isinstance(one, tuple):
        return one[0], texts.fill(one[1])
    found = made.field(one)
    assert found is not None, f"{made.kind}: no field {one}"
    return found.label, shown(found, values.get(one))


def _of_row(pattern: str, row: Mapping[str, Any]) -> str:
    """A row by its pattern: parts in square brackets are left out where a name in them is empty."""
    out, rest = "", pattern
    while rest:
        head, bracket, tail = rest.partition("[")
        out += _filled(head, row)
        if not bracket:
            break
        inside, _, rest = tail.partition("]")
        names = [name for _, name, _, _ in string.Formatter().parse(inside) if name]
        if all(row.get(name) for name in names):
            out += _filled(inside, row)
    return out


def _filled(pattern: str, row: Mapping[str, Any]) -> str:
    return "".join(
        literal + (_plain(row.get(name)) if name else "")
        for literal, name, _, _ in string.Formatter().parse(pattern)
    )


def _plain(value: Any) -> str:
    """A cell of a row; a day written as such is put into words."""
    text = str(value or "")
    try:
        return in_words(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _table(piece: Tabled, rows: Sequence[Mapping[str, Any]]) -> Table:
    heads = tuple(label for _, label in piece.columns)
    made = [
        tuple(str(number) if key == "#" else _plain(row.get(key)) or STRUCK for key, _ in piece.columns)
        for number, row in enumerate(rows, start=1)
    ]
    end = tuple(END if index == min(1, len(heads) - 1) else "" for index in range(len(heads)))
    return Table(heads=heads, rows=(*made, end), caption=piece.caption)


def _spoken(rows: Sequence[Mapping[str, Any]]) -> Iterable[Paragraph]:
    for row in rows:
        yield Paragraph((Run("问：", bold=True), Run(str(row.get("q", "")))))
        yield Paragraph((Run("答：", bold=True), Run(str(row.get("a", "")))))


def _signings(piece: Signed, values: Mapping[str, Any], frame: Frame) -> Signings:
    places: list[Signing] = []
    for role, label in piece.roles:
        for slot in _places(role, label, values, len(places)):
            stroke = frame.strokes.get(slot.slot, Stroke())
            note = f"证号：{slot.card or '　' * 8}" if role == "officer" else ""
            places.append(Signing(label, slot.name, note, stroke.picture, stroke.dated, stroke.refused))
    return Signings(tuple(places))


def _names(made: Declaration, values: Mapping[str, Any]) -> Iterable[str]:
    """Persons and units that are named."""
    for row in values.get("officers") or ():
        yield str(row.get("name", ""))
    for one in made.fields:
        if (one.key == "party" or one.key.endswith(("_name", "head"))) and (said := values.get(one.key)):
            yield str(said)
