"""Finding in a county of 60 towns: what is shown below the box against a bare view that asks one indexed column, both through the same
door. Aim: within 5 times. BENCH_SCALE=0.01 makes the county small."""

from collections.abc import Iterator
from time import perf_counter
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path
from tests.cast import Cast

from benchmarks import county, scratch
from bihuan.core.door import PageRequest, route
from bihuan.search.actions import rebuild
from bihuan.web.urls import urlpatterns as pages

NUMBER = "2026-0000061"
QUESTIONS = {
    "two characters": "通道",
    "four characters": "烟花店",
    "initials": "dyhyhd",
    "the end of a number": NUMBER[-4:],
    "two words": "老化 61",
    "nothing there": "航天飞机",
}


def run(cast: Cast) -> list[str]:
    """A line for each question, and what the index costs."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    towns = county.settle(cast)
    county._grow(cast, towns, scratch.one_check(cast), 0, county.HAZARDS)
    yield indexed(towns)
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    with override_settings(ROOT_URLCONF=__name__):
        for which, words in QUESTIONS.items():
            ours, theirs = county._turns(
                lambda words=words: county._get(client, f"/search/suggest/?q={words}"),  # type: ignore[misc]
                lambda: county._get(client, "/bare/"),
            )
            yield f"found by {which}: {1000 * ours:.0f} ms : one indexed column {1000 * theirs:.0f} ms = {ours / theirs:.1f} : 1"


def indexed(towns: list[UUID]) -> str:
    """Make the index of all towns; says what that took."""
    begun = perf_counter()
    count = sum(rebuild(town) for town in towns)
    scratch.analyze()
    return f"index of {count:,} records made anew: {1e6 * (perf_counter() - begun) / count:.0f} µs each"


@route("view", scope="place")
def bare(request: PageRequest) -> HttpResponse:
    """A hazard and a unit by the whole of an indexed column."""
    town = scratch.key(request.actor.town)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.id, h.number, h.text, u.name FROM hazards_hazard h JOIN units_unit u ON u.id = h.unit_id"
            " WHERE h.town_id = %s AND h.number = %s",
            [town, NUMBER],
        )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT id, name FROM units_unit WHERE town_id = %s AND name = %s", [town, "永安烟花店"]
        )
        return JsonResponse({"rows": [*found, *cursor.fetchall()]})


urlpatterns = [*pages, path("bare/", bare)]
