"""Checklists: the library's items in force on a day, what a town changes in them, what a district adds, and the sheet of a unit.

Pure. A sheet is filled once and kept as it was (`queries.sheet_for`, `checklist_actions.keep_sheet`); nothing here is asked again for a
record that is made.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.inspections import law
from bihuan.inspections.checklist_data import LIBRARY, Row, Source
from bihuan.units.rules import parent

OWN, OBLIGED = "本镇增加", "上级必查"


@dataclass(frozen=True)
class Item:
    """One line to check. `key` is what a record keeps; `basis` cites the law as a paper prints it, `since` says edition and day of
    force; `days` is the suggested term (0: at once, None: none); `majors` are criteria by which failing it is a major hazard;
    `when` is a detail that a unit must have; `by` says who added it, "" for the library's."""

    key: str
    text: str
    basis: str
    group: str
    since: str = ""
    look: str = ""
    measure: str = ""
    days: int | None = None
    majors: tuple[str, ...] = ()
    when: str = ""
    by: str = ""

    @property
    def is_obligatory(self) -> bool:
        """Whether a town cannot leave it out: what a superior demands, and what may be a major hazard."""
        return bool(self.majors) or self.by not in ("", OWN)

    @classmethod
    def from_plain(cls, given: Mapping[str, Any]) -> "Item":
        """An item from the plain form in which rows keep it."""
        return cls(**{**given, "majors": tuple(given.get("majors", ()))})


@dataclass(frozen=True)
class Checklist:
    """The items to look at, under a name. `key` is the library's list that it grew from."""

    key: str
    label: str
    items: tuple[Item, ...]

    @property
    def plain(self) -> list[dict[str, Any]]:
        """The items as rows keep them."""
        return [asdict(item) | {"majors": list(item.majors)} for item in self.items]

    @property
    def digest(self) -> str:
        """SHA-256 of all that is shown: the same sheet has the same, whenever it was put together."""
        shown = [self.key, self.label, self.plain]
        return sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        """The items under their headings."""
        return in_groups(self.items)


@dataclass(frozen=True)
class Changes:
    """What a town's version changes in a list: keys left out, items of its own, the order of keys (all others stay behind the one
    that they follow in the library)."""

    hidden: frozenset[str] = frozenset()
    own: tuple[Item, ...] = ()
    order: tuple[str, ...] = field(default=())


def library_on(key: str, on: date) -> tuple[Item, ...]:
    """The library's items of a list whose basis is in force on a day."""
    return _library_from(key, bisect_right(_DAYS, on))


@cache
def _library_from(key: str, after: int) -> tuple[Item, ...]:
    on = _DAYS[after - 1] if after else date.min
    return tuple(item for row in LIBRARY[key].rows if (item := _item(row, on)) is not None)


_DAYS = sorted({day for row in law.ARTICLES for day in (row.edition.from_on, row.edition.to_on) if day})


def _item(row: Row, on: date) -> Item | None:
    edition, topic = next(
        ((found, topic) for topic in row.basis if (found := law.edition_of(topic, on))), (None, "")
    )
    if edition is None:
        return None
    basis, since = law.basis(topic, on), _since(edition)
    return Item(
        row.key, row.text, basis, row.group, since, row.look, row.measure, row.days, row.major, row.when
    )


def own_item(given: Mapping[str, Any], on: date) -> Item:
    """An item of a town's own from what it wrote: key, group, text, and perhaps look, measure, days and a topic of the law."""
    topic = given.get("topic", "")
    edition = law.edition_of(topic, on) if topic else None
    return Item(
        key=given["key"],
        text=given["text"],
        basis=law.basis(topic, on) if edition else "",
        group=given["group"],
        since=_since(edition) if edition else "",
        look=given.get("look", ""),
        measure=given.get("measure", ""),
        days=given.get("days"),
        by=OWN,
    )


def _since(edition: law.Edition) -> str:
    return f"{edition.name}，{in_words(edition.from_on)}起施行"


def _lineage(category: str) -> list[str]:
    found = [category]
    while found[-1]:
        found.append(parent(found[-1]))
    return found


def suits(key: str, category: str, details: Mapping[str, Any]) -> bool:
    """Whether a list can be used at a unit: made for its category or one above it, and not about a danger that it is known not to have."""
    source = LIBRARY.get(key)
    if source is None or not set(source.categories) & set(_lineage(category)):
        return False
    return not (source.when and details and not details.get(source.when))


def keys_for(category: str, details: Mapping[str, Any]) -> list[str]:
    """The lists by which a unit is looked at: that of its category (or the nearest above), then those of the dangers it has."""
    lineage = _lineage(category)
    own = next((one.key for code in lineage for one in _plain_lists() if code in one.categories), None)
    dangers = [
        one.key
        for one in LIBRARY.values()
        if one.when and details.get(one.when) and set(one.categories) & set(lineage)
    ]
    return [own, *dangers] if own else []


def _plain_lists() -> Iterable[Source]:
    return (one for one in LIBRARY.values() if not one.when)


def arranged(items: Sequence[Item], changes: Changes) -> list[Item]:
    """The library's items as a town wants them: those it may leave out left out, its own added, in its order, groups together."""
    kept = [item for item in items if item.key not in changes.hidden or item.is_obligatory]
    rank = {key: place for place, key in enumerate(changes.order)}
    placed, last = [], -1
    for item in (*kept, *changes.own):
        last = rank.get(item.key, last if item.by != OWN else len(rank))
        placed.append((last, item))
    in_order = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    return [item for _, group in in_groups(in_order) for item in group]


def composed(
    key: str, changes: Changes, obliged: Sequence[Item], on: date, details: Mapping[str, Any] | None = None
) -> list[Item]:
    """A list on a day: what a superior demands first, then the town's arrangement of the library. For a unit, what its details rule
    out is left out; a unit of which no details are known is asked everything."""
    found = [*obliged, *arranged(library_on(key, on), changes)]
    return [item for item in found if not (item.when and details and not details.get(item.when))]


def in_groups(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Items under their headings, in the order in which the headings come first."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.group, []).append(item)
    return list(found.items())


@dataclass(frozen=True)
class Difference:
    """What differs between two versions of a list, of which the second is the newer."""

    added: list[Item]
    dropped: list[Item]
    altered: list[tuple[Item, Item]]
    moved: list[Item]


def difference(old: Sequence[Item], new: Sequence[Item]) -> Difference:
    """Compare by key: what came, what went, what reads otherwise, what stands elsewhere among those that stayed."""
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    stayed = [key for key in before if key in after]
    now = [key for key in after if key in before]
    return Difference(
        added=[one for one in new if one.key not in before],
        dropped=[one for one in old if one.key not in after],
        altered=[(before[key], after[key]) for key in stayed if before[key] != after[key]],
        moved=[after[key] for key, other in zip(now, stayed, strict=True) if key != other],
    )
