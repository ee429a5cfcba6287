"""What a book of tables consists of, before it becomes a PDF: a cover, contents, chapters, drawings. Plain values; no layout here.

A unit's file is one, and so is a single table printed alone: then it has no cover.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.paper.document import Paragraph, Table
from bihuan.paper.form import Boxes

Shape = Literal["diamond", "triangle", "square", "circle"]


@dataclass(frozen=True)
class Tone:
    """A colour that is never alone: its shape and its word go with it. `paint` is #rrggbb."""

    shape: Shape
    paint: str
    word: str


@dataclass(frozen=True)
class Room:
    """A room of a drawing: its edges as shares of the whole, and the tone that it is filled with palely."""

    name: str
    left: float
    top: float
    width: float
    height: float
    tone: Tone | None = None


@dataclass(frozen=True)
class Spot:
    """A numbered place on a drawing, by shares of its width and height."""

    number: str
    x: float
    y: float
    tone: Tone


@dataclass(frozen=True)
class Plan:
    """A drawing as wide as the page, with places on it and what each tone means under it. `key` says by which name whoever made it keeps the picture
    under it; `picture` are its bytes, which no record of the drawing holds."""

    width: int
    height: int
    rooms: tuple[Room, ...]
    spots: tuple[Spot, ...]
    legend: tuple[Tone, ...]
    key: str = ""
    picture: bytes = b""


Leaf = Paragraph | Table | Boxes | Plan


@dataclass(frozen=True)
class Chapter:
    """A chapter; `across`: on pages that lie across, for wide tables."""

    title: str
    leaves: tuple[Leaf, ...]
    across: bool = False


@dataclass(frozen=True)
class Cover:
    """The first page: whose book it is, of which day, in pairs of word and value; `foot` stands at its bottom."""

    owner: str
    facts: tuple[tuple[str, str], ...]
    foot: str = ""


@dataclass(frozen=True)
class Book:
    """A book. head: small at every page's upper left, with the title where it is empty. mark: at its upper right (演示). names: persons and
    units, each set whole in one face."""

    title: str
    chapters: tuple[Chapter, ...]
    dated: date
    cover: Cover | None = None
    head: str = ""
    mark: str = ""
    names: tuple[str, ...] = ()
