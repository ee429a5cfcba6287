"""The way from an earlier version's tables to today's: all migrations that are not in force yet, one step after the other.

Django draws most models anew at each step, since almost all of them hang together: an upgrade of some years, or a restore of an old backup,
would spend nine tenths of its time on it. Here a new model is drawn alone, and an index or a constraint is noted on the model that has it;
for all other steps Django does what it always does. What is asked of the database is the same, statement by statement."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class Drawn(ProjectState):
    """All models as they stand between two steps. Those that only gain something are not drawn anew."""

    is_kept = False

    def clone(self) -> "Drawn":
        other = super().clone()
        other.__class__ = Drawn
        return other  # type: ignore[return-value]

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        if not self.is_kept:
            super().reload_model(app_label, model_name, delay)

    def add_model(self, model_state: ModelState) -> None:
        with self._kept():
            super().add_model(model_state)
        if self._is_drawn:
            self.apps.render_multiple([model_state])

    def add_index(self, app_label: str, model_name: str, index: Any) -> None:
        with self._kept():
            super().add_index(app_label, model_name, index)
        self._note(app_label, model_name)

    def remove_index(self, app_label: str, model_name: str, index_name: str) -> None:
        with self._kept():
            super().remove_index(app_label, model_name, index_name)
        self._note(app_label, model_name)

    def add_constraint(self, app_label: str, model_name: str, constraint: Any) -> None:
        with self._kept():
            super().add_constraint(app_label, model_name, constraint)
        self._note(app_label, model_name)

    def remove_constraint(self, app_label: str, model_name: str, constraint_name: str) -> None:
        with self._kept():
            super().remove_constraint(app_label, model_name, constraint_name)
        self._note(app_label, model_name)

    @property
    def _is_drawn(self) -> bool:
        return "apps" in self.__dict__

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Until the block ends, no model is drawn anew."""
        self.is_kept = True
        try:
            yield
        finally:
            self.is_kept = False

    def _note(self, app_label: str, model_name: str) -> None:
        """Have the drawn model know its indexes and constraints, by which SQLite makes a table anew."""
        if self._is_drawn:
            options = self.models[app_label, model_name.lower()].options
            about = self.apps.get_model(app_label, model_name)._meta
            about.indexes = deepcopy(options["indexes"])
            about.constraints = deepcopy(options["constraints"])
            about.__dict__.pop("total_unique_constraints", None)  # reckoned from them once


def walk(targets: Iterable[tuple[str, str]] | None = None) -> None:
    """Put the migrations in force that lead to some, or to all there are. Raises InconsistentMigrationHistory where one
    is in force without another that it builds on."""
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    leads_to = executor.loader.graph.leaf_nodes() if targets is None else list(targets)
    now = executor.migrate([], plan=[])  # nothing is done; told is how the models stand
    now.__class__ = Drawn
    executor.migrate(leads_to, state=now)
