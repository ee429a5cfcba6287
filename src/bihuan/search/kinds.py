"""The kinds of record that can be found, each declared by the app that knows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.search.rules import BETWEEN, normal

Reader = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Hit:
    """A record found: its name, a line about it, its page, a badge."""

    title: str
    note: str
    url: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    `fields` are those it is found by, each with how it is told (`rules.as_name` …). `told_by` says which actions' events change
    one of them: the action (or, where only one of its states does, both: "change_state:withdrawn"), and the field of this model that
    holds the event's subject. `rows` are the records that an actor may
    find, in their order, with what `hit` reads; they are read within the actor's scope. Whoever has `right` finds them by
    number (`number`, "" for none), whoever has one of `words_for` by everything ("any": every signed-in person).
    """

    key: str
    label: str
    model: type[Model]
    fields: tuple[tuple[str, Reader], ...]
    told_by: Mapping[str, str]
    rows: Callable[[Actor], QuerySet[Any]]
    hit: Callable[[Actor, Any], Hit]
    right: str = "view"
    words_for: tuple[str, ...] = ("view",)
    number: str = ""
    place: int = 50  # where it stands on the page: 10 units, 20 hazards, 30 persons, 40 cells
    list_url: Callable[[str], str] | None = None  # where all are listed that fit some words

    def text(self, values: Sequence[Any]) -> str:
        """What a record is found by, of the values of its fields."""
        told = (
            part
            for (_, read), value in zip(self.fields, values, strict=True)
            if value
            for part in read(str(value))
        )
        return normal(BETWEEN.join(dict.fromkeys(part for part in told if part)))


KINDS: dict[str, Kind] = {}
_TOLD: dict[str, dict[str, str]] = {}


def declare_kind(kind: Kind) -> None:
    """Add a kind; its key must be new."""
    if kind.key in KINDS:
        raise ValueError(f"kind {kind.key} declared twice")
    KINDS[kind.key] = kind
    for key in sorted(KINDS, key=lambda one: KINDS[one].place):
        KINDS[key] = KINDS.pop(key)
    _TOLD[kind.key] = dict(kind.told_by)


def declare_told(kind: str, action: str, path: str) -> None:
    """Name an action of a later app whose events also change what records of a kind are found by."""
    _TOLD[kind][action] = path


def told_by(kind: Kind) -> Mapping[str, str]:
    """All such actions of a kind, each with the field that holds the event's subject."""
    return _TOLD[kind.key]
