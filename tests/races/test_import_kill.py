"""An import killed at any moment, at a statement or between two, is brought to its end by the next: no row lost, none doubled."""

from pathlib import Path

import pytest

from tests.races.programs import told

pytestmark = pytest.mark.django_db  # or this file alone would have no database to copy


def killed(database_url: str, files: Path, seeds: range) -> None:
    came = told(database_url, files, *map(str, seeds), program="importer")
    assert came["killed"] >= 0.5 * len(seeds), came
    assert came["done"] == len(seeds), came


def test_ten_imports_killed_on_their_way_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    killed(database_url, tmp_path / "files", range(10))


@pytest.mark.soak
def test_two_hundred_imports_killed_on_their_way_lose_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    killed(database_url, tmp_path / "files", range(1000, 1200))
