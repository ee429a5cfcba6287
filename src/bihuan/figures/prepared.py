"""Counting queries, put together once: a desk, a day's roll-up or a report asks the same a hundred times, and to write a query of a hundred
conditions takes ten times as long as a town's database takes to answer it.

Kept is the text of the query with its parameters, never an answer. It hangs on what is asked, on the figures' declarations and on the day
(`clock.so_far`), and on nothing that a database holds: the key says all of that.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from bihuan.core import clock

KEPT_MAX = 600  # queries: some sources for each of some persons' desks
LONGEST = 60_000  # characters of a query that is worth its place; six hundred such would be 36 MB


@dataclass(frozen=True)
class Prepared:
    """A query as a database takes it, the names of its columns and what they are made by. `made_of` are the declarations behind it, so
    that nothing else takes their places in memory while the key names these."""

    made_of: Sequence[object]
    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]
    columns: tuple[Any, ...]

    def run(self) -> list[dict[str, Any]]:
        """Ask the database: a row's values by name."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchall()
        readers = [_readers(column) for column in self.columns]
        return [
            {
                name: _read(value, column, made)
                for name, value, column, made in zip(self.names, row, self.columns, readers, strict=True)
            }
            for row in found
        ]


_kept: OrderedDict[Hashable, Prepared] = OrderedDict()
_alone = Lock()


def ask(key: Hashable, made_of: Sequence[object], build: Callable[[], QuerySet[Any]]) -> list[dict[str, Any]]:
    """The rows of the query that `build` makes, a `values()` of columns and aggregates, put together the first time. `key` tells it from
    every other that is made of the same declarations."""
    whole = (connection.vendor, clock.today(), key, tuple(map(id, made_of)))
    with _alone:
        if whole in _kept:
            _kept.move_to_end(whole)
        found = _kept.get(whole)
    if found is None:
        looked: list[str] = []
        with connection.execute_wrapper(partial(_noting, looked)):
            found = _prepare(made_of, build())
        if not looked and len(found.sql) <= LONGEST:
            with _alone:
                _kept[whole] = found
                while len(_kept) > KEPT_MAX:
                    _kept.popitem(last=False)
    return found.run()


def _noting(looked: list[str], run: Callable[..., Any], sql: str, *given: Any) -> Any:
    """A query that is put together by what the database holds now is not kept."""
    looked.append(sql)
    return run(sql, *given)


def _prepare(made_of: Sequence[object], rows: QuerySet[Any]) -> Prepared:
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # Django sees that no row can be meant
        return Prepared(made_of, "", (), (), ())
    names = (*rows.query.values_select, *rows.query.annotation_select)
    columns = tuple(column for column, _, _ in compiler.select)
    return Prepared(made_of, sql, tuple(params), names, columns)


def _readers(column: Any) -> list[Callable[..., Any]]:
    """What makes a database's value Python's, as Django's own compiler has it."""
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _read(value: Any, column: Any, readers: list[Callable[..., Any]]) -> Any:
    for reader in readers:
        value = reader(value, column, connection)
    return value
