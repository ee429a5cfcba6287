"""What stands in cells, in whichever app: how it follows when cells are merged, split or moved.

A later app declares its rows here; a test walks all keys that lead to a cell and fails for one undeclared.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell


@dataclass(frozen=True)
class Standing:
    """A row that stands in a cell now: its id, its words, its cell's."""

    id: UUID
    text: str
    cell: UUID


@dataclass(frozen=True)
class Change:
    """Cells that others take the place of, from a day on: old id → the cell after it. `only`: the rows that go (by id), where
    not all of a cell do."""

    after: Mapping[UUID, Cell]
    on: date
    only: frozenset[UUID] | None = None


Finds = Callable[[Scope, Collection[UUID]], Iterable[Standing]]
Follows = Callable[[Actor, Change], list[Entry]]


@dataclass(frozen=True)
class Follower:
    """Rows of one kind. `model` and `field` name the key that leads to the cell; `finds` lists those in some cells; `follows`
    puts them into the cells after, inside the action's transaction, and says what the log is to keep. `splits`: each may be
    chosen to go or to stay when a cell is split; what may not, stays."""

    label: str
    key: str
    finds: Finds
    follows: Follows
    splits: bool = False


FOLLOWERS: list[Follower] = []
STAYS: set[str] = set()


def declare_follower(follower: Follower) -> None:
    """Rows that go with their cell."""
    FOLLOWERS.append(follower)


def declare_stays(key: str) -> None:
    """A key (grid.Handover.cell) whose rows tell of the past, and stay with the cell that they were recorded for."""
    STAYS.add(key)
