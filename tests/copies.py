"""Copies of the suite's database as it stood with the cast alone, for programs of their own: what they write, they commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections

from bihuan.core.ids import new_id

_kept: dict[str, bytes] = {}


@contextmanager
def original() -> Iterator[None]:
    """Keep the database as it stands now, to be copied whenever a test asks and whatever other tests have left."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _kept["sqlite"] = connection.connection.serialize()
        yield
        return
    with made_from(connection.settings_dict["NAME"]) as name:
        _kept["postgresql"] = name.encode()
        yield


@contextmanager
def copied(folder: Path) -> Iterator[str]:
    """The address of a copy, of the kind the suite runs on."""
    if connection.vendor == "sqlite":
        place = folder / "copy.sqlite3"
        place.write_bytes(_kept["sqlite"])
        yield f"sqlite:///{place}"
        return
    with made_from(_kept["postgresql"].decode()) as name:
        yield _address(name)


@contextmanager
def empty(folder: Path) -> Iterator[str]:
    """The address of a database without anything in it, of the kind the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    with made_from("template1") as name:
        yield _address(name)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Until the block ends, what this thread asks its database goes to one without anything in it."""
    with _nothing() as name, asked(name):
        yield


@contextmanager
def asked(name: str) -> Iterator[None]:
    """Until the block ends, what this thread asks its database goes to the one of this name."""
    usual = connections["default"]
    connections["default"] = type(usual)(usual.settings_dict | {"NAME": name}, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@contextmanager
def _nothing() -> Iterator[str]:
    """The name of a database without anything in it."""
    if connection.vendor == "sqlite":
        yield ":memory:"
        return
    with made_from("template1") as name:
        yield name


@contextmanager
def made_from(template: str) -> Iterator[str]:
    """A PostgreSQL database like another one, dropped afterwards."""
    name = f"bihuan_copy_{new_id().hex[-12:]}"
    connection.close()  # a database with somebody in it is no template; a test's own transaction ends with it
    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name: str) -> str:
    at = _server()
    return f"postgres://{at['user']}:{at['password']}@{at['host']}:{at['port']}/{name}"


def _server() -> dict[str, Any]:
    chosen = connection.settings_dict
    return {
        "host": chosen["HOST"],
        "port": chosen["PORT"] or 5432,
        "user": chosen["USER"],
        "password": chosen["PASSWORD"],
    }
