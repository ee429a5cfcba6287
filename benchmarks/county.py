"""A county: 60 towns, 300,000 visits, a million hazards of three years. Aims: a page of a town's hazards within 4 times of a bare
view of the same rows, and as quick at a million as at ten thousand; 40 figures of a town within 3 times of SQL by hand; of the
county, within 10 times of reading one row a town. BENCH_SCALE=0.01 makes it small."""

import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path
from tests.cast import FOUNDED, TODAY, Cast

from benchmarks import scratch
from bihuan.core.door import PageRequest, route
from bihuan.core.scope import Scope
from bihuan.figures import rollups
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.registry import FIGURES, Kind
from bihuan.grid import actions as grid
from bihuan.hazards.actions import report_rectified
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.inspections.models import Inspection, IssuedPaper, Outing, OutingMember
from bihuan.search.actions import rebuild
from bihuan.web.urls import urlpatterns as pages

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
TOWNS, UNITS, VILLAGES, ROUNDS = 60, 300, 20, 9
SMALL, HAZARDS = 10_000, int(1_000_000 * SCALE)
A_VISIT = 10, 3  # hazards to visits
KEYS = [one.key for one in FIGURES.values() if one.kind is not Kind.RATIO][:40]

# Of the i-th hazard or visit, in SQL: the number of its unit.
_UNIT = f"(({{visit}} * 4801) %% {TOWNS * UNITS} + 1)"


