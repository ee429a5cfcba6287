"""The database as it stood at earlier migrations, for tests of how rows pass over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.core import clock
from tests.cast import NOW

Target = tuple[str, str | None]


@contextmanager
def earlier(*targets: Target) -> Iterator[Any]:
    """The models at some apps' migrations (None: before the first), all that they stand on as it was then too; afterwards all
    of today's migrations are in force again."""
    graph = MigrationExecutor(connection).loader.graph
    then = {node for target in targets if target[1] for node in graph.forwards_plan(target)}  # type: ignore[arg-type]
    last: dict[str, str] = {}
    for app, name in sorted(then):
        last[app] = name
    gone: list[Target] = [target for target in targets if target[1] is None]
    try:
        MigrationExecutor(connection).migrate([*last.items(), *gone])  # type: ignore[list-item]
        yield MigrationExecutor(connection).loader.project_state(list(last.items())).apps
    finally:
        with clock.moved(NOW):
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())


def today() -> Any:
    """The models as they are."""
    return MigrationExecutor(connection).loader.project_state().apps
