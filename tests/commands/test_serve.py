"""`bihuan serve` as a person starts it: a process of its own that answers, again and again, from its first page on."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.copies import copied

SCRIPT = "from bihuan.cli import main\nif __name__ == '__main__':\n    main()\n"
# The ticking opens the database over and over, which is when a forked worker inherited SQLite's lock.
BUSY = """
from bihuan import serving
from bihuan.cli import main

serving.TICK_SECONDS = 0

if __name__ == '__main__':
    main()
"""
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(home: Path, url: str, text: str, name: str) -> tuple[list[str], dict[str, str]]:
    """The command as a script of the installed package would start it, in a data folder of its own, on a database."""
    script = home / name
    script.write_text(text, encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    source = str(Path(__file__).parents[2] / "src")
    given = {"DATABASE_URL": url, "BIHUAN_HOME": str(home / "var"), "PYTHONPATH": source}
    return [sys.executable, str(script)], env | given


@contextmanager
def served(home: Path, url: str, text: str) -> Iterator[str]:
    """The address of a town founded and served on a database; the process group is ended afterwards."""
    begin, env = command(home, url, SCRIPT, "founding.py")
    founded = ["init", "--town", "南岭镇", "--district", "东城区", "--bureau", "东城区应急管理局"]
    founded += ["--word", "（东）应急", "--admin", "许安", "--username", "xu-an"]
    subprocess.run([*begin, *founded], env=env, check=True, capture_output=True, timeout=120)
    port = free_port()
    begin, env = command(home, url, text, "served.py")
    process = subprocess.Popen(
        [*begin, "serve", "--port", str(port)],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def answers(address: str) -> int:
    with urllib.request.urlopen(f"{address}/sign-in/", timeout=START_SECONDS) as answer:
        return int(answer.status)


def first_answer(address: str) -> int:
    """Ask until the server listens; one that listens and does not answer is a failure."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return answers(address)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.mark.django_db
def test_a_served_town_answers_while_the_clock_is_busy(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("it is SQLite's lock that a worker could inherit")
    with copied(tmp_path) as url, served(tmp_path, url, BUSY) as address:
        assert first_answer(address) == 200
        assert [answers(address) for _ in range(5)] == [200] * 5
