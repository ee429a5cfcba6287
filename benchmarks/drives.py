"""How far 100 drives are in each of 60 towns: one pass over a town's lists, against a query for each drive (of two towns; the rest takes as long)."""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

from tests.cast import NOW, TODAY, Cast, settle

from benchmarks import scratch
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import progress
from bihuan.core.ids import new_id
from bihuan.inspections.models import Campaign, Inspection, Team
from bihuan.units.models import Unit

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
TOWNS, DRIVES, UNITS, APART = max(int(60 * SCALE), 2), 100, 60, 2


def run(cast: Cast) -> list[str]:
    """The line of it."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    towns = [cast, *(settle(f"第{number}镇", f"-{number}") for number in range(1, TOWNS))]
    for one in towns:
        _fill(one)
    scratch.analyze()
    took = {one.town.pk: _together(one) for one in towns}
    apart = {one.town.pk: _apart(one) for one in towns[:APART]}
    ratio = sum(apart.values()) / sum(took[key] for key in apart)
    lines = TOWNS * DRIVES * UNITS
    yield (
        f"{TOWNS} towns of {DRIVES} drives, {lines:,} units on lists: {sum(took.values()):.1f} s, "
        f"{max(took.values()) * 1000:.0f} ms a town at most; a query for each : one pass = {ratio:.1f} : 1"
    )


def _fill(cast: Cast) -> None:
    """Sixty units, a hundred drives with all of them on their lists, half of them visited; none by the single actions, which take longer."""
    town, dice = cast.town.pk, random.Random(7)
    cell = cast.cells["石桥村"]
    units = [
        Unit(
            id=new_id(),
            town_id=town,
            cell=cell,
            cell_path=cell.path,
            name=f"{at}店",
            category="shop",
            opened_on=TODAY,
        )
        for at in range(UNITS)
    ]
    Unit.objects.bulk_create(units)
    teams = list(Team.objects.within(cast.chen.scope))
    drives = [
        Campaign(
            id=new_id(),
            town_id=town,
            name=f"行动{at}",
            begins_on=TODAY,
            ends_on=TODAY + timedelta(days=9),
            issued_on=TODAY,
        )
        for at in range(DRIVES)
    ]
    Campaign.objects.bulk_create(drives)
    lines, visits = [], []
    for drive in drives:
        for unit in units:
            recorded = {"recorded_cell": cell.path, "recorded_category": "shop"}
            given = {"town_id": town, "campaign": drive, "unit": unit, **recorded}
            lines.append(CampaignUnit(id=new_id(), team=teams[0], joined_on=TODAY, **given))
            if dice.random() < 0.5:
                more = {"recorded_unit": unit, "first_inspector": cast.people["zhao"], "entered_at": NOW}
                visits.append(Inspection(id=new_id(), kind="check", visited_on=TODAY, **given, **more))
    CampaignUnit.objects.bulk_create(lines, batch_size=2000)
    Inspection.objects.bulk_create(visits, batch_size=2000)


def _together(cast: Cast) -> float:
    began = perf_counter()
    found = progress(cast.chen.scope)
    took = perf_counter() - began
    assert len(found) == DRIVES and all(one.whole.units == UNITS for one in found.values())
    return took


def _apart(cast: Cast) -> float:
    keys = list(Campaign.objects.within(cast.chen.scope).values_list("pk", flat=True))
    began = perf_counter()
    for key in keys:
        progress(cast.chen.scope, [key])
    return perf_counter() - began
