"""What can come in, declared by the apps whose rows it becomes: columns with the words that people write over them, how a row is
judged, what it looks like among those already there, and the action that takes many rows in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.events import Entry

Values = dict[str, Any]  # what a row says, by the columns' keys; an empty cell is not in it
Wrong = dict[str, str]  # what is wrong with a row, in words, by the columns' keys


@dataclass(frozen=True)
class Option:
    """One of the things that a column may say: the value it stands for, its word, other words for the same."""

    value: Any
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column. `kind` says how its cells are read: text, name, phone, mobile, code, number, day or choice (see `cells`). `also` are other
    headings for it. `fill`: a choice that one answer may give for the whole file."""

    key: str
    label: str
    kind: str = "text"
    also: tuple[str, ...] = ()
    required: bool = False
    longest: int = 100
    fill: bool = False
    example: str = ""


@dataclass(frozen=True)
class Like:
    """A record that a row looks like: whether that is certain, and by what."""

    record: UUID
    label: str
    why: str
    is_sure: bool


class Known(Protocol):
    """What is already there, read once for many rows; from then on nothing is asked of the database."""

    def judge(self, values: Values) -> Wrong:
        """What is wrong with the cells taken together."""

    def like(self, values: Values) -> Like | None:
        """The record that the row looks most like."""


@dataclass(frozen=True)
class Ready:
    """A row to be taken in: as a new record of this id, or onto the record `onto`. `unlike`: the record that it looked like, of which
    somebody said that it is another."""

    id: UUID
    values: Values
    onto: UUID | None = None
    unlike: UUID | None = None


@dataclass(frozen=True)
class Taken:
    """What became of a row. `problem`: it was refused, in words, and nothing was written. `before`: what an update changed, by its
    fields as it was and as it became. `entry`: for the log, which whoever called records last."""

    problem: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    entry: Entry | None = None


@dataclass(frozen=True)
class Made:
    """A row that was taken in: the record, and for an update what it changed (`Taken.before`)."""

    record: UUID
    before: dict[str, Any] | None


@dataclass(frozen=True)
class Kind:
    """A kind of rows. `options` of the choice columns; `look` reads what is there (`names`: what the file says in the column `names`);
    `take` and `undo` write, inside the caller's transaction, which has checked nothing but the import's own state. `once`: columns
    that together may say the same only once in a file."""

    key: str
    label: str
    right: str
    columns: tuple[Column, ...]
    options: Callable[[Actor], Mapping[str, Sequence[Option]]]
    look: Callable[[Actor, frozenset[str]], Known]
    take: Callable[[Actor, Sequence[Ready]], list[Taken]]
    undo: Callable[[Actor, Sequence[Made]], list[Taken]]
    once: tuple[tuple[str, ...], ...] = ()
    names: str = ""
    page: str = ""  # the route of one record
    unit: str = "条"
    list_page: str = ""

    @property
    def by_key(self) -> dict[str, Column]:
        return {one.key: one for one in self.columns}


KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> None:
    """Add something that can come in."""
    KINDS[kind.key] = kind


def kinds_of(actor: Actor) -> list[Kind]:
    """What an actor may bring in."""
    return [one for one in KINDS.values() if actor.may(one.right)]
