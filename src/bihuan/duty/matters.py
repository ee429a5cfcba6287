"""What is open when a shift changes: each app declares its own; a hand-over freezes the list."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bihuan.core.scope import Scope


@dataclass(frozen=True)
class Matter:
    """One thing that goes over with the shift: its kind, what it is, where it is dealt with."""

    kind: str
    text: str
    url: str


Finder = Callable[[Scope], Iterable[Matter]]
_FINDERS: list[Finder] = []


def declare_open_matters(find: Finder) -> None:
    """Name what lies open in a town while somebody is on duty; called once for each list, in a number of queries that does not grow."""
    _FINDERS.append(find)


def open_matters(scope: Scope) -> list[Matter]:
    """All that is open now, in the order of declaration."""
    return [one for find in _FINDERS for one in find(scope)]


def kept(matters: Iterable[Matter]) -> list[dict[str, Any]]:
    """The list as a hand-over keeps it."""
    return [asdict(one) for one in matters]
