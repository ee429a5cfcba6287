"""The cast is built once a run, each test's own writes are rolled back; time stands still unless moved."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from bihuan.core import clock, duties
from bihuan.figures.duties import roll_up_town
from tests import cast as casting
from tests import (
    migrated,
    profiles,  # noqa: F401 (registers them, before pytest's own option chooses one)
)
from tests.copies import original


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: takes minutes; only with --hypothesis-profile=soak")
    gc.set_threshold(100_000, 50, 50)  # a tenth of the time went into looking for rubbish


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("hypothesis_profile") != "soak":
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
    # What asks no database says on PostgreSQL what it said on SQLite.
    if connection.vendor == "postgresql":
        items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = fixtures & {"db", "transactional_db", "django_db_setup"} or item.get_closest_marker("django_db")
    return bool(asks) and not item.get_closest_marker("once")


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of this run share."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if hasattr(request.config, "workerinput") else mine


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):  # type: ignore[no-untyped-def]
    with ExitStack() as kept:
        with django_db_blocker.unblock():
            kept.enter_context(migrated.begun())
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    with ExitStack() as kept:
        with django_db_blocker.unblock():
            if connection.vendor == "postgresql":
                connection.ops.sql_flush = _deleting
            built = casting.build()
            kept.enter_context(original())
        yield built


def _deleting(_style: object, tables: list[str], **_how: bool) -> list[str]:
    """How a database is emptied. Truncating gives each of a hundred tables new files, which takes a server on a disk
    seconds; the few rows of a test are gone at once."""
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]


@pytest.fixture
def cast(db: None, django_db_setup: casting.Cast) -> casting.Cast:
    return casting.there(django_db_setup)


@pytest.fixture
def no_rollups(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due, but for the roll-ups: a test of many days would count all figures anew on each of them."""
    monkeypatch.setattr(duties, "DUTIES", [one for one in duties.DUTIES if one is not roll_up_town])


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """Nine o'clock of the fixed day."""
    with clock.moved(casting.NOW):
        yield
