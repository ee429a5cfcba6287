"""A unit's file as plain values that are kept, and back: the book that they print, and the lines by which two of them are compared.

The form of the values is numbered (FORM). What was frozen in one form stays readable in it: a new one gets the next number and a reader of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.paper import Book, Boxes, Chapter, Cover, Leaf, Paragraph, Plan, Room, Span, Spot, Table, Tone

FORM = 1
TITLE = "一企一册"
Values = dict[str, Any]


def values_of(
    *,
    owner: str,
    facts: Sequence[tuple[str, str]],
    dated: date,
    chapters: Sequence[tuple[str, Chapter]],
    names: Sequence[str],
) -> Values:
    """All that a file prints, as JSON keeps it; `chapters` with their keys."""
    return {
        "form": FORM,
        "owner": owner,
        "facts": [list(pair) for pair in facts],
        "dated": dated.isoformat(),
        "chapters": [
            {
                "key": key,
                "title": one.title,
                "across": one.across,
                "leaves": [_kept(leaf) for leaf in one.leaves],
            }
            for key, one in chapters
        ],
        "names": list(names),
    }


def book_of(values: Mapping[str, Any], *, version: str, digest: str = "", mark: str = "") -> Book:
    """The book that kept values print; `version` stands on its cover, and the digest by which the values are known again."""
    if values["form"] != FORM:
        raise ValueError(f"a file in form {values['form']} is not read by form {FORM}")
    dated = date.fromisoformat(values["dated"])
    facts = [("版次", version), *((word, value) for word, value in values["facts"])]
    return Book(
        title=TITLE,
        chapters=tuple(
            Chapter(one["title"], tuple(map(_leaf, one["leaves"])), one["across"])
            for one in values["chapters"]
        ),
        dated=dated,
        cover=Cover(values["owner"], tuple(facts), f"校验码（SHA-256） {grouped(digest)}" if digest else ""),
        head=f"{values['owner']}　{TITLE}　{version}　{in_words(dated)}",
        mark=mark,
        names=tuple(values["names"]),
    )


def grouped(digest: str) -> str:
    """A digest as people compare it: sixteen signs at a time."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def lines_of(values: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Each chapter with what it says, line by line: a row of a table is one, without its running number."""
    return [
        (one["title"], [line for leaf in one["leaves"] for line in _lines(leaf)])
        for one in values["chapters"]
    ]


def _kept(leaf: Leaf) -> Values:
    """Told apart by their names, not by what they happen to hold."""
    kept = asdict(leaf)
    for name in ("picture", "pictures"):  # a drawing's is a file, known by the drawing's key
        kept.pop(name, None)
    return {"leaf": type(leaf).__name__, **kept}


def _leaf(kept: Mapping[str, Any]) -> Leaf:
    kind = kept["leaf"]
    if kind == "Paragraph":
        return Paragraph(kept["text"], kept["style"])
    if kind == "Boxes":
        return Boxes(tuple(tuple((label, value) for label, value in row) for row in kept["rows"]))
    if kind == "Table":
        return Table(
            tuple(kept["heads"]),
            tuple(map(tuple, kept["rows"])),
            kept["caption"],
            tuple(Span(**one) for one in kept["spans"]),
            tuple(map(tuple, kept["under"])),
        )
    return Plan(
        kept["width"],
        kept["height"],
        tuple(
            Room(**(one | {"tone": Tone(**one["tone"]) if one["tone"] else None})) for one in kept["rooms"]
        ),
        tuple(Spot(**(one | {"tone": Tone(**one["tone"])})) for one in kept["spots"]),
        tuple(Tone(**one) for one in kept["legend"]),
        kept["key"],
    )


def _lines(kept: Mapping[str, Any]) -> Iterator[str]:
    if kept["leaf"] == "Paragraph":
        yield kept["text"]
    elif kept["leaf"] == "Boxes":
        yield from (f"{label}：{value}" for row in kept["rows"] for label, value in row if value)
    elif kept["leaf"] == "Table":
        first = 1 if kept["heads"][:1] in (["序号"], ("序号",)) else 0
        yield from (" · ".join(filter(None, row[first:])) for row in kept["rows"])
    else:
        yield from (f"{one['number']} {one['tone']['word']}" for one in kept["spots"])
