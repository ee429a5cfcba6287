"""Serving the site from one process group: the web server, and a thread that ticks each minute."""

import logging
import multiprocessing
import socket
import threading
from collections.abc import Callable

from django.db import close_old_connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

log = logging.getLogger(__name__)

TICK_SECONDS = 60


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
    ticking.start()
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
