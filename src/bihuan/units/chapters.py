"""What a unit's file (一企一册) consists of: chapters that apps declare, in the order of `place`, each with what it has of a unit and what
it is without. Nothing here knows of any app: one that comes later adds its own.

    declare_chapter(Chapter("risks.list", "风险分级管控清单", 60, _control, _lacking, across=True))
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.paper import Leaf
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Lack:
    """Something that a chapter is without: in words, and the route (of the unit's key) where it is put right."""

    text: str
    route: str = "unit"


Lacks = Mapping[UUID, Sequence[Lack]]


def nothing_lacking(_scope: Scope, _units: Sequence[Unit], _on: date) -> Lacks:
    return {}


def of_none(_scope: Scope, _units: Sequence[Unit], _on: date) -> Collection[UUID]:
    return ()


def everywhere(_category: str) -> bool:
    return True


def nowhere(_category: str) -> bool:
    return False


@dataclass(frozen=True)
class Chapter:
    """A chapter. `key` begins with its app's name and stays, since frozen files hold it. `tells` gathers what it has of a unit, `sets` makes of that
    what is printed, nothing where there is nothing; chapters that tell of the same share `tells`, which is then asked once. `lacking` says of many units at once, in a number of queries that does not grow with them, what each is without (by key;
    a unit that lacks nothing may be left out). `required`: whether a unit of a category has to have it; `asked_of`: which of some units have to besides,
    by what was asked of them. What is not required is complete as it is, and left out of the file where it has nothing to tell. `across`: for
    wide tables."""

    key: str
    title: str
    place: int
    tells: Callable[[Actor, Unit, date], Any]
    lacking: Callable[[Scope, Sequence[Unit], date], Lacks] = nothing_lacking
    required: Callable[[str], bool] = everywhere
    across: bool = False
    asked_of: Callable[[Scope, Sequence[Unit], date], Collection[UUID]] = of_none
    sets: Callable[[Any], Sequence[Leaf]] = tuple  # what was gathered is printed as it is


_CHAPTERS: dict[str, Chapter] = {}


def declare_chapter(chapter: Chapter) -> Chapter:
    """Add a chapter; its key must be new."""
    if chapter.key in _CHAPTERS:
        raise ValueError(f"chapter {chapter.key} declared twice")
    _CHAPTERS[chapter.key] = chapter
    return chapter


def chapters() -> list[Chapter]:
    """All chapters in their order."""
    return sorted(_CHAPTERS.values(), key=lambda one: (one.place, one.key))


def by_unit(units: Sequence[Unit], told: Callable[[Unit], Sequence[Any]]) -> Lacks:
    """What each of some units lacks, by a function of one unit; those that lack nothing left out."""
    return {unit.pk: found for unit in units if (found := [one for one in told(unit) if one])}
