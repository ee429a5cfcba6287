"""What an app adds to the page of another app's record, declared where it is known: a hazard's page shows a listing without
knowing what one is. The order of declaration, which is that of the modules, is the order on the page."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor

Given = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A button: its word, where it leads, its icon ("" for none). `often`: stands before those that a page with many folds away."""

    label: str
    url: str
    icon: str = ""
    often: bool = False


def _nothing(_actor: Actor, _row: Any) -> list[Any]:
    return []


def _not_shown(_actor: Actor, _row: Any) -> Given | None:
    return None


@dataclass(frozen=True)
class Part:
    """A part of a page ("hazard", "unit", "unit_risks" for its buttons, "check", "inspection", "visit" at its top, "visit_void" where it is made void, "decision", "referral", "campaign", "writ", "place" beside the fields of a place, "spot" that brings a map to the folded fields of a finding's place, "plate" for the buttons of what a plate opens to anybody, asked by the clock): a template, and what fills it for an actor and a record, None where there is
    nothing to show; neither for one that only adds buttons. In the template `part.given` is what fills it. `side`: in the narrow column. `links` are buttons for
    the page's head. `subjects` are ids of other records whose events belong to the record's timeline."""

    page: str
    template: str = ""
    fill: Callable[[Actor, Any], Given | None] = field(default=_not_shown)
    side: bool = False
    links: Callable[[Actor, Any], Sequence[Link]] = field(default=_nothing)
    subjects: Callable[[Actor, Any], Sequence[UUID]] = field(default=_nothing)


@dataclass(frozen=True)
class Filled:
    """A part as the page includes it."""

    template: str
    given: Given
    side: bool


_PARTS: dict[str, list[Part]] = defaultdict(list)


def declare_part(part: Part) -> None:
    """Add a part to a page."""
    _PARTS[part.page].append(part)


def parts_of(page: str, actor: Actor, row: Any) -> list[Filled]:
    """The parts that have something to show, in order."""
    filled = ((part, part.fill(actor, row)) for part in _PARTS[page])
    return [Filled(part.template, given, part.side) for part, given in filled if given is not None]


def links_of(page: str, actor: Actor, row: Any) -> list[Link]:
    """The buttons that apps add to the page's head."""
    return [link for part in _PARTS[page] for link in part.links(actor, row)]


def subjects_of(page: str, actor: Actor, row: Any) -> list[UUID]:
    """Ids of other records that belong to the record's timeline."""
    return [pk for part in _PARTS[page] for pk in part.subjects(actor, row)]
