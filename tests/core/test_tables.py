"""A database with nothing in it gets all tables at once; that they are those of the migrations is told by tests/migrations."""

from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from bihuan.core.tables import bring_forward, make
from tests.copies import elsewhere

pytestmark = pytest.mark.django_db


def left() -> list[Any]:
    """The migrations that are still to be put in force."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_an_empty_database_gets_all_tables_and_nothing_is_left_to_migrate() -> None:
    with elsewhere():
        assert left()
        bring_forward()
        assert not left()
        assert {"hazards_hazard", "search_words"} <= set(connection.introspection.table_names())
        bring_forward()  # the next start finds all of it there


def test_who_is_stopped_in_the_middle_has_made_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    true, made = BaseDatabaseSchemaEditor.create_model, []

    def create(self: Any, model: Any) -> None:
        if len(made) == 50:
            raise KeyboardInterrupt
        made.append(model)
        true(self, model)

    with elsewhere():
        monkeypatch.setattr(BaseDatabaseSchemaEditor, "create_model", create)
        with pytest.raises(KeyboardInterrupt):
            make()
        assert connection.introspection.table_names() == ["django_migrations"]
        assert not MigrationRecorder(connection).applied_migrations()