def run(cast: Cast) -> list[str]:
    """The lines of the list, of the figures, of the roll-ups, of the memory."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    towns = settle(cast)
    pattern = scratch.one_check(cast)
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    at = 0
    for size in sorted({min(SMALL, HAZARDS), HAZARDS}):
        _grow(cast, towns, pattern, at, size)
        at = size
        rebuild(cast.town.pk)  # of the town asked: words carry its tag, what other towns have is not met
        scratch.analyze()
        yield from _pages(client, size)
    yield from _figures(cast)
    yield from _county(cast, towns, pattern)
    yield from _memory(client, towns)


def settle(cast: Cast) -> list[UUID]:
    """The towns, with their villages and units."""
    made = [cast.town.pk]
    for number in range(1, TOWNS):
        town, _ = grid.found_town(
            name=f"第{number}镇",
            district="东城区",
            bureau="东城区应急管理局",
            office="应急管理办公室",
            number_word="（东）应急",
            opened_on=FOUNDED,
        )
        made.append(town.pk)
    village = cast.cells["石桥村"]
    cell = f"(i - 1) / {UNITS // VILLAGES}"
    place = f"'00010009' || {scratch.padded(f'({cell}) %% {VILLAGES} + 1', 4)}"
    scratch.multiply(
        village,
        1,
        TOWNS * VILLAGES,
        {
            "id": scratch.counted_id("i"),
            "town_id": scratch.in_turn(made, f"(i - 1) / {VILLAGES}"),
            "path": f"'00010009' || {scratch.padded(f'(i - 1) %% {VILLAGES} + 1', 4)}",
            "name": "'第' || i || '村'",
        },
    )
    kinds = ("烟花店", "饭店", "小学", "加油站", "家具厂")
    named = " ".join(f"WHEN {at} THEN '{kind}'" for at, kind in enumerate(kinds))
    scratch.multiply(
        cast.units["yongan"],
        1,
        TOWNS * UNITS,
        {
            "id": scratch.counted_id("i"),
            "town_id": scratch.in_turn(made, f"(i - 1) / {UNITS}"),
            "cell_id": scratch.counted_id(f"{cell} + 1"),
            "cell_path": place,
            "name": f"'第' || i || '号' || CASE i %% 5 {named} END",
            "category": "CASE i %% 3 WHEN 0 THEN 'fireworks' WHEN 1 THEN 'school' ELSE 'building' END",
        },
    )
    return made


def _grow(cast: Cast, towns: list[UUID], pattern: Hazard, since: int, until: int) -> None:
    """Hazards up to a number, with their visits, sorties, papers, terms and photos."""
    scope = cast.chen.scope
    visit = Inspection.objects.within(scope).get(pk=pattern.inspection_id)
    first, last = since * A_VISIT[1] // A_VISIT[0] + 1, until * A_VISIT[1] // A_VISIT[0]
    unit = _UNIT.format(visit="i")
    day = scratch.after("'2023-06-03'", "(i * 37) %% 1096")
    placed = {"town_id": scratch.in_turn(towns, f"({unit} - 1) / {UNITS}")}
    of_unit = placed | {
        "unit_id": scratch.counted_id(unit),
        "recorded_cell": f"'00010009' || {scratch.padded(f'(({unit} - 1) / {UNITS // VILLAGES}) %% {VILLAGES} + 1', 4)}",
    }
    numbered = {"id": scratch.counted_id("i")}
    sortie = Outing.objects.within(scope).get(pk=visit.outing_id)
    scratch.multiply(sortie, first, last, placed | numbered | {"on": day, "night": "i %% 9 = 0"})
    for member in OutingMember.objects.within(scope).filter(outing=sortie):
        scratch.multiply(member, first, last, placed | {"outing_id": scratch.counted_id("i")})
    kind = "CASE WHEN i %% 4 = 0 THEN 'patrol' WHEN i %% 7 = 0 THEN 'reinspection' ELSE 'check' END"
    scratch.multiply(
        visit, first, last,
        of_unit | numbered | {"kind": kind, "visited_on": day, "outing_id": scratch.counted_id("i")},
    )  # fmt: skip
    paper = IssuedPaper.objects.within(scope).filter(kind="record").first()
    assert paper is not None
    scratch.multiply(
        paper, first, last,
        of_unit | numbered | {"issued_on": day, "number": "'N' || i", "inspection_id": scratch.counted_id("i")},
    )  # fmt: skip
    _grow_hazards(cast, towns, pattern, since + 1, until, first)


def _grow_hazards(
    cast: Cast, towns: list[UUID], pattern: Hazard, since: int, until: int, first_visit: int
) -> None:
    visit = f"({first_visit} + (i - {since}) * {A_VISIT[1]} / {A_VISIT[0]})"
    unit = _UNIT.format(visit=visit)
    day = scratch.after("'2023-06-03'", f"({visit} * 37) %% 1096")
    term, settled = scratch.after(day, "7 + i %% 14"), scratch.after(day, "5 + i %% 15")
    fresh = f"({visit} * 37) %% 1096 > 1035"  # of the last two months
    void, fixed = "i %% 200 = 0", "i %% 20 < 8"
    waits = f"(i %% 400 = 19 OR ({fresh} AND i %% 20 > 13))"
    state = (
        f"CASE WHEN {void} THEN 'void' WHEN {fixed} THEN 'fixed' WHEN NOT {waits} THEN 'closed'"
        " WHEN i %% 5 = 0 THEN 'reported' WHEN i %% 5 = 1 THEN 'found' WHEN i %% 35 = 2 THEN 'referred' ELSE 'ordered' END"
    )
    bound = f"NOT ({fixed}) AND NOT ({waits} AND (i %% 5 = 1 OR i %% 35 = 2))"
    town = {"town_id": scratch.in_turn(towns, f"({unit} - 1) / {UNITS}")}
    scratch.multiply(
        pattern,
        since,
        until,
        town
        | {
            "id": scratch.counted_id("i"),
            "unit_id": scratch.counted_id(unit),
            "inspection_id": scratch.counted_id(visit),
            "recorded_cell": f"'00010009' || {scratch.padded(f'(({unit} - 1) / {UNITS // VILLAGES}) %% {VILLAGES} + 1', 4)}",
            "number": f"'2026-' || {scratch.padded('i', 7)}",
            "text": "CASE i %% 7 WHEN 0 THEN '灭火器过期' WHEN 1 THEN '疏散通道堵塞' ELSE '电线老化' END || i",
            "kind": "CASE i %% 3 WHEN 0 THEN 'fire' WHEN 1 THEN 'power' ELSE 'other' END",
            "level": "CASE WHEN i %% 97 = 0 THEN 'major' ELSE 'general' END",
            "major_on": f"CASE WHEN i %% 97 = 0 THEN {day} END",
            "urgent_on": f"CASE WHEN i %% 101 = 0 THEN {day} END",
            "referred_on": f"CASE WHEN {waits} AND i %% 35 = 2 THEN {day} END",
            "state": state,
            "found_on": day,
            "onsite_on": f"CASE WHEN {fixed} THEN {day} END",
            "ordered_on": f"CASE WHEN {bound} THEN {day} END",
            "deadline_on": f"CASE WHEN {bound} THEN {term} END",
            "settled_on": f"CASE WHEN {fixed} THEN {day} WHEN NOT {waits} THEN {settled} END",
            "voided_on": f"CASE WHEN {void} THEN {day} END",
        },
    )
    demand = Demand.objects.within(cast.chen.scope).get(hazard=pattern)
    of_hazard = town | {"hazard_id": scratch.counted_id("i")}
    dates = {"ordered_on": day, "deadline_on": term, "ended_on": f"CASE WHEN NOT {waits} THEN {settled} END"}
    scratch.multiply(demand, since, until, of_hazard | dates, only=bound)
    shown = Evidence.objects.within(cast.chen.scope).filter(hazard=pattern).first()
    assert shown is not None
    scratch.multiply(shown, since, until, of_hazard)


# The list.

# What the bare view asks for besides the town, which page, and of how many rows.
_BARE = {
    "first page": ("", 1, 50),
    "overdue": ("AND h.state IN ('ordered', 'reported') AND h.deadline_on < '2026-06-02'", 1, 50),
    "words": ("AND (u.name LIKE '%%通道%%' OR h.text LIKE '%%通道%%' OR h.number = '通道')", 1, 50),
    "page 50": ("", 50, 50),
    "ledger of major ones": ("AND h.level = 'major'", 1, 200),
}
_ADDRESS = {
    "first page": "/hazards/",
    "overdue": "/hazards/?state=overdue",
    "words": "/hazards/?words=通道",
    "page 50": "/hazards/?page=50",
    "ledger of major ones": "/hazards/majors/",
}


@route("view", scope="place")
def bare(request: PageRequest) -> HttpResponse:
    """The rows of a page of the list by one statement, told as they come."""
    where, page, size = _BARE[request.GET["which"]]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.*, u.name, c.name FROM hazards_hazard h JOIN units_unit u ON u.id = h.unit_id LEFT JOIN grid_cell c"
            f" ON c.id = u.cell_id WHERE h.town_id = %s AND h.voided_on IS NULL {where}"
            " ORDER BY h.found_on DESC, h.number DESC LIMIT %s OFFSET %s",
            [scratch.key(request.actor.town), size, size * (page - 1)],
        )
        return JsonResponse({"rows": cursor.fetchall()})


urlpatterns = [*pages, path("bare/", bare)]


def _pages(client: Client, size: int) -> Iterator[str]:
    with override_settings(ROOT_URLCONF=__name__):
        for which, address in _ADDRESS.items():
            ours, theirs = _turns(
                lambda address=address: _get(client, address),  # type: ignore[misc]
                lambda which=which: _get(client, f"/bare/?which={which}"),  # type: ignore[misc]
            )
            yield f"hazard list, {which}, {size:,} hazards: page {1000 * ours:.0f} ms : bare {1000 * theirs:.0f} ms = {ours / theirs:.1f} : 1"


def _get(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


# Figures.


def _figures(cast: Cast) -> Iterator[str]:
    asks = [Ask(key, date(2026, 1, 1), TODAY, TODAY) for key in KEYS]
    ours, theirs = _turns(lambda: evaluate(cast.chen.scope, asks), lambda: _by_hand(cast.town.pk))
    yield f"{len(KEYS)} figures of a town: {1000 * ours:.0f} ms : by hand {1000 * theirs:.0f} ms = {ours / theirs:.1f} : 1"


def _county(cast: Cast, towns: list[UUID], pattern: Hazard) -> Iterator[str]:
    whole = median(_timed(lambda town=town: roll_up(town)) for town in towns)  # type: ignore[misc]
    photo = cast.photo(cast.chen, "green")
    report_rectified(cast.chen, pattern.pk, version=1, note="已整改", photos_after=[photo])  # type: ignore[list-item]
    one = _timed(lambda: roll_up(cast.town.pk))
    yield f"rolling a town up: all of it {1000 * whole:.0f} ms : after one event {1000 * one:.0f} ms = {whole / one:.1f} : 1"
    ours, theirs = _turns(lambda: rollups.county(KEYS, 2026), lambda: _one_row_each(towns))
    yield f"{len(KEYS)} figures of the county: {1000 * ours:.0f} ms : one row a town {1000 * theirs:.0f} ms = {ours / theirs:.1f} : 1"


def _one_row_each(towns: list[UUID]) -> None:
    for town in towns:
        rollups.Rollup.objects.within(Scope.whole_town(town)).filter(figure="units.total", bucket="").get()


def _memory(client: Client, towns: list[UUID]) -> Iterator[str]:
    with _peak() as page:
        _get(client, _ADDRESS["page 50"])
    rollups.RolledUp.objects.within(Scope.whole_town(towns[1])).update(on=None)
    with _peak() as rolled:
        roll_up(towns[1])
    yield f"peak of memory: a page of the list {page[0]:.1f} MB, rolling a town up {rolled[0]:.1f} MB"


@contextmanager
def _peak() -> Iterator[list[float]]:
    found: list[float] = []
    tracemalloc.start()
    yield found
    found.append(tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()


def _turns(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Median seconds of two things done in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for one, times in zip((ours, theirs), taken, strict=True):
            times.append(_timed(one))
    return median(taken[0]), median(taken[1])


def _timed(deed: Callable[[], Any]) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun


# The same figures by hand: one pass over each table.
_DONE = "<= '2026-06-02'"
_BY_HAND = (
    "SELECT count(*), "
    + ", ".join(f"count(CASE WHEN {name} {_DONE} THEN 1 END)" for name in (
        "major_on", "onsite_on", "ordered_on", "referred_on", "settled_on", "urgent_on", "passed_on", "reported_on",
    ))
    + f", count(CASE WHEN ordered_on {_DONE} AND settled_on {_DONE} THEN 1 END)"
    + f", count(CASE WHEN major_on {_DONE} AND settled_on {_DONE} THEN 1 END)"
    + " FROM hazards_hazard WHERE town_id = %s AND voided_on IS NULL AND found_on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(*) FROM hazards_hazard WHERE town_id = %s AND voided_on IS NULL AND settled_on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(CASE WHEN ended_on IS NULL AND deadline_on < '2026-06-02' THEN 1 END), count(CASE WHEN ended_on IS NULL"
    " AND deadline_on >= '2026-06-02' THEN 1 END) FROM hazards_demand WHERE town_id = %s",
    "SELECT count(*), count(CASE WHEN kind = 'check' THEN 1 END), count(DISTINCT CASE WHEN kind = 'check' THEN unit_id END),"
    " count(CASE WHEN kind = 'patrol' THEN 1 END), count(CASE WHEN kind = 'reinspection' THEN 1 END) FROM inspections_inspection"
    " WHERE town_id = %s AND voided_on IS NULL AND visited_on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(*), count(CASE WHEN night THEN 1 END), sum(experts), sum(vehicles), count(leader_id), count(DISTINCT team_id)"
    " FROM inspections_outing WHERE town_id = %s AND inspections_outing.on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(*) FROM inspections_outingmember m JOIN inspections_outing o ON o.id = m.outing_id"
    " WHERE m.town_id = %s AND o.town_id = m.town_id AND o.on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(*), count(CASE WHEN kind = 'record' THEN 1 END), count(CASE WHEN kind = 'order' THEN 1 END) FROM"
    " inspections_issuedpaper WHERE town_id = %s AND voided_on IS NULL AND issued_on BETWEEN '2026-01-01' AND '2026-06-02'",
    "SELECT count(*), count(pilot_from), count(cell_id) FROM units_unit WHERE town_id = %s",
    "SELECT count(*) FROM grid_cell WHERE town_id = %s",
)  # fmt: skip


def _by_hand(town: UUID) -> None:
    with connection.cursor() as cursor:
        for sql in _BY_HAND:
            cursor.execute(sql.replace(".on ", '."on" '), [scratch.key(town)])
            cursor.fetchall()
