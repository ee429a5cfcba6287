"""The suite's database begins with all tables, made at once, so that Django finds nothing to migrate: each process of each run would take
tens of seconds over it. That the migrations come to the same is told by `tests/migrations`."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection

from bihuan.core import tables
from tests.copies import asked, elsewhere, made_from


@contextmanager
def begun() -> Iterator[None]:
    """Until the block ends, the database that Django is about to make and to migrate has all tables from the start."""
    if connection.vendor == "postgresql":
        with made_from("template1") as name:
            with asked(name):
                tables.make()
            connection.settings_dict["TEST"]["TEMPLATE"] = name
            yield
        return
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as there:
        with elsewhere():
            tables.make()
            connection.connection.backup(there)
        yield
