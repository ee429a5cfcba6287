"""Checklists by category, versioned: each item with its basis. A visit keeps the key of the version used."""

from dataclasses import dataclass
from datetime import date

from bihuan.inspections import law
from bihuan.inspections.checklist_data import building, common, school, trade
from bihuan.units.rules import CATEGORIES, parent

# Days from which a new version runs: whenever the law that most items cite was amended.
VERSIONS = ((law.SAFETY_2014.from_on, law.SAFETY_2021.from_on), (law.SAFETY_2021.from_on, None))


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


def checklist_for(category: str, on: date) -> Checklist | None:
    """The version in force on a day for the nearest category upwards, or None."""
    while category:
        for checklist in CHECKLISTS.values():
            in_force = checklist.from_on <= on and (checklist.to_on is None or on < checklist.to_on)
            if in_force and category in checklist.categories:
                return checklist
        category = parent(category)
    return None


def _built(key: str, label: str, categories: tuple[str, ...], rows: common.Rows) -> list[Checklist]:
    """Every version of a list. An item whose basis is not yet in force on the version's day is not in it."""
    return [
        Checklist(f"{key}-{from_on.year}", label, categories, from_on, to_on, _items(rows, from_on))
        for from_on, to_on in VERSIONS
    ]


def _items(rows: common.Rows, on: date) -> tuple[Item, ...]:
    cited = [(group, text, law.basis(topic, on)) for group, text, topic in rows]
    in_force = [row for row in cited if row[2]]
    return tuple(
        Item(str(no), text, basis, group) for no, (group, text, basis) in enumerate(in_force, start=1)
    )


_OWN = {"trade", "school", "building"}
_GENERAL = tuple(code for code in CATEGORIES if "." not in code and code not in _OWN)

CHECKLISTS: dict[str, Checklist] = {
    one.key: one
    for one in (
        *_built("trade", "工商贸企业检查表", ("trade",), trade.ROWS),
        *_built("school", "学校（幼儿园）检查表", ("school",), school.ROWS),
        *_built("building", "建筑施工（自建房）检查表", ("building",), building.ROWS),
        *_built("general", "通用检查表", _GENERAL, common.ROWS),
    )
}
