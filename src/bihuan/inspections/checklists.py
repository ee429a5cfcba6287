"""Checklists by category, versioned: each item with its basis. A visit keeps the key of the version used."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Item:
    """One line to check. `basis` cites the law; `group` heads the lines that stand together."""

    no: str
    text: str
    basis: str
    group: str


@dataclass(frozen=True)
class Checklist:
    """A version of a checklist, for units of `categories`, from a day on (to the next version's day)."""

    key: str
    label: str
    categories: tuple[str, ...]
    from_on: date
    to_on: date | None
    items: tuple[Item, ...]


CHECKLISTS: dict[str, Checklist] = {}


def checklist_for(category: str, on: date) -> Checklist | None:
    """The version in force on a day for the nearest category upwards, or None."""
    for checklist in CHECKLISTS.values():
        in_force = checklist.from_on <= on and (checklist.to_on is None or on < checklist.to_on)
        if in_force and any(
            category == one or category.startswith(f"{one}.") for one in checklist.categories
        ):
            return checklist
    return None
