"""Many writers at once, in processes of their own: nothing is lost, nothing is doubled, and who is refused is told why. SQLite
takes one writer at a time: the others wait, and none hears of a locked file."""

from pathlib import Path

import pytest

from tests.races.programs import told

pytestmark = pytest.mark.django_db  # or this file alone would have no database to copy

REFUSALS = {"Forbidden", "NotAllowed", "Incomplete", "Stale", "NotFound"}


def test_ten_processes_write_in_one_town_at_once(database_url: str, tmp_path: Path) -> None:
    came = told(database_url, tmp_path / "files", "crowd", "10", "8")
    assert sum(came.values()) == 80
    assert set(came) <= REFUSALS | {"found", "done"}
    assert came["found"] > 0 and came["done"] > 0


def test_twenty_writers_of_one_town_at_once(database_url: str, tmp_path: Path) -> None:
    came = told(database_url, tmp_path / "files", "crowd", "20", "4")
    assert sum(came.values()) == 80
    assert set(came) <= REFUSALS | {"found", "done"}


def test_twenty_towns_write_at_once(database_url: str, tmp_path: Path) -> None:
    came = told(database_url, tmp_path / "files", "towns", "20", "3")
    assert sum(came.values()) == 60
    assert set(came) <= REFUSALS | {"found", "done"}
