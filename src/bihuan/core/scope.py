"""Who sees which rows: the one door. A queryset that was not told whose rows it reads refuses to run (ADR 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db.models import Manager, Model, Q, QuerySet
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)


class ScopeMissing(RuntimeError):
    """A queryset was evaluated without `.within(scope)`: a defect in our code, never a user's fault."""


class JoinedUpdate(RuntimeError):
    """A conditional UPDATE whose conditions lie on other tables: it would not hold when two write at once."""


@dataclass(frozen=True)
class Scope:
    """The rows of one town that a person's posts open.

    `cells` are path prefixes of grid cells (see `grid.models.Cell.path`); `departments` are ids of departments
    whose units the person follows; `units` are ids of the units whose own person it is. A row is inside when any of
    them holds it. Nothing given: nothing is seen.
    """

    town: UUID
    cells: tuple[str, ...] = ()
    departments: tuple[UUID, ...] = ()
    whole: bool = False
    units: tuple[UUID, ...] = ()

    @classmethod
    def whole_town(cls, town: UUID) -> Scope:
        """Every row of a town: for its leaders, for the clock and for unique checks."""
        return cls(town=town, whole=True)

    def holds(self, other: Scope) -> bool:
        """Whether whatever the other one opens is inside this one as well."""
        if self.town != other.town or (other.whole and not self.whole):
            return False
        return self.whole or (
            all(path.startswith(self.cells) for path in other.cells)
            and set(other.departments) <= set(self.departments)
            and set(other.units) <= set(self.units)
        )

    def joined(self, other: Scope) -> Scope:
        """What this one and another of the same town open together."""
        return Scope(
            self.town,
            tuple(sorted({*self.cells, *other.cells})),
            tuple(sorted({*self.departments, *other.departments})),
            self.whole or other.whole,
            tuple(sorted({*self.units, *other.units})),
        )

    def as_kept(self) -> dict[str, Any]:
        """The scope as a row keeps it, beside its town."""
        return {
            "cells": list(self.cells),
            "departments": [str(one) for one in self.departments],
            "whole": self.whole,
            "units": [str(one) for one in self.units],
        }

    @classmethod
    def of_kept(cls, town: UUID, kept: Mapping[str, Any]) -> Scope:
        """Back from what `as_kept` made."""
        departments = tuple(UUID(one) for one in kept["departments"])
        units = tuple(UUID(one) for one in kept.get("units", ()))  # kept before units had persons: none
        return cls(town, tuple(kept["cells"]), departments, kept["whole"], units)

    def q(self, model: type[Model]) -> Q:
        """The filter of this scope for a model, by what the model declares in `scope_fields`.

        `scope_fields` maps "town", "cell" and "department" to field names; a model without "cell" belongs to
        the town as a whole and is seen by all of the town. A row is a unit's own where its cell is the unit's
        ("…unit__cell_path"), or where the model says "unit".
        """
        fields: dict[str, str] = model.scope_fields  # type: ignore[attr-defined]
        inside = Q(**{fields["town"]: self.town})
        if self.whole or "cell" not in fields:
            return inside
        if place := fields["cell"].rpartition("__")[0]:
            # Paths are the same in every town: whoever looks for a cell's units is to look in this one's.
            inside &= Q(**{f"{place}__town": self.town})
        mine = Q(pk__in=())
        for path in self.cells:
            mine |= under(fields["cell"], path)
        if self.departments and "department" in fields:
            mine |= Q(**{f"{fields['department']}__in": self.departments})
        if self.units and (own := unit_field(fields)):
            mine |= Q(**{f"{own}__in": self.units})
        return inside & mine


def unit_field(fields: Mapping[str, str]) -> str:
    """What leads from a row to the unit whose own it is, "" where it is no unit's."""
    place, _, last = fields["cell"].rpartition("__")
    return fields.get("unit") or (place if last == "cell_path" else "")


def under(field: str, path: str) -> Q:
    """Rows at or below a cell: a range, since paths are fixed-width digits and an index serves ranges."""
    last = int(path[-4:]) + 1
    return Q(**{f"{field}__gte": path, f"{field}__lt": f"{path[:-4]}{last:04d}"})


class GuardedQuery(Query):
    """A query that will not compile to SQL until it has been opened by a scope."""

    opened = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if not self.opened:
            raise ScopeMissing(f"{_name(self.model)}: call .within(scope) first")
        return super().get_compiler(*args, **kwargs)

    def combine(self, rhs: Any, connector: str) -> None:
        if not getattr(rhs, "opened", False):
            raise ScopeMissing(f"{_name(self.model)}: both sides need a scope")
        super().combine(rhs, connector)


def _name(model: type[Model] | None) -> str:
    return model.__name__ if model else "query"


class ScopedQuerySet(QuerySet[M]):
    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def within(self, scope: Scope) -> Self:
        """The rows of this model inside a scope. The only way to read it."""
        found = self.filter(scope.q(self.model))
        found.query.opened = True  # type: ignore[attr-defined]
        return found

    def held(self) -> Self:
        """The rows, held until the transaction ends: nobody else holds or changes them, and they are as all have left them who held
        them before. Several are held in the order of their keys, or two would wait for each other (docs/architecture.md).

        NO KEY: a row that names one of these waits at its commit for no one; it would do so with the head of the log in its hand."""
        return self.select_for_update(no_key=True, of=("self",))

    def update(self, **values: Any) -> int:
        if not self.query.opened:  # type: ignore[attr-defined]
            raise ScopeMissing(f"{self.model.__name__}.update(): call .within(scope) first")
        if self.query.count_active_tables() > 1:
            # Django would write WHERE id IN (SELECT … JOIN …). PostgreSQL does not look at such a subquery again
            # after waiting for the row, so that of two who press at once both would win.
            raise JoinedUpdate(
                f"{self.model.__name__}.update(): find within the scope, update in the whole town"
            )
        return super().update(**values)

    def delete(self) -> Any:
        raise ScopeMissing(f"{self.model.__name__}: records end by an action, they are not deleted")

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise ScopeMissing(f"{self.model.__name__}: no SQL past the door")


class ScopedManager(Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """`objects` of every model that carries a town."""
