"""The verbs of searching: the index follows the log within each action's own transaction, and can be made anew. They write no event,
since nothing happened that the log does not tell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.scope import Scope
from bihuan.search import engines
from bihuan.search.kinds import KINDS, Kind, told_by
from bihuan.search.models import Entry

AT_ONCE = 1000


def follow_the_log() -> None:
    """From now on what an action tells the log is found at once."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    """Take in what some events are about. An action that changes nothing a record is found by costs nothing here."""
    entries: dict[UUID, Entry] = {}
    for kind in KINDS.values():
        subjects: dict[str, set[UUID]] = defaultdict(set)
        for one in told:
            known = told_by(kind)
            if path := known.get(one.action) or known.get(f"{one.action}:{one.after}"):
                subjects[path].add(one.subject.pk)
        for path, ids in subjects.items():
            entries |= {one.subject: one for one in _entries(town, kind, **{f"{path}__in": ids})}
    if entries:
        _write(list(entries.values()))


@transaction.atomic
def rebuild(town: UUID) -> int:
    """重建搜索: all entries of a town anew from its records. Killed, it leaves the old ones. Returns how many there are."""
    engines.forget(town)
    found, count = (one for kind in KINDS.values() for one in _entries(town, kind)), 0
    while some := list(islice(found, AT_ONCE)):
        _write(some)
        count += len(some)
    return count


@transaction.atomic
def write_words(town: UUID) -> None:
    """重写搜索词: the words of all entries of a town anew, for a database that got its rows from elsewhere: they are no rows."""
    found = Entry.objects.within(Scope.whole_town(town)).order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        engines.put(some)


def _entries(town: UUID, kind: Kind, **where: Any) -> Iterator[Entry]:
    """The entries of a kind's records of a town (of some of them) as they ought to be. One query."""
    rows = kind.model.objects.within(Scope.whole_town(town)).order_by().filter(**where)  # type: ignore[attr-defined]
    fields = (name for name, _ in kind.fields)
    for pk, *values in rows.values_list("pk", *fields).iterator(chunk_size=AT_ONCE):
        yield Entry(town_id=town, kind=kind.key, subject=pk, text=kind.text(values))


def _write(entries: list[Entry]) -> None:
    """Two statements, however many."""
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["town", "kind", "subject"], update_fields=["text"]
    )
    engines.put(entries)
