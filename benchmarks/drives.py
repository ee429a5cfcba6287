"""How far 100 drives are in each of 60 towns: one pass over a town's lists, against a query for each drive (of two towns; the rest takes as long)."""

import os
from collections.abc import Iterator
from datetime import timedelta

from tests.cast import NOW, TODAY, Cast, settle

from benchmarks import scratch
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import progress
from bihuan.inspections.models import Campaign, Inspection
from bihuan.units.models import Unit

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
TRADE = "shop"
TOWNS, DRIVES, UNITS, APART = max(int(60 * SCALE), 2), 100, 60, 2


def run(cast: Cast) -> list[str]:
    """The line of it."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    towns = [cast, *(settle(f"第{number}镇", f"-{number}") for number in range(1, TOWNS))]
    _fill(cast)
    scratch.analyze()
    _together(cast)  # the first pays for all that is loaded once
    took = {one.town.pk: _together(one) for one in towns}
    apart = {one.town.pk: _apart(one) for one in towns[:APART]}
    ratio = sum(apart.values()) / sum(took[key] for key in apart)
    lines = TOWNS * DRIVES * UNITS
    yield (
        f"{TOWNS} towns of {DRIVES} drives, {lines:,} units on lists: {sum(took.values()):.1f} s, "
        f"{max(took.values()) * 1000:.0f} ms a town at most; a query for each : one pass = {ratio:.1f} : 1"
    )


def _fill(cast: Cast) -> None:
    """In every town sixty shops and a hundred drives with all of them on their lists, half of them visited: a statement a table, the single actions take
    longer than the rest of the benchmark."""
    shop = Unit(town_id=cast.town.pk, cell=cast.cells["石桥村"], category=TRADE, opened_on=TODAY)
    there = {"town_id": "c.town_id", "cell_id": "c.id", "cell_path": "c.path", "name": "s.i || '店'"}
    scratch.made_of(shop, UNITS, _in_turn("c.town_id, s.i") | there, "grid_cell c WHERE c.name = '石桥村'")
    drive = Campaign(
        town_id=cast.town.pk, begins_on=TODAY, ends_on=TODAY + timedelta(days=9), issued_on=TODAY
    )
    named = {"town_id": "t.id", "name": "'行动' || s.i"}
    scratch.made_of(
        drive,
        DRIVES,
        _in_turn("t.id, s.i") | named,
        "core_town t, inspections_team g WHERE g.town_id = t.id AND g.name = '烟花爆竹专项组'",
    )
    both = "inspections_campaign d, units_unit u WHERE d.town_id = u.town_id AND u.category = 'shop'"
    lines = {
        "town_id": "d.town_id",
        "campaign_id": "d.id",
        "unit_id": "u.id",
        "recorded_cell": "u.cell_path",
    }
    team = "(SELECT g.id FROM inspections_team g WHERE g.town_id = d.town_id ORDER BY g.id LIMIT 1)"
    line = CampaignUnit(town_id=cast.town.pk, joined_on=TODAY, recorded_category=TRADE)
    scratch.made_of(line, 1, _in_turn("d.id, u.id") | lines | {"team_id": team}, both)
    visit = Inspection(
        town_id=cast.town.pk,
        kind="check",
        visited_on=TODAY,
        entered_at=NOW,
        recorded_category=TRADE,
        first_inspector=cast.people["zhao"],
    )
    number = "CAST(REPLACE(u.name, '店', '') AS integer) + CAST(REPLACE(d.name, '行动', '') AS integer)"
    scratch.made_of(
        visit,
        1,
        _in_turn("d.id, u.id") | lines | {"recorded_unit_id": "u.id"},
        f"{both} AND ({number}) %% 2 = 0",
    )


def _in_turn(order: str) -> dict[str, str]:
    """Ids that grow with the rows, as those that the program gives: who belongs together lies together."""
    return {"id": scratch.counted_id(f"ROW_NUMBER() OVER (ORDER BY {order})")}


def _together(cast: Cast) -> float:
    began = scratch.clock_of()
    found = progress(cast.chen.scope)
    took = scratch.clock_of() - began
    assert len(found) == DRIVES and all(one.whole.units == UNITS for one in found.values())
    return took


def _apart(cast: Cast) -> float:
    keys = list(Campaign.objects.within(cast.chen.scope).values_list("pk", flat=True))
    began = scratch.clock_of()
    for key in keys:
        progress(cast.chen.scope, [key])
    return scratch.clock_of() - began
