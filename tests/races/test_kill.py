"""A process killed at any point, at a statement or between two, leaves a true state, whole files and a whole chain, and the
next one goes on from there."""

from pathlib import Path

import pytest

from tests.races.programs import told

pytestmark = pytest.mark.django_db  # or this file alone would have no database to copy


def killed(database_url: str, files: Path, seeds: range) -> None:
    came = told(database_url, files, "kills", *map(str, seeds))
    assert came["killed"] >= 0.8 * len(seeds), came
    assert came["hazards"] > 0 and came["files"] > 0, came


def test_ten_walkers_killed_on_their_way_leave_the_town_whole(database_url: str, tmp_path: Path) -> None:
    killed(database_url, tmp_path / "files", range(10))


@pytest.mark.soak
def test_two_hundred_walkers_killed_on_their_way_leave_the_town_whole(
    database_url: str, tmp_path: Path
) -> None:
    killed(database_url, tmp_path / "files", range(1000, 1200))


def workers_killed(database_url: str, files: Path, seeds: range) -> None:
    came = told(database_url, files, *map(str, seeds), program="jobber")
    assert came["killed"] >= len(seeds), came
    assert came["jobs"] == 2 * len(seeds)


def test_jobs_whose_workers_are_killed_are_done_to_their_end_and_nothing_twice(
    database_url: str, tmp_path: Path
) -> None:
    workers_killed(database_url, tmp_path / "jobs", range(10))


@pytest.mark.soak
def test_jobs_over_which_six_hundred_workers_die_are_done_to_their_end(
    database_url: str, tmp_path: Path
) -> None:
    workers_killed(database_url, tmp_path / "jobs", range(1000, 1200))
