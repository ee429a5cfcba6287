"""Why a number reads otherwise: the records that came behind it, went, or changed, and what the log says was done to them.

A few queries whatever the number of differences: one for each source that is touched, and one for the events.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bihuan.core import events
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.figures.registry import SOURCES, Source
from bihuan.figures.rows import Row, as_row, source_of, subjects_by_id
from bihuan.hazards.timeline import Entry, told

CAUSES_MAX = 20  # records told of one difference; the rest is counted
LOOKED_AT_MAX = 200  # records of one difference whose events are looked for, where none came or went
CAME, GONE, CHANGED = "came", "gone", "changed"


@dataclass(frozen=True)
class Behind:
    """The ids of the records behind a figure when it was frozen and now."""

    figure: str
    then: Sequence[str]
    now: Sequence[str]


@dataclass(frozen=True)
class Cause:
    """One record: how it moved (CAME, GONE, CHANGED), what it is, and what was done to it since, oldest first."""

    how: str
    source: Source
    row: Row
    told: tuple[Entry, ...]

    @property
    def words(self) -> str:
        """The record in words: its cells that say something, days and counts behind their headings."""
        columns = zip(self.source.columns, self.row.cells, strict=True)
        return "，".join(_said(head, cell) for (_, head), cell in columns if cell not in (None, ""))


def _said(head: str, cell: Any) -> str:
    if isinstance(cell, date):
        return f"{'' if head == '日期' else head}{in_words(cell)}"
    return f"{head}{cell}" if isinstance(cell, int) else str(cell)


@dataclass(frozen=True)
class Causes:
    """What explains one difference: the records told, how many came and went in all, and how many `more` are not told."""

    told: tuple[Cause, ...] = ()
    came: int = 0
    gone: int = 0
    more: int = 0


def causes(scope: Scope, since: datetime, differences: Sequence[Sequence[Behind]]) -> list[Causes]:
    """What explains each of some differences by the log since an instant."""
    moved = [list(_moved(one)) for one in differences]
    looked_at = [
        one[:CAUSES_MAX] or list(_standing(behind)) for one, behind in zip(moved, differences, strict=True)
    ]
    known = _Records(scope, since, [record for one in looked_at for record in one])
    found = []
    for records, movement in zip(looked_at, moved, strict=True):
        lines = [known.cause(*record) for record in records if record[1:] in known.rows]
        if not movement:
            lines = [one for one in lines if one.told]
        ways = [how for how, _, _ in movement]
        more = max(0, len(movement or lines) - CAUSES_MAX)
        found.append(Causes(tuple(lines[:CAUSES_MAX]), ways.count(CAME), ways.count(GONE), more))
    return found


Record = tuple[str, str, str]  # how it moved, the key of its source, its id


def _moved(behind: Iterable[Behind]) -> Iterator[Record]:
    """The records that came or went, each told once."""
    seen: set[tuple[str, str]] = set()
    for one in behind:
        then, now, key = set(one.then), set(one.now), source_of(one.figure).key
        for how, ids in ((GONE, then - now), (CAME, now - then)):
            for pk in sorted(ids):
                if (key, pk) not in seen:
                    seen.add((key, pk))
                    yield how, key, pk


def _standing(behind: Iterable[Behind]) -> Iterator[Record]:
    """The records that stayed: one of them has changed where the number did."""
    for one in behind:
        for pk in sorted(one.now)[:LOOKED_AT_MAX]:
            yield CHANGED, source_of(one.figure).key, pk


class _Records:
    """Some records with their words and their events, read at once."""

    def __init__(self, scope: Scope, since: datetime, records: list[Record]) -> None:
        by_source: dict[str, dict[str, None]] = defaultdict(dict)
        for _, key, pk in records:
            by_source[key][pk] = None
        self.rows: dict[tuple[str, str], Row] = {}
        subjects: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        for key, ids in by_source.items():
            for values, subject in subjects_by_id(scope, SOURCES[key], list(ids)):
                place = key, str(values[0])
                self.rows[place] = as_row(SOURCES[key], values)
                subjects[place] |= subject
        self.subjects = subjects
        self.events: dict[UUID, list[Any]] = defaultdict(list)
        wanted = {one for group in subjects.values() for one in group}
        for event in events.trail(scope, *wanted).filter(at__gte=since):
            self.events[event.subject_id].append(event)

    def cause(self, how: str, key: str, pk: str) -> Cause:
        mine = [event for one in self.subjects[key, pk] for event in self.events[one]]
        lines = dict.fromkeys(told(event) for event in sorted(mine, key=lambda event: event.seq))
        return Cause(how, SOURCES[key], self.rows[key, pk], tuple(lines))
