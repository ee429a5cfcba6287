"""Copies of the suite's database, cast included, for programs of their own: what they write, they commit."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from bihuan.core.ids import new_id


@contextmanager
def copied(folder: Path) -> Iterator[str]:
    """The address of a copy, of the kind the suite runs on, with what is committed there."""
    if connection.vendor == "sqlite":
        place = folder / "copy.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(place)) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{place}"
        return
    chosen = connection.settings_dict
    server = {
        "host": chosen["HOST"],
        "port": chosen["PORT"] or 5432,
        "user": chosen["USER"],
        "password": chosen["PASSWORD"],
    }
    name = f"bihuan_copy_{new_id().hex[-12:]}"
    connection.close()  # a database with somebody in it is no template; a test's own transaction ends with it
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {chosen['NAME']}")
        try:
            yield f"postgres://{server['user']}:{server['password']}@{server['host']}:{server['port']}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
