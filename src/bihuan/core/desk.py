"""The desk's sections, each declared by the app whose work it shows. `web.desk` puts them together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.core.actions import Actor

Mark = tuple[str, str, str]  # kind, icon and word of a badge


@dataclass(frozen=True)
class Press:
    """What can be done at once from the desk: the button's word, the address that is posted to, and what is asked before."""

    label: str
    url: str
    confirm: str = ""


@dataclass(frozen=True)
class Item:
    """One thing to do: what, where, how it presses, the page where it is done, what of it one press does, and the file (its address) that
    is to be looked at for it."""

    text: str
    where: str
    url: str
    mark: Mark | None = None
    mine: bool = False
    press: Press | None = None
    file: str = ""


@dataclass(frozen=True)
class Section:
    """Things of one kind, the most pressing first; `more` leads to all of them, "" where all are shown."""

    title: str
    items: list[Item]
    more: str = ""


Maker = Callable[[Actor, datetime], Section | None]

SECTIONS: list[tuple[int, Maker]] = []


def declare_section(place: int, make: Maker) -> None:
    """Add a section. `place` orders them: 10 what is urgent, 20 what is late, 30 what waits for a decision, 40 what waits
    to be looked at, 50 what runs, 60 what could be done. `make` says None where the actor has nothing to do with it."""
    SECTIONS.append((place, make))
    SECTIONS.sort(key=lambda one: one[0])


def sections_of(actor: Actor, now: datetime) -> list[Section]:
    """The sections of a person's desk that hold anything. What two apps name alike stands once, where it presses most."""
    seen: set[tuple[str, str]] = set()
    found = []
    for _place, make in SECTIONS:
        if section := make(actor, now):
            items = [one for one in section.items if (one.text, one.url) not in seen]
            seen |= {(one.text, one.url) for one in items}
            found.append(replace(section, items=items))
    return [section for section in found if section.items]
