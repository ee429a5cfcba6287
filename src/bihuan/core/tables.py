"""The tables of all migrations at once, for a database with nothing in it. The migrations come to the same step by step, but draw every model
anew at each of some four hundred steps: a hundred times the work, which nobody need wait for at a first start or a restore."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor

from bihuan.core import steps


def bring_forward() -> None:
    """Put all migrations in force."""
    if connection.introspection.table_names():
        steps.walk()
    else:
        make()
    # Finds nothing left to do, and has Django note what kinds of rows there are.
    call_command("migrate", verbosity=0)


def make() -> None:
    """Make all tables in a database that has none of them, and note all migrations as done. Who is stopped has made nothing.

    What a migration does in Python is left out, since it brings rows forward and there are none; but for one that says by its hint
    `makes_tables` that it makes what no model tells of."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    plan = [migration for migration, _ in executor.migration_plan(leaves)]
    apps = executor.loader.project_state(leaves).apps
    noted = executor.recorder
    noted.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for step in (step for migration in plan for step in migration.operations):
            if isinstance(step, RunPython) and step.hints.get("makes_tables"):
                step.code(apps, editor)
        noted.migration_qs.bulk_create(noted.Migration(app=one.app_label, name=one.name) for one in plan)
