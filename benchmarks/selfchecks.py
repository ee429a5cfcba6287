"""A town's self-checks: its page with a thousand units, fifty thousand risk points and two million checks against a twentieth of that.
Aim: below 1.5 times. The page adds up a row a unit (`Standing`), so that the checks themselves are never counted. BENCH_SCALE=0.01 makes it
small."""

import os
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.test import Client
from tests.cast import FOUNDED, TODAY, Cast
from tests.risks.deeds import add

from benchmarks import scratch
from bihuan.core.ids import new_id
from bihuan.risks.models import RiskPoint
from bihuan.selfchecks.models import SelfCheck, Standing, UnitDay
from bihuan.units.models import Unit

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
FEW, MANY = max(int(50 * SCALE), 2), max(int(1000 * SCALE), 40)
POINTS, CHECKS, DAYS = 50, 2000, 365  # of a unit, in a year
PAGES = ("/selfchecks/", "/selfchecks/units/", "/selfchecks/list/", "/selfchecks/doubts/")
TIMES = 15


def run(cast: Cast) -> list[str]:
    """A line for each page."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    model = add(cast.chen, cast.units["yongan"])
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    took: dict[int, dict[str, float]] = {}
    at = 0
    for size in (FEW, MANY):
        _grow(cast, model, at, size)
        at = size
        scratch.analyze()
        took[size] = {page: _page(client, page) for page in PAGES}
    for page in PAGES:
        ratio = took[MANY][page] / took[FEW][page]
        yield (
            f"{page} with {MANY} units and {MANY * CHECKS:,} checks: {took[MANY][page] * 1000:.0f} ms, "
            f"{ratio:.2f} times that of {FEW} units"
        )


def _page(client: Client, page: str) -> float:
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        answer = client.get(page)
        times.append(perf_counter() - began)
        assert answer.status_code == 200, page
    return min(times)  # at its quickest: the two sizes cannot take turns


def _grow(cast: Cast, model: RiskPoint, at: int, size: int) -> None:
    """Units with their points, days and checks, written past the actions: what is measured is reading."""
    person, cell, town = cast.people["feng"], cast.cells["石桥村"], cast.town
    for number in range(at, size):
        unit = Unit(
            town=town,
            cell=cell,
            cell_path=cell.path,
            name=f"第{number}厂",
            category="shop",
            opened_on=FOUNDED,
        )
        unit.save(force_insert=True)
        points = [
            RiskPoint(
                id=new_id(),
                town=town,
                unit=unit,
                number=n,
                name=f"设备{n}",
                kind=model.kind,
                where="车间",
                grade=4,
                graded_on=FOUNDED,
                opened_on=FOUNDED,
            )
            for n in range(1, POINTS + 1)
        ]
        RiskPoint.objects.bulk_create(points)
        Standing(town=town, unit=unit, last_on=TODAY - timedelta(days=number % 60), due=600, done=550).save(
            force_insert=True
        )
        days = [TODAY - timedelta(days=n) for n in range(DAYS)]
        UnitDay.objects.bulk_create(
            UnitDay(town=town, unit=unit, day=day, checks=6, due=6, done=5, recorded_category="shop")
            for day in days
        )
        _checks(town.pk.hex, unit.pk.hex, person.pk.hex, [one.pk.hex for one in points])


def _checks(town: str, unit: str, person: str, points: list[str]) -> None:
    """A year's checks of a unit in one statement a batch."""
    columns = "id, town_id, unit_id, point_id, level, every, due_on, shift, person_id, at, entered_at, is_normal, lines"
    rows = []
    for n in range(CHECKS):
        day = (TODAY - timedelta(days=n // (CHECKS // DAYS + 1))).isoformat()
        at = f"{day} 01:{n % 60:02d}:00"
        point = points[n % len(points)]
        rows.append(
            (new_id().hex, town, unit, point, "post", "day", day, f"{n:05d}", person, at, at, True, 2)
        )
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {SelfCheck._meta.db_table} ({columns}) VALUES ({marks})", rows)
