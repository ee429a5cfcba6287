"""The small demo, built once a run for this folder's tests in the place of the cast and undone afterwards.

The demo wants an empty database, and the run's database holds the cast. So within one transaction that is rolled back
at the end, all tables are emptied and the demo is built; each test's own writes are rolled back to there.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event as Flag

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from bihuan.backup import rows
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.demo import story
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.inspections.models import Campaign
from bihuan.search.actions import write_words

YEAR, SEED = 2018, 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A whole year is told on SQLite alone: its scenes are the product's actions, each of which its own tests try on both. That the
    demo is told on PostgreSQL too, its first days say."""
    for item in items:
        if {"demo", "built"} <= set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.once)


@dataclass(frozen=True)
class Demo:
    """The demo town, with its year's figures at hand."""

    town: Town

    @property
    def scope(self) -> Scope:
        return Scope.whole_town(self.town.pk)

    @property
    def year(self) -> tuple[date, date, date]:
        """The year's first day, its last, and the cut-off on its last."""
        return date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR, 12, 31)

    def value(self, figure: str, part: Slice = WHOLE) -> object:
        ask = Ask(figure, *self.year, part)
        return evaluate(self.scope, [ask])[ask].value

    def campaign(self, name: str) -> Slice:
        return Slice(campaign=Campaign.objects.within(self.scope).get(name=name).pk)


@contextmanager
def emptied() -> Iterator[None]:
    """An empty database until the block ends; then everything is as it was."""
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL truncates no table whose deferred checks are still to come
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        try:
            yield
        finally:
            transaction.set_rollback(True)


class Enough(Exception):
    """As many days were told as somebody wanted to hear."""


def tell(seed: int = SEED, year: int = YEAR, days: int = 1000) -> Demo:
    """Build the small demo, or its first days."""

    def listen(done: int, _total: int, _text: str) -> None:
        if done > days:
            raise Enough

    try:
        return Demo(story.build(year, seed, "small", listen))
    except Enough:
        return Demo(Town.registry.get())


@pytest.fixture(scope="package")
def built(django_db_setup, django_db_blocker, of_the_run) -> Iterator[Demo]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock(), emptied():
        with (of_the_run / "demo.turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # until it is closed, by a process that dies too
            demo = told_once(of_the_run / "demo")
        yield demo


def told_once(kept: Path) -> Demo:
    """Told by the run's first process that asks, which takes half a minute; the others read its rows and files."""
    if kept.exists():
        shutil.copytree(kept / "files", settings.FILES, dirs_exist_ok=True)
        with (kept / "rows").open("rb") as lines:
            rows.load(lines, rows.applied_migrations())
        demo = Demo(Town.registry.get())
        write_words(demo.town.pk)
        return demo
    demo, half = tell(), kept.with_suffix(".half")
    shutil.copytree(settings.FILES, half / "files")
    with (half / "rows").open("wb") as out:
        rows.dump(out.write, Flag())
    half.rename(kept)
    return demo


@pytest.fixture
def demo(built: Demo, db: None) -> Demo:
    return built
