"""SQLite's database with all migrations in force and nothing in it, kept between runs: to migrate takes each worker of each run
ten seconds. Whoever changes a migration migrates again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import django
from django.db import connection

from bihuan.core.ids import new_id
from tests.habits.sources import PACKAGE, ROOT

FOLDER = ROOT / ".migrated"


@contextmanager
def begun() -> Iterator[None]:
    """Until the block ends, the database that Django is about to migrate holds what the last run of these migrations left."""
    if connection.vendor != "sqlite" or not _place().exists():
        yield
        return
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as there, closing(sqlite3.connect(_place())) as kept:
        kept.backup(there)
        yield


def keep() -> None:
    """Keep the database as Django has migrated it, in the place of what older migrations left."""
    if connection.vendor != "sqlite" or _place().exists():
        return
    FOLDER.mkdir(exist_ok=True)
    half = FOLDER / new_id().hex  # the other workers do the same
    with closing(sqlite3.connect(half)) as kept:
        connection.connection.backup(kept)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    half.rename(_place())


def _place() -> Path:
    said = sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(PACKAGE.glob("*/migrations/*.py")):
        said.update(f"{path.relative_to(PACKAGE)}\n".encode() + path.read_bytes())
    return FOLDER / f"{said.hexdigest()[:16]}.sqlite3"
