"""What belongs to a unit, in whichever app: how its rows follow it into a merger, and what of them is still open.

A later app declares its models here when it is ready; a test walks all keys that lead to a unit and fails for one
undeclared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Follower:
    """A key that leads to a unit. Its rows go over to the unit that is kept, or stay as they were recorded (`moves` False)."""

    model: type[Model]
    field: str
    label: str
    moves: bool

    @property
    def key(self) -> str:
        """hazards.hazard.unit, as the log names it."""
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows(self, town: UUID, unit: UUID) -> Any:
        """Its rows at a unit, open to the action that moves them."""
        whole = Scope.whole_town(town)
        return self.model.objects.within(whole).filter(**{self.field: unit})  # type: ignore[attr-defined]


FOLLOWERS: dict[str, Follower] = {}


def declare_merge(model: type[Model], label: str, *, field: str = "unit") -> None:
    """The rows of a model go over when their unit is merged into another; `label` names them on the preview."""
    one = Follower(model, field, label, moves=True)
    FOLLOWERS[one.key] = one


def declare_stays(model: type[Model], *, field: str = "unit") -> None:
    """The rows of a model tell of the past of the unit they were recorded for, and stay with its stub."""
    one = Follower(model, field, "", moves=False)
    FOLLOWERS[one.key] = one


@dataclass(frozen=True)
class OpenWork:
    """Something at a unit that somebody still has to do: in words, and its page."""

    text: str
    url: str


FindsWork = Callable[[Actor, Unit], list[OpenWork]]
_WORK: list[FindsWork] = []


def declare_work(find: FindsWork) -> None:
    """Name what of a later app is open at a unit: it is listed before the unit leaves, and has to be accounted for."""
    _WORK.append(find)


def open_work(actor: Actor, unit: Unit) -> list[OpenWork]:
    """All that is open at a unit."""
    return [one for find in _WORK for one in find(actor, unit)]
