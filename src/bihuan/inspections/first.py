"""Which lists come first in a check of a unit, declared by the apps that know: a drive names its own."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.units.models import Unit

Names = Callable[[Scope, Unit, date, UUID | None], Sequence[str]]
_NAMED: list[Names] = []


def declare_first(names: Names) -> None:
    """Add a way to name lists: of a unit on a day, and of the drive for which the check is meant, where it is."""
    _NAMED.append(names)


def first_lists(scope: Scope, unit: Unit, on: date, campaign: UUID | None = None) -> list[str]:
    """The keys of the lists that come first, each once."""
    return list(dict.fromkeys(key for names in _NAMED for key in names(scope, unit, on, campaign)))
