"""A town's self-checks: its page with a thousand units, fifty thousand risk points and two million checks against a twentieth of that.
Aim: below 1.5 times. The page adds up a row a unit (`Standing`), so that the checks themselves are never counted. BENCH_SCALE=0.01 makes it
small."""

import os
from collections.abc import Iterator
from datetime import timedelta

from django.test import Client
from tests.cast import FOUNDED, TODAY, Cast
from tests.risks.deeds import add

from benchmarks import scratch
from bihuan.risks.models import RiskPoint
from bihuan.selfchecks.models import SelfCheck, Standing, UnitDay
from bihuan.units.models import Unit

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
FEW, MANY = 50, max(int(1000 * SCALE), 100)  # few fill a list's page, so that both sizes show as many rows
POINTS, EACH, DAYS = 50, 40, 365  # points of a unit, checks of a point, in a year
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
            f"{page} with {MANY} units and {MANY * POINTS * EACH:,} checks: {took[MANY][page] * 1000:.0f} ms, "
            f"{ratio:.2f} times that of {FEW} units"
        )


def _page(client: Client, page: str) -> float:
    times = []
    for _ in range(TIMES):
        began = scratch.clock_of()
        answer = client.get(page)
        times.append(scratch.clock_of() - began)
        assert answer.status_code == 200, page
    return min(times)  # at its quickest: the two sizes cannot take turns


def _grow(cast: Cast, model: RiskPoint, at: int, size: int) -> None:
    """Units with their points, days and checks, written past the actions: what is measured is reading. Points bear their place in the
    town as `version`, so that a statement makes all checks out of them."""
    cell, town = cast.cells["石桥村"], cast.town
    units = [
        Unit(
            town=town,
            cell=cell,
            cell_path=cell.path,
            name=f"第{number}厂",
            category="shop",
            opened_on=FOUNDED,
        )
        for number in range(at, size)
    ]
    Unit.objects.bulk_create(units, batch_size=1000)
    Standing.objects.bulk_create(
        [
            Standing(town=town, unit=unit, last_on=TODAY - timedelta(days=place % 60), due=600, done=550)
            for place, unit in enumerate(units)
        ],
        batch_size=1000,
    )
    RiskPoint.objects.bulk_create(
        (
            RiskPoint(
                town=town,
                unit=unit,
                number=n,
                name=f"设备{n}",
                kind=model.kind,
                where="车间",
                grade=4,
                graded_on=FOUNDED,
                opened_on=FOUNDED,
                version=(at + place) * POINTS + n,
            )
            for place, unit in enumerate(units)
            for n in range(1, POINTS + 1)
        ),
        batch_size=1000,
    )
    _days(cast, at, size)
    _checks(cast, at, size)


def _days(cast: Cast, at: int, size: int) -> None:
    """A year's days of each new unit, one statement."""
    unit = UnitDay(town=cast.town, unit=cast.units["yongan"], day=TODAY, checks=6, due=6, done=5)
    unit.recorded_category = "shop"
    number = f"(p.version - 1) / {POINTS} * {DAYS} + s.i"
    changed = {
        "id": scratch.counted_id(number),
        "unit_id": "p.unit_id",
        "day": scratch.after(f"'{TODAY - timedelta(days=DAYS - 1)}'", "s.i"),
    }
    scratch.made_of(unit, DAYS, changed, f"{_points()} WHERE p.number = 1 AND {_new(at, size)}")


def _checks(cast: Cast, at: int, size: int) -> None:
    """A year's checks of each new point, one statement."""
    day = scratch.after(f"'{TODAY - timedelta(days=DAYS - 1)}'", f"s.i * {DAYS // EACH}")
    check = SelfCheck(
        town=cast.town,
        unit=cast.units["yongan"],
        level="post",
        every="day",
        person_id=cast.people["feng"].pk,
        is_normal=True,
        lines=2,
    )
    changed = {
        "id": scratch.counted_id(f"(p.version - 1) * {EACH} + s.i"),
        "unit_id": "p.unit_id",
        "point_id": "p.id",
        "due_on": day,
        "at": scratch.moment(day, "p.number"),
        "entered_at": scratch.moment(day, "p.number"),
    }
    scratch.made_of(check, EACH, changed, f"{_points()} WHERE {_new(at, size)}")


def _points() -> str:
    return f"{RiskPoint._meta.db_table} p"


def _new(at: int, size: int) -> str:
    """Points of the units from `at` to `size`; the town's own, added by actions, have small versions of their own unit."""
    return f"p.name LIKE '设备%%' AND p.version BETWEEN {at * POINTS + 1} AND {size * POINTS}"
