"""A unit's people press at once, on either database: a check counts once, a phone opens one account, and who was second is told why."""

from pathlib import Path

import pytest

from tests.races.programs import told

pytestmark = pytest.mark.django_db  # or this file alone would have no database to copy


def test_a_due_check_pressed_by_several_at_once_is_made_once(database_url: str, tmp_path: Path) -> None:
    found = told(database_url, tmp_path / "files", "check", "4", program="presser")
    refused = [said for said in found["came"] if said != "done"]
    assert found["came"]["done"] == 1 and sum(found["came"].values()) == 4
    assert all("这一期已由马小兵在2026年6月2日09:00检查过" in said for said in refused), refused
    assert (found["checks"], found["days"], found["broken"]) == (1, [1], "")


def test_one_new_phone_at_several_units_at_once_opens_one_account(database_url: str, tmp_path: Path) -> None:
    found = told(database_url, tmp_path / "files", "join", "3", program="presser")
    refused = "".join(said for said in found["came"] if said != "done")
    assert found["came"]["done"] >= 1 and sum(found["came"].values()) == 3
    assert (found["persons"], found["open"], found["broken"]) == (1, 3 - found["came"]["done"], "")
    assert (
        not refused or "邀请还没有用" in refused
    )  # or the others came a little later, and showed their password


def test_a_password_reset_by_several_at_once_leaves_one_link(database_url: str, tmp_path: Path) -> None:
    found = told(database_url, tmp_path / "files", "reset", "3", program="presser")
    assert found["came"]["done"] >= 1 and sum(found["came"].values()) == 3
    assert (found["open"], found["broken"]) == (1, "")
