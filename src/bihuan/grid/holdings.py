"""What is open at a post: each later app declares what its rows hold there, and a hand-over lists it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.grid.queries import scope_of
from bihuan.grid.rules import ADMINISTRATORS, POST_KINDS


@dataclass(frozen=True)
class Held:
    """One thing that waits at a post: what it is, where, and how it stands (its term, its state)."""

    id: UUID
    text: str
    where: str
    state: str


@dataclass(frozen=True)
class Station:
    """A post as an app looks at it: the rows that it opens, whether it stands for the whole town, its holder, the day."""

    scope: Scope
    kind: str
    of_town: bool
    holder: UUID
    on: date


@dataclass(frozen=True)
class Section:
    """Things of one kind, as the list prints them."""

    label: str
    rows: list[Held]


Finder = Callable[[Station], Iterable[Held]]
_HOLDINGS: list[tuple[str, Finder]] = []
WITHOUT = (*ADMINISTRATORS, "district")  # posts that hold nothing of the town's daily work


def declare_holding(label: str, find: Finder) -> None:
    """Name what lies open at a post; the order of declaration, which is that of the modules, is the order on the list."""
    _HOLDINGS.append((label, find))


def held_at(post: Post, on: date) -> list[Section]:
    """All that lies open at a post on a day, as of now. The post's cell is loaded."""
    if post.kind in WITHOUT:
        return []
    of_town = POST_KINDS[post.kind].stands == "town"
    station = Station(scope_of(post.town_id, [post]), post.kind, of_town, post.person_id, on)
    sections = (Section(label, list(find(station))) for label, find in _HOLDINGS)
    return [section for section in sections if section.rows]


def frozen(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """A list as it is kept with what was signed."""
    return [
        {"label": section.label, "rows": [asdict(row) | {"id": str(row.id)} for row in section.rows]}
        for section in sections
    ]


def seal(sections: Iterable[Section]) -> str:
    """A short mark of a list: who signs it signs what the page showed."""
    told = "\n".join(f"{row.id} {row.state}" for section in sections for row in section.rows)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
