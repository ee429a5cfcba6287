"""A flood of tips against the staff's pages: 200 a second for ten seconds, each from another address, on a server of its own on 127.0.0.1. How long the staff's list
takes at the 95th of a hundred with the flood and without (aim: less than twice, on PostgreSQL), and what became of the tips: taken in order or turned away."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from urllib.parse import urlencode

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.cast import Cast

from benchmarks import scratch
from bihuan.core.ids import new_id
from bihuan.tipoffs.actions import open_tip_page
from bihuan.tipoffs.rules import A_SECOND

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
HAZARDS = max(int(20_000 * SCALE), 200)
A_SECOND_SENT, SECONDS, SENDERS = 200, 10, 16
PAGE = "/hazards/"
SERVER = """
from granian import Granian
from granian.constants import Interfaces
if __name__ == "__main__":
    Granian("bihuan.web.wsgi:application", address="127.0.0.1", port={port}, interface=Interfaces.WSGI, blocking_threads=4, websockets=False).serve()
"""
Said = Counter[int]


def run(cast: Cast) -> list[str]:
    """The lines of both."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    scratch.grow(cast, scratch.one_check(cast), since=1, until=HAZARDS)
    scratch.analyze()
    door = open_tip_page(cast.chen).code
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with _served() as port:
        _list(port, cookie, 2)  # what is made once
        calm = _list(port, cookie, SECONDS)
        with get_context("spawn").Pool(
            1, django.setup
        ) as other:  # not in this process, where the list's time is taken
            other.apply(_ready)
            began = time.perf_counter()
            flood = other.apply_async(_flood, (port, door))
            busy = _list(port, cookie, SECONDS)
            said = flood.get(SECONDS * 6)
            took = time.perf_counter() - began
    sent = said.total()
    taken = said[200]
    assert set(said) <= {200, 429, 503} and taken <= (A_SECOND + 1) * (SECONDS + 2), said
    yield (
        f"{sent} tips in {took:.1f} s ({sent / took:.0f} a second): {taken} taken, {sent - taken} told to come again; "
        f"the staff's list at its 95th of a hundred {1000 * busy:.0f} ms with them, {1000 * calm:.0f} ms without = {busy / calm:.2f} : 1"
    )


@contextmanager
def _served() -> Iterator[int]:
    """The scratch database served by a process of its own, as `bihuan serve` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = os.environ | {
        "DATABASE_URL": _address(),
        "PYTHONPATH": os.pathsep.join(["src", "."]),
        "BIHUAN_PROXIES": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(port=port)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _address() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    secret = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    return f"postgres://{found['USER']}{secret}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


def _wait_for(port: int) -> None:
    for _ in range(120):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/tip/", "")
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server did not come up")


def _get(line: http.client.HTTPConnection, path: str, cookie: str) -> tuple[int, str, str]:
    line.request("GET", path, headers={"Cookie": cookie, "Host": "127.0.0.1", "X-Forwarded-For": "10.0.0.1"})
    answer = line.getresponse()
    return answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""


def _ready() -> None:
    """Called once, so that the other process has read its modules before the clock runs."""


def _list(port: int, cookie: str, seconds: float) -> float:
    """The 95th of a hundred of how long the list takes, asked again and again for so long."""
    line, took = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        status, _body, _cookie = _get(line, PAGE, cookie)
        took.append(time.perf_counter() - began)
        assert status == 200, status
    return sorted(took)[int(len(took) * 0.95)]


def _flood(port: int, door: str) -> Said:
    """So many tips a second, each from an address and on a connection of its own, as strangers come; bounded in number and time. What was said."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    _status, body, cookies = _get(line, f"/tip/{door}/", "")
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    assert found
    cookie, csrf = cookies.partition(";")[0], found[1]
    began = time.perf_counter()

    def send(number: int) -> int:
        time.sleep(max(0.0, began + number / A_SECOND_SENT - time.perf_counter()))
        tip = {
            "tip_id": str(new_id()),
            "text": "楼梯口堆满货",
            "place": "石桥村",
            "csrfmiddlewaretoken": csrf,
        }
        body = urlencode(tip)
        head = {
            "Host": "127.0.0.1",
            "Cookie": cookie,
            "X-Forwarded-For": f"10.{number % 250}.{number // 250}.1",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        return _post(port, f"/tip/{door}/", head, body)

    with ThreadPoolExecutor(SENDERS) as pool:
        return Counter(pool.map(send, range(A_SECOND_SENT * SECONDS)))


def _post(port: int, path: str, head: dict[str, str], body: str) -> int:
    """The status of the answer. By hand, since the server may answer and close before the body has come, which `http.client` takes for a failure."""
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", body]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall("\r\n".join(lines).encode())
        return int(line.recv(4096).split(b" ", 2)[1])
