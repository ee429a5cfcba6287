"""Serving the site from one process group: the web server, a thread that ticks each minute, and a process for the jobs."""

import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from django.db import close_old_connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

log = logging.getLogger(__name__)

TICK_SECONDS = 60
LOOK_SECONDS = 0.5
LEAVE_SECONDS = 5.0


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on the port yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(host: str, port: int, *, every_minute: Callable[[], int]) -> None:
    """Serve until stopped.

    The workers start as processes of their own, not as forks of this one: a fork keeps whatever lock another thread holds
    at that moment (SQLite's while the ticking opens the database, the typesetter's pool), and nobody is left to open it.
    """
    multiprocessing.set_start_method("spawn", force=True)
    stop = threading.Event()
    ticking = threading.Thread(target=_tick, args=(stop, every_minute), name="tick", daemon=True)
    working = threading.Thread(target=_keep_working, args=(stop,), name="work", daemon=True)
    ticking.start()
    working.start()
    try:
        Granian(
            "bihuan.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=4,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        stop.set()
        working.join(LEAVE_SECONDS * 2)


def work(lanes: Sequence[Callable[[threading.Event], None]], under: int | None = None) -> None:
    """Do what each lane does, in a thread of its own, until told to stop (SIGTERM, SIGINT), or until the process that started this one is gone. A step that takes
    too long then is left as by a kill: it is done again later."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=lane, args=(stop,), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    while not stop.wait(LOOK_SECONDS):
        if under is not None and os.getppid() != under:
            stop.set()
    for thread in threads:
        thread.join(LEAVE_SECONDS)


def _keep_working(stop: threading.Event) -> None:
    """A process of its own does the jobs, so that the pages never wait for them; one that died is followed by another."""
    program = [sys.executable, "-c", "from bihuan.cli import main; main()"]
    while not stop.is_set():
        child = subprocess.Popen([*program, "work", "--under", str(os.getpid())], stdin=subprocess.DEVNULL)
        while child.poll() is None and not stop.wait(LOOK_SECONDS):
            continue
        if child.poll() is None:
            child.terminate()
            child.wait(LEAVE_SECONDS * 2)
        elif not stop.is_set():
            log.error("后台任务进程停了（%s），重新启动", child.returncode)
            stop.wait(LEAVE_SECONDS)


def _tick(stop: threading.Event, every_minute: Callable[[], int]) -> None:
    """What fails in one minute is logged and tried again in the next: the state is looked at anew each time."""
    while not stop.is_set():
        try:
            every_minute()
        except Exception:
            log.exception("到点事项办理失败，一分钟后再试")
        finally:
            close_old_connections()
        stop.wait(TICK_SECONDS)
