"""Telling as soon as something has happened: the worker looks each second whether a town's log has grown. What it misses, since
it was away or there was too much at once, the minute's duty tells (`notices.duties`)."""

import logging
import threading
from uuid import UUID

from django.db import close_old_connections

from bihuan.core import events
from bihuan.notices.actions import tell_news

log = logging.getLogger(__name__)

LOOK_SECONDS, FAILED_SECONDS = 1.0, 60.0

Seen = dict[UUID, int]


def listen(stop: threading.Event) -> None:
    """Tell, until told to stop. What fails is logged and tried again, not each second."""
    seen: Seen = {}
    while not stop.is_set():
        wait = LOOK_SECONDS
        try:
            seen = tell_since(seen)
        except Exception:
            log.exception("通知暂时发不出，一分钟后再试")
            wait = FAILED_SECONDS
        finally:
            close_old_connections()
        stop.wait(wait)


def tell_since(seen: Seen) -> Seen:
    """Tell in the towns whose log has grown since it ended so. Returns how the logs ended before that: one query, where none has."""
    heads = events.heads()
    for town, seq in heads.items():
        if seen.get(town) != seq:
            tell_news(town)
    return heads
