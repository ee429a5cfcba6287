"""Who tries codes of plates that are none: so many from one address in so long, then nothing is answered for as long again."""

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest

from bihuan.core.door import client_address

MISSES_MAX, MISSES_SECONDS = 20, 600


def tries_codes(request: HttpRequest) -> bool:
    """Whether an address has missed too often of late."""
    return int(cache.get(_misses(request), 0)) >= MISSES_MAX


def count_miss(request: HttpRequest) -> None:
    """A code that is none was asked for."""
    if not cache.add(_misses(request), 1, MISSES_SECONDS):
        with suppress(ValueError):  # it ran out at this moment: one miss the fewer
            cache.incr(_misses(request))


def _misses(request: HttpRequest) -> str:
    return f"plate-misses:{client_address(request)}"
