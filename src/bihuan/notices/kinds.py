"""Kinds of notices, declared by the apps: what happened or is due, whom it concerns, in which words, and where it is dealt with."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.rules import NOW

TEXT_MAX_CHARS, WHERE_MAX_CHARS = 200, 120
KEY_MAX_CHARS, URL_MAX_CHARS = 120, 200


@dataclass(frozen=True)
class Whom:
    """Whom a notice concerns: persons by id, and whoever holds a post of some `kinds`, or one that gives a `right`, over a place:
    a cell's path, a department and a unit ("" and None: the town as a whole). The work follows the post."""

    persons: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    right: str = ""
    path: str = ""
    department: UUID | None = None
    unit: UUID | None = None


@dataclass(frozen=True)
class Telling:
    """One notice. `key` is the same for the same thing: of a kind it is told once. `about` is the record, `url` the page where it is
    dealt with; `by` has done it and need not be told."""

    key: str
    about: UUID
    whom: Whom
    text: str
    where: str
    url: str
    by: UUID | None = None

    def __post_init__(self) -> None:
        # neither may be shortened; one database would take what stops all notices at the other
        if len(self.key) > KEY_MAX_CHARS or len(self.url) > URL_MAX_CHARS:
            raise ValueError(f"notice key or url too long: {self.key} {self.url}")


def _nothing_due(_scope: Scope, _today: date) -> Iterable[Telling]:
    return ()


def _nothing_told(_scope: Scope, _happened: Sequence[Event]) -> Iterable[Telling]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of notice. Its key begins with its app's and stays, since rows and wishes hold it; `group` is its heading on the
    settings page.

    `on`: the events that it tells of, as (model's name, action); `tell` makes of some of them what is to be told, in a number of
    queries that does not grow with theirs. `due`: what a day makes due, asked once a day. `waits`: which of some records still
    wait for somebody; what waits no more is taken off the bell, and what does is handed on with the post. Without it the notice
    informs, and that is all."""

    key: str
    label: str
    group: str
    level: str = NOW
    on: frozenset[tuple[str, str]] = field(default=frozenset())
    tell: Callable[[Scope, Sequence[Event]], Iterable[Telling]] = _nothing_told
    due: Callable[[Scope, date], Iterable[Telling]] = _nothing_due
    waits: Callable[[Scope, Collection[UUID]], set[UUID]] | None = None


KINDS: dict[str, Kind] = {}


def declare_notice(kind: Kind) -> Kind:
    """Add a kind of notice."""
    KINDS[kind.key] = kind
    return kind


def on(model: str, *actions: str) -> frozenset[tuple[str, str]]:
    """The events of some actions upon records of a model."""
    return frozenset((model, action) for action in actions)


def told_actions() -> set[str]:
    """The actions that any kind tells of."""
    return {action for kind in KINDS.values() for _, action in kind.on}
