"""The declaration of figures: sources, figures, identities and topics not yet recorded.

An app declares in its `figures.py`, imported when the app is ready. Nothing here knows of any app.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Aggregate, Count, Model, Q, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope


class Kind(StrEnum):
    """What a figure does with time."""

    FLOW = "flow"  # rows whose date falls in the period
    COHORT = "cohort"  # rows of the period, in their state at the cut-off
    STOCK = "stock"  # rows in force at the cut-off
    RATIO = "ratio"  # one figure by another, per cent


KIND_LABELS = {Kind.FLOW: "流量", Kind.COHORT: "批次", Kind.STOCK: "存量", Kind.RATIO: "比率"}


@dataclass(frozen=True)
class Through:
    """Place and category of a source that stand on other rows than the counted: a sortie was in a village when one of
    its visits was. `rows` gives those others in a scope, `key` is their field that names the counted row's `field`."""

    rows: Callable[[Scope], QuerySet[Any]]
    key: str
    field: str = "pk"


@dataclass(frozen=True)
class Source:
    """A table that figures count, and the fields by which it is sliced *as recorded*.

    `rows` gives the countable rows of a scope: void ones are left out here, once for all figures.
    `on` is the date that puts a row into a period. `basis` is the key of the figure that must be above zero in
    the period for a zero of this source to mean zero: without inspections, no hazards is not 0 but unknown.
    `told_by` are the fields that hold the ids of the records whose events tell what happened to a row; `stirred_by` those of
    further records whose events may change how it counts, though nothing happened to it: a visit covers a unit only while
    the unit is in the register. They alone may lead to many. Every other field leads to one row: a join to many would count
    and sum a row twice. With `through`, `cell` and `category` are fields of its rows.
    `meant` says which values of `origin` one stands for, to who sees a scope: not everybody is told where a row comes from.
    `known` is what of its rows an actor may know of, where that is not all of the scope's.
    `nests`: what is recorded for a campaign within a larger one counts for that as well; not so where each of them has rows of its own for it.
    `stood` says which rows stood at or below a path on a day, where they are counted by where they stand and can move.
    """

    key: str
    label: str
    model: type[Model]
    rows: Callable[[Scope], QuerySet[Any]]
    on: str = ""
    cell: str = ""
    category: str = ""
    campaign: str = ""
    team: str = ""
    origin: str = ""
    meant: Callable[[Scope, str], Collection[str]] | None = None
    through: Through | None = None
    stood: Callable[[str, date], Q] | None = None
    basis: str = ""
    columns: tuple[tuple[str, str], ...] = ()  # (field path, heading) shown when a figure's rows are opened
    words: tuple[
        tuple[str, tuple[tuple[str, str], ...]], ...
    ] = ()  # of a column that holds codes: (code, word)
    told_by: tuple[str, ...] = ("pk",)
    stirred_by: tuple[str, ...] = ()
    page: str = ""  # name of the route of one row's page
    page_of: str = "pk"  # the field that names what the page is of, where it is not the row itself
    right: str = "view"  # who may open its rows: what is of the town as a whole is not for a unit's people
    known: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None
    nests: bool = True


def everything(_cutoff: date) -> Q:
    """No condition beyond the period."""
    return Q()


def count_rows(where: Q | None) -> Aggregate:
    """The usual measure: each row once. No DISTINCT is needed, since no source joins to many (see `Source`)."""
    return Count("pk", filter=where)


@dataclass(frozen=True)
class Figure:
    """One statistic, of which `per` of what is measured make one `unit` (10000 元 one 万元). `where` gives the condition at the cut-off (a day, inclusive); it may look at dated columns
    only, never at today's state. `also` are the words under which reports name it; `verbs` the words that
    usually stand before its blank; `nouns` those that stand behind it or after its unit."""

    key: str
    label: str
    unit: str
    says: str
    kind: Kind
    source: str = ""
    where: Callable[[date], Q] = everything
    measure: Callable[[Q | None], Aggregate] = count_rows
    on: str = ""  # another date than the source's
    of: tuple[str, str] = ("", "")  # of a ratio: numerator, denominator
    also: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    units_also: tuple[str, ...] = ()
    measure_at: Callable[[Q | None, date], Aggregate] | None = (
        None  # where what is counted hangs on the cut-off too
    )
    per: int = 1
    none: str = (
        ""  # why there is no answer where no row is: days since the last are not 0 where there was none
    )

    def counted(self, where: Q | None, cutoff: date) -> Aggregate:
        """What a query is to count under a condition at a cut-off."""
        return self.measure_at(where, cutoff) if self.measure_at else self.measure(where)


@dataclass(frozen=True)
class Topic:
    """Something reports count that Bihuan has no place yet to record. It ends when an app declares its key."""

    key: str
    label: str
    unit: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identity:
    """A relation that always holds between figures: left = sum of right, or left ≤ right."""

    rule: str  # as people say it: 发现＝立即整改＋限期整改＋待处置
    left: str
    right: tuple[str, ...]
    relation: str = "="  # "=" or "<="


@dataclass(frozen=True)
class Evidence:
    """What shows that a register misses nothing of a period: of the reports that were `owed`, as many were `made`. Keys of figures. That nothing
    is entered is then no silence."""

    owed: str
    made: str


SOURCES: dict[str, Source] = {}
FIGURES: dict[str, Figure] = {}
IDENTITIES: list[Identity] = []
TOPICS: dict[str, Topic] = {}
_EVIDENCE: dict[str, list[Evidence]] = {}


def declare_complete(source: str, evidence: Evidence) -> None:
    """Name the reports by which a later app vouches for the register behind a source: all of them in, nothing happened that is not there."""
    _EVIDENCE.setdefault(source, []).append(evidence)


def evidence_of(source: str) -> list[Evidence]:
    """What vouches for the register behind a source; nothing where no app has declared it."""
    return list(_EVIDENCE.get(source, ()))


def declare_source(source: Source) -> None:
    """Add a source; its key must be new, and none of its fields may lead to many rows."""
    if source.key in SOURCES:
        raise ValueError(f"source {source.key} declared twice")
    own = [source.on, source.campaign, source.team, source.origin]
    if source.through is None:
        own += [source.cell, source.category]
    for path in own:
        if path and _leads_to_many(source.model, path):
            raise ValueError(f"source {source.key}: {path} leads to many rows, use `through`")
    SOURCES[source.key] = source


def _leads_to_many(model: type[Model], path: str) -> bool:
    """Whether a field path crosses a relation with several rows at its far end."""
    at: Any = model
    for name in path.split("__"):
        field = at._meta.get_field(name)
        if field.one_to_many or field.many_to_many:
            return True
        at = field.related_model
    return False


def declare(figures: Iterable[Figure], identities: Iterable[Identity] = ()) -> None:
    """Add figures and identities; keys must be new and sources known. Takes a topic's place."""
    for figure in figures:
        if figure.key in FIGURES:
            raise ValueError(f"figure {figure.key} declared twice")
        if figure.kind is not Kind.RATIO and figure.source not in SOURCES:
            raise ValueError(f"figure {figure.key}: no source {figure.source!r}")
        FIGURES[figure.key] = figure
    IDENTITIES.extend(identities)


def topics() -> dict[str, Topic]:
    """The topics that no app records yet."""
    return {key: topic for key, topic in TOPICS.items() if key not in FIGURES}
