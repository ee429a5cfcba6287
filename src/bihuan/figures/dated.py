"""Conditions on dated columns: what had happened by a day, and what had not."""

from datetime import date
from typing import Any

from django.db.models import Func, IntegerField, Q, Value


def by(field: str, cutoff: date) -> Q:
    """The dated column had happened by the cut-off."""
    return Q(**{f"{field}__lte": cutoff})


def not_by(field: str, cutoff: date) -> Q:
    """The dated column had not happened by the cut-off."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": cutoff})


class DaysUntil(Func):
    """How many days lie between a dated column and a cut-off: 1 from one day to the next. Each database counts days in its own way."""

    output_field = IntegerField()

    def __init__(self, field: str, cutoff: date) -> None:
        super().__init__(field, Value(cutoff.isoformat()))

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        return self._with(compiler, connection, "CAST(julianday({1}) - julianday({0}) AS INTEGER)")

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        return self._with(compiler, connection, "(CAST({1} AS date) - {0})")

    def _with(self, compiler: Any, connection: Any, form: str) -> Any:
        """The form with its two parts; in the order in which they stand, so that the parameters fit."""
        (field, before), (cutoff, behind) = (compiler.compile(one) for one in self.source_expressions)
        return form.format(field, cutoff), (*behind, *before)
