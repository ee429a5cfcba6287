"""A process killed at any point, at a statement or between two, leaves a true state, whole files and a whole chain, and the
next one goes on from there."""

from pathlib import Path

import pytest

from tests.copies import empty
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


def backups_killed(database_url: str, files: Path, seeds: range, restores: range) -> None:
    came = told(database_url, files, "backups", *map(str, seeds), program="keeper")
    assert came["killed"] >= 0.5 * len(seeds) and came["files"] >= 2 * len(seeds), came
    assert came["why"] == came["told"] and "磁盘已满" in came["why"] and "以前的备份都还在" in came["why"]
    with empty(files) as url:
        back = told(url, files, "restores", *map(str, restores), program="keeper")
    assert back["files"] == came["files"]
    assert "较新版本（99.0）" in back["newer"] and "已经有数据" in back["full"], back
    assert ["磁盘已满" in told for told in back["disk"]] == [True, True], back


def test_backups_and_restores_killed_on_their_way_leave_whole_ones_or_none(
    database_url: str, tmp_path: Path
) -> None:
    backups_killed(database_url, tmp_path, range(10), range(3))


@pytest.mark.soak
def test_two_hundred_killed_backups_and_restores_leave_whole_ones_or_none(
    database_url: str, tmp_path: Path
) -> None:
    backups_killed(database_url, tmp_path, range(1000, 1200), range(1000, 1200))
