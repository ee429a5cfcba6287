"""A database as it stood at earlier migrations, for tests of how rows pass over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.core import clock, steps
from tests.cast import NOW
from tests.copies import elsewhere


@contextmanager
def earlier(*targets: tuple[str, str]) -> Iterator[Any]:
    """The models at some apps' migrations and at what these stand on, in a database that holds nothing else: this thread's
    own until the block ends."""
    with elsewhere(), clock.moved(NOW):
        steps.walk(targets)
        yield MigrationExecutor(connection).loader.project_state(list(targets)).apps


def pass_over() -> Any:
    """Put all of today's migrations in force; the models as they are then."""
    steps.walk()
    return MigrationExecutor(connection).loader.project_state().apps
