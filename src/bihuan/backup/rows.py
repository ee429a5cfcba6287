"""The rows of all tables as lines of text, and back. The same for SQLite and PostgreSQL, so that a backup of either can be restored
to either. Read from one snapshot, written in one transaction; a table is written into the schema that it was read from."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps as current
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from bihuan.core import steps, tables

T = TypeVar("T")

# Made by migrating, or not to be taken along: whoever was signed in signs in anew.
LEFT_OUT = ("contenttypes", "auth", "sessions")
# Apps that earlier versions had: their migrations stand in old databases and old backups, their rows are of no use any more.
GONE = ("axes",)
ROWS = 1000


class Stopped(Exception):
    """Somebody said that the reading may end."""


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within the block is of one moment, and others go on writing. Not inside a transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # a reader's: Django's own would take the write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def kept_models() -> list[type[Model]]:
    """The models whose rows are kept, by name."""
    found = current.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.managed and one._meta.app_label not in LEFT_OUT]
    return sorted(kept, key=lambda model: model._meta.label)


def without_gone(found: Mapping[str, T]) -> dict[str, T]:
    """What is told by app or by table, but for the apps that are gone."""
    return {key: value for key, value in found.items() if key.partition(".")[0] not in GONE}


def applied_migrations() -> dict[str, list[str]]:
    """The migrations of this database, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return without_gone(found)


def unknown_migrations(applied: dict[str, list[str]]) -> list[str]:
    """Those that this version of the program does not know: the rows are a newer one's."""
    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, names in applied.items() for name in names if (app, name) not in known]


def dump(write: Callable[[bytes], None], stop: threading.Event) -> dict[str, int]:
    """Write all rows: a line with a table's name and columns, then a line a row. Returns how many rows each table has."""
    counts = {}
    for model in kept_models():
        columns = [field.attname for field in model._meta.concrete_fields]
        write(_line({"table": model._meta.label, "columns": columns}))
        rows = model._base_manager.order_by("pk").values_list(*columns)
        counts[model._meta.label] = 0
        for row in rows.iterator(chunk_size=ROWS):
            write(_line(list(row)))
            counts[model._meta.label] += 1
            if stop.is_set():
                raise Stopped
    return counts


def _line(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def load(lines: Iterable[bytes], applied: dict[str, list[str]]) -> dict[str, int]:
    """Write all rows into an empty database, which is first brought to the schema that they were read from. One transaction, to
    be opened by the caller after `schema`. Returns how many rows each table has got."""
    models = MigrationExecutor(connection).loader.project_state(_leaves(applied)).apps
    counts: dict[str, int] = {}
    batch: list[list[Any]] = []
    table: _Table | None = None
    for line in lines:
        content = json.loads(line)
        if isinstance(content, dict):
            if table:
                table.insert(batch)
            name, batch = content["table"], []
            table = _Table(models.get_model(name), content["columns"]) if without_gone({name: 0}) else None
            counts[name] = 0
        elif table:
            batch.append(content)
            counts[name] += 1
            if len(batch) >= ROWS:
                table.insert(batch)
                batch = []
    if table:
        table.insert(batch)
    counts = without_gone(counts)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [models.get_model(key) for key in counts]
        ):
            cursor.execute(statement)
    return counts


class _Table:
    """A table being filled: by plain INSERTs, so that no field puts in a value of its own."""

    def __init__(self, model: Any, columns: list[str]) -> None:
        by_name = {field.attname: field for field in model._meta.concrete_fields}
        self.fields = [by_name[name] for name in columns]
        quoted = ", ".join(connection.ops.quote_name(field.column) for field in self.fields)
        name = connection.ops.quote_name(model._meta.db_table)
        marks = ", ".join(["%s"] * len(columns))
        self.statement = f"INSERT INTO {name} ({quoted}) VALUES ({marks})"
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name}")  # what a migration put in is in the backup as well

    def insert(self, rows: list[list[Any]]) -> None:
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(self.statement, [self._row(row) for row in rows])

    def _row(self, row: list[Any]) -> list[Any]:
        return [
            field.get_db_prep_save(field.to_python(value), connection)
            for field, value in zip(self.fields, row, strict=True)
        ]


def schema(applied: dict[str, list[str]]) -> None:
    """Bring an empty database to the schema of these migrations."""
    leaves = _leaves(applied)
    if set(leaves) == set(MigrationLoader(None).graph.leaf_nodes()):
        tables.make()
    else:
        steps.walk(leaves)


def _leaves(applied: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The last of each app's migrations: those that no other of the same app builds on."""
    graph = MigrationLoader(None).graph
    return [
        (app, name)
        for app, names in applied.items()
        for name in names
        if not any(child[0] == app and child[1] in names for child in graph.node_map[(app, name)].children)
    ]
