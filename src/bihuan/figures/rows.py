"""The records behind a figure as a table: its source's columns, choices by their words, the address of each page."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, rows
from bihuan.figures.registry import FIGURES, SOURCES, Kind, Source


@dataclass(frozen=True)
class Row:
    """One record behind a figure: its cells, and the address of its page if it has one."""

    cells: tuple[Any, ...]
    url: str


def source_of(key: str) -> Source:
    """The source that a figure's rows come from; of a ratio, that of its numerator."""
    figure = FIGURES[key]
    return SOURCES[FIGURES[figure.of[0]].source if figure.kind is Kind.RATIO else figure.source]


def heads_of(key: str) -> list[str]:
    """The headings of the table."""
    return [head for _, head in source_of(key).columns]


def fields_of(source: Source) -> tuple[str, ...]:
    """What is read of a record: the id, the source's columns, and what its page is of where that is another record."""
    page = () if source.page_of == "pk" else (source.page_of,)
    return ("pk", *(field for field, _ in source.columns), *page)


def behind(actor: Actor, ask: Ask) -> Any:
    """The records behind an ask of which an actor may know, as tuples, by `fields_of`. Forbidden for who may not open such records."""
    source = source_of(ask.figure)
    if not actor.may(source.right):
        raise Forbidden(f"{source.label}的记录不对您的岗位开放。需要了解的，请联系安全办。")
    found = rows(actor.scope, ask)
    return _tuples(source, source.known(actor, found) if source.known else found)


def rows_by_id(scope: Scope, key: str, ids: list[str]) -> Any:
    """Records of a figure's source with these ids, as `behind` gives them: for a frozen summary."""
    source = source_of(key)
    return _tuples(source, source.model.objects.within(scope).filter(pk__in=ids))  # type: ignore[attr-defined]


def subjects_by_id(scope: Scope, source: Source, ids: list[str]) -> list[tuple[tuple[Any, ...], set[UUID]]]:
    """Records of a source with these ids, as `behind` gives them, void ones among them; each with the ids of the records
    whose events tell of it. One query."""
    found = _tuples(source, source.model.objects.within(scope).filter(pk__in=ids), source.told_by)  # type: ignore[attr-defined]
    size = len(fields_of(source))
    rows_of: dict[UUID, tuple[Any, ...]] = {}
    subjects: dict[UUID, set[UUID]] = defaultdict(set)
    for values in found:
        rows_of[values[0]] = values[:size]
        subjects[values[0]] |= {one for one in values[size:] if one}
    return [(values, subjects[pk]) for pk, values in rows_of.items()]


def as_row(source: Source, values: tuple[Any, ...]) -> Row:
    """A tuple of `behind` as the table shows it."""
    told = values[1 : len(source.columns) + 1]
    cells = tuple(_word(source, field, value) for (field, _), value in zip(source.columns, told, strict=True))
    of = values[0] if source.page_of == "pk" else values[-1]
    return Row(cells, reverse(source.page, args=[of]) if source.page else "")


def _tuples(source: Source, found: Any, more: tuple[str, ...] = ()) -> Any:
    first = source.on or source.columns[0][0]
    return found.order_by(first, "pk").values_list(*fields_of(source), *more)


def _word(source: Source, field: str, value: Any) -> Any:
    """The Chinese word of a choice or of a code that the source explains; anything else as it is."""
    if said := dict(source.words).get(field):
        return dict(said).get(value, value)
    model: Any = source.model
    for step in field.split("__")[:-1]:
        model = model._meta.get_field(step).related_model
    choices = dict(model._meta.get_field(field.split("__")[-1]).flatchoices)
    return choices.get(value, value)
