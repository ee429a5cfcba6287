"""Personal data that is masked for whose post does not need it, and can be shown for a reason. Declared by the apps that hold it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from bihuan.core.actions import Actor


@dataclass(frozen=True)
class Shown:
    """A row, what it is called, the value that its page masks, and the page."""

    row: Model
    name: str
    value: str
    page: str


@dataclass(frozen=True)
class Personal:
    """A kind of personal data ("unit.phone"): its word, the right to ask for it, how an actor finds it, and whether it is a number to dial."""

    key: str
    label: str
    right: str
    find: Callable[[Actor, UUID], Shown]
    is_dialled: bool = True


PERSONAL: dict[str, Personal] = {}


def declare_personal(what: Personal) -> Personal:
    """Add a kind; its key stays, since addresses hold it."""
    PERSONAL[what.key] = what
    return what
