"""A process killed in the middle of a check leaves nothing half-written, and the next one goes on."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from bihuan.core.ids import new_id

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, of the kind the suite runs on."""
    chosen = settings.DATABASES["default"]
    if "sqlite3" in chosen["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    server = {
        "host": chosen["HOST"],
        "port": chosen["PORT"] or 5432,
        "user": chosen["USER"],
        "password": chosen["PASSWORD"],
    }
    name = f"bihuan_killed_{new_id().hex[-12:]}"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield f"postgres://{server['user']}:{server['password']}@{server['host']}:{server['port']}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Victim:
    """The program `victim.py` on a database."""

    def __init__(self, url: str) -> None:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        told = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bihuan.settings.test", "PYTHONPATH": path}
        self.environment = os.environ | told

    def start(self, deed: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.races.victim", deed],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, deed: str) -> dict[str, Any]:
        """Do it, and tell what is there."""
        printed, _ = (process := self.start(deed)).communicate(timeout=60)
        assert process.returncode == 0
        found: dict[str, Any] = json.loads(printed)
        return found


def test_a_check_killed_in_the_middle_leaves_nothing_and_the_next_one_takes_its_number(
    database_url: str,
) -> None:
    victim = Victim(database_url)
    before = victim.run("prepare")
    assert before["Event"] > 0 and not before["broken"]

    process = victim.start("die")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    assert victim.run("look") == before

    after = victim.run("check")
    assert after["numbers"] == ["2026-0001", "2026-0002"]
    assert (after["Inspection"], after["Hazard"], after["IssuedPaper"]) == (1, 2, 2)
    assert after["Event"] == before["Event"] + 3
    assert not after["broken"]
