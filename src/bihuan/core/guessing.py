"""Who tries codes that are none (of plates, of tips): so many from one address in so long, then nothing is answered for as long again."""

from django.core.cache import cache
from django.http import HttpRequest

from bihuan.core.door import client_address

MISSES_MAX, MISSES_SECONDS = 20, 600
PLATE = "plate"


def tries_codes(request: HttpRequest, what: str = PLATE) -> bool:
    """Whether an address has missed too often of late."""
    return count_of(_misses(request, what)) >= MISSES_MAX


def count_miss(request: HttpRequest, what: str = PLATE) -> None:
    """A code that is none was asked for."""
    count(_misses(request, what), MISSES_SECONDS)


def count_of(key: str) -> int:
    """How often something happened within its time."""
    return int(cache.get(key, 0))


def count(key: str, seconds: int) -> int:
    """One more of something; how many it is within the seconds since the first. Kept in memory, by each process for itself."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out at this moment: one the fewer
        return 1


def _misses(request: HttpRequest, what: str) -> str:
    return f"{what}-misses:{client_address(request)}"
