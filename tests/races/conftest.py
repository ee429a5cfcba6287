"""Races commit for real: the database is emptied after each, and the cast built anew for the next."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection

from bihuan.core import clock
from tests import cast as casting
from tests.copies import copied

T = TypeVar("T")


@pytest.fixture
def alone(transactional_db: None, django_db_setup: casting.Cast) -> casting.Cast:
    """The cast and nobody else, on a database that lets two write at once."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: see test_crowds")
    return casting.there(django_db_setup)


@pytest.fixture
def database_url(django_db_setup: casting.Cast, tmp_path: Path) -> Iterator[str]:
    """A copy of the suite's database with the cast, for programs of their own."""
    with copied(tmp_path) as url:
        yield url


def at_once(*deeds: Callable[[], T]) -> list[T | Exception]:
    """Do all the deeds in threads of their own, each with its own connection; what came of each, in their order."""

    def run(deed: Callable[[], T]) -> T | Exception:
        try:
            with clock.moved(casting.NOW):
                return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def outcomes(results: list[Any]) -> list[str]:
    """The names of what came out: a model's, or a refusal's."""
    return sorted(type(result).__name__ for result in results)
