"""The library of violations: the facts in words, the article broken and the one applied, what is demanded; by category and by day. Pure.

Most are the failing of an item of a checklist (`violation_data/checked.toml` has the words, the checklists' data the rest), the others
stand in `further.toml`. Which penalty goes with which duty is `applied.toml`. Articles are topics of `inspections.law`: a row of which
no duty is in force on a day is not offered, and what is cited is always in the table.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bihuan.inspections import law
from bihuan.inspections.checklist_data import LIBRARY, Source
from bihuan.units.rules import parent

FOLDER = Path(__file__).parent / "violation_data"
CORRECTION = "powers"  # what is applied where no penalty goes with a duty: the power to order correction


@dataclass(frozen=True)
class Row:
    """A violation as the library has it. `broken` and `applied` are topics, pair by pair; `categories` of units, () for all."""

    key: str
    group: str
    text: str
    broken: tuple[str, ...]
    applied: tuple[str, ...]
    measure: str
    days: int
    categories: tuple[str, ...] = ()
    majors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Violation:
    """A violation as it is offered on a day. `broken` and `applied` are citations as printed, `*_topic` what they rest on; `days` the
    suggested term (0: at once); `majors` the criteria by which it may be a major hazard."""

    key: str
    group: str
    text: str
    broken: str
    applied: str
    measure: str
    days: int
    majors: tuple[str, ...]
    broken_topic: str
    applied_topic: str

    @property
    def sought(self) -> str:
        """In what one searches."""
        return f"{self.group}{self.text}{self.measure}{self.broken}{self.applied}{self.key}"


def offered(category: str, on: date, words: str = "") -> list[Violation]:
    """What may be found at a unit of a category ("" for any) on a day, that of its own list first; of it what has all the words."""
    wanted = words.split()
    found = _in_force(category, bisect_right(_DAYS, on))
    return [one for one in found if all(word in one.sought for word in wanted)]


def failing(key: str) -> str:
    """How the failing of a checklist's item reads as a fact, by the item's key; "" for an item of the town's own."""
    return FACTS.get(key, "")


def basis_line(violation: Violation, on: date) -> str:
    """违反了《…》第…条，依据《…》第…条, by the articles of a day. Raises ValueError where the duty was not in force then."""
    broken = law.basis(violation.broken_topic, on)
    if not broken:
        raise ValueError(f"“{violation.text}”所违反的规定在{on:%Y-%m-%d}尚未施行。")
    return f"违反了{broken}，依据{_applied(violation.applied_topic, on)[1]}"


_DAYS = sorted({day for row in law.ARTICLES for day in (row.edition.from_on, row.edition.to_on) if day})


@cache
def _in_force(category: str, after: int) -> tuple[Violation, ...]:
    on = _DAYS[after - 1] if after else date.min
    found = {row.key: made for row in _rows_of(category) if (made := _resolved(row, on))}
    return tuple(found.values())


def _resolved(row: Row, on: date) -> Violation | None:
    """The row by the law of a day; None where nothing of what it breaks is in force."""
    for topic, penalty in zip(row.broken, row.applied, strict=True):
        if broken := law.basis(topic, on):
            applied_topic, applied = _applied(penalty, on)
            return Violation(
                row.key,
                row.group,
                row.text,
                broken,
                applied,
                row.measure,
                row.days,
                row.majors,
                topic,
                applied_topic,
            )
    return None


def _applied(topic: str, on: date) -> tuple[str, str]:
    """The penalty's topic and citation, the power to order correction where it is not in force."""
    cited = law.basis(topic, on)
    return (topic, cited) if cited else (CORRECTION, law.basis(CORRECTION, on))


def _rows_of(category: str) -> Iterator[Row]:
    """The rows for a category: its own list (or the nearest above), what holds everywhere, then the lists of dangers."""
    lineage = [category]
    while lineage[-1]:
        lineage.append(parent(lineage[-1]))
    own = next((key for code in lineage for key, one in _plain().items() if code in one.categories), None)
    for key in _plain():
        if key == own or not category:
            yield from CHECKED[key]
    yield from (
        row for row in FURTHER if not row.categories or not category or set(row.categories) & set(lineage)
    )
    for key, one in LIBRARY.items():
        if one.when and (not category or set(one.categories) & set(lineage)):
            yield from CHECKED[key]


def _plain() -> dict[str, Source]:
    return {key: one for key, one in LIBRARY.items() if not one.when}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


APPLIED: dict[str, str] = _read("applied")
FACTS: dict[str, str] = _read("checked")


def _penalties(broken: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(APPLIED.get(topic, CORRECTION) for topic in broken)


def _checked(source: Source) -> tuple[Row, ...]:
    """A checklist's items as violations. A key that several lists use for different items is told apart by the list's own."""
    rows = []
    for one in source.rows:
        apart = f"{source.key}.{one.key}"
        key = apart if apart in FACTS else one.key
        rows.append(
            Row(
                key,
                one.group,
                FACTS[key],
                one.basis,
                _penalties(one.basis),
                one.measure,
                one.days,
                source.categories,
                one.major,
            )
        )
    return tuple(rows)


def _further(given: dict[str, Any]) -> Row:
    broken = tuple(given["broken"])
    applied = tuple(given["applied"]) if "applied" in given else _penalties(broken)
    return Row(
        **given | {"broken": broken, "applied": applied, "categories": tuple(given.get("categories", ()))}
    )


CHECKED: dict[str, tuple[Row, ...]] = {key: _checked(source) for key, source in LIBRARY.items()}
FURTHER: tuple[Row, ...] = tuple(map(_further, _read("further")["violation"]))
