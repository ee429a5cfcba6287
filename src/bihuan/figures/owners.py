"""Figures of many units or departments at once: as `evaluate` would answer within the scope of each, in one query a source."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from bihuan.core.scope import Scope, unit_field
from bihuan.figures.evaluation import (
    Ask,
    Value,
    answer,
    by_source,
    count,
    counted,
    narrowed,
    needed,
)
from bihuan.figures.measuring import Counted, measures, read
from bihuan.figures.registry import FIGURES, SOURCES, Figure, Kind, Source

DEPARTMENT, UNIT = "department", "unit"


def owner_field(source: Source, by: str) -> str:
    """The field that leads from a source's rows to whose they are ("department" or "unit"); "" where they are nobody's."""
    fields: dict[str, str] = source.model.scope_fields  # type: ignore[attr-defined]
    if "cell" not in fields:
        return ""
    return unit_field(fields) if by == UNIT else fields.get("department", "")


def has_owners(figure: Figure, by: str) -> bool:
    """Whether a figure can be told of each department or unit."""
    keys = figure.of if figure.kind is Kind.RATIO else (figure.key,)
    return all(_has(SOURCES[FIGURES[key].source], by) for key in keys)


def _has(source: Source, by: str) -> bool:
    """Whether a source's rows say whose they are, and so does what vouches for a zero of it, or that is plainly the town's."""
    if not owner_field(source, by):
        return False
    vouches = SOURCES[FIGURES[source.basis].source] if source.basis else source
    return vouches.through is None or bool(owner_field(vouches, by))


def evaluate_owners(
    town: UUID, by: str, owners: Collection[UUID], asks: Iterable[Ask]
) -> dict[tuple[UUID, Ask], Value]:
    """Answer every ask for each owner. What vouches for a zero and is nobody's (the letters that were asked for) is counted in the whole town."""
    wanted = list(dict.fromkeys(asks))
    whole = Scope.whole_town(town)
    shared: list[Ask] = []
    found: dict[UUID, dict[Ask, Counted]] = {one: {} for one in owners}
    for source, group in by_source(needed(wanted)):
        field = owner_field(source, by)
        if not field:
            if "cell" not in source.model.scope_fields:  # type: ignore[attr-defined]
                shared += group  # of the town as a whole, which everybody sees
            else:
                for owner in owners:
                    found[owner] |= dict.fromkeys(group, Counted(0, 0))
            continue
        countable, conditions = narrowed(whole, source, group)
        asked = measures([FIGURES[ask.figure] for ask in group], conditions, [ask.as_of for ask in group])
        rows = countable.filter(**{f"{field}__in": owners}).values(field).annotate(**asked)
        there = {row[field]: read(row, len(group)) for row in rows}
        for owner in owners:
            found[owner] |= dict(zip(group, there.get(owner) or [Counted(0, 0)] * len(group), strict=True))
    everywhere = count(whole, shared)
    return {(owner, ask): answer(ask, found[owner] | everywhere) for owner in owners for ask in wanted}


def ids_of_owners(
    town: UUID, by: str, owners: Collection[UUID], asks: Iterable[Ask]
) -> dict[tuple[UUID, Ask], list[str]]:
    """The ids of the records behind each ask for each owner, in their order; of a ratio, those of its numerator."""
    parts = {ask: counted(ask)[0] for ask in dict.fromkeys(asks)}
    found: dict[tuple[UUID, Ask], list[str]] = {(owner, ask): [] for owner in owners for ask in parts}
    whole = Scope.whole_town(town)
    for source, group in by_source(dict.fromkeys(parts.values())):
        field = owner_field(source, by)
        countable, conditions = narrowed(whole, source, group)
        for ask, where in zip(group, conditions, strict=True):
            rows: Any = countable.filter(where, **{f"{field}__in": owners}).order_by("pk")
            for pk, owner in rows.values_list("pk", field):
                for wanted in (one for one, part in parts.items() if part == ask):
                    found[owner, wanted].append(str(pk))
    return found
