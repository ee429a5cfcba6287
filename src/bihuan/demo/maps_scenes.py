"""The map of the year: the district's file of villages is taken over in spring, the outlines of the offices with it; then every unit gets its place.

Played before the offices open, without the year's dice.
"""

import json
from datetime import date
from functools import partial
from random import Random
from uuid import UUID

from shapely import union_all
from shapely.geometry import mapping

from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.demo import cast
from bihuan.demo.land import ground, spot
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.hazards.actions import Spot
from bihuan.maps.actions import TakenArea, begin_outline_import, take_outlines
from bihuan.units.actions import place_units
from bihuan.units.models import Unit

MINUTE = 42  # past seven, after the units' own scenes
PLACED = 0.94  # of the units: some are always still to be found
BESIDE, STEPS = 0.33, 0.0008  # of what is found on walks; degrees, some eighty metres


def schedule(stage: Stage, since: date) -> None:
    """Put the day on which the map is drawn, and a later one for what was registered since, on the agenda."""
    first = max(working_day(date(stage.year, 3, 12)), working_day(since))
    stage.early(first, MINUTE, partial(_drawn, stage))
    done: set[UUID] = set()
    for day in (first, working_day(date(stage.year, 12, 10))):
        if day >= since:
            stage.early(day, MINUTE + 1, partial(_placed, stage, done, day))


def _offices(stage: Stage) -> dict[str, list[str]]:
    """The villages of each office that the town has."""
    return {
        office: [name for name in villages if name in stage.cells]
        for office, villages in cast.OFFICES.items()
        if office in stage.cells
    }


def _drawn(stage: Stage) -> None:
    offices = _offices(stage)
    land = ground(offices)
    areas = land | {office: union_all([land[name] for name in some]) for office, some in offices.items()}
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"name": name}, "geometry": mapping(one)}
                for name, one in areas.items()
            ],
        },
        ensure_ascii=False,
    ).encode()
    head = stage.actor("safety_head")
    row = begin_outline_import(
        head, new_id(), content=content, name="村界（CGCS2000）.geojson", datum="wgs84"
    )
    chosen = {at: TakenArea(stage.cells[name].pk) for at, name in enumerate(areas)}
    take_outlines(head, row.pk, chosen, sure=True)


def _placed(stage: Stage, done: set[UUID], day: date) -> None:
    """Those of a village within it, once: a merger of villages moves nobody's house. The same place for the same name."""
    land = ground(_offices(stage))
    places = {}
    for unit in stage.units:
        rng = Random(f"place {unit.name}")
        if unit.id in done or unit.village not in land or unit.opened_on > day:
            continue
        done.add(unit.id)
        if rng.random() < PLACED:
            places[unit.id] = spot(rng, land[unit.village])
    place_units(stage.actor("inspector_1"), places)


def beside(stage: Stage, unit: TownUnit, day: date) -> Spot | None:
    """Where on its ground a walker says that something lies: of a third of what is found, some steps from the door of a unit that has a place."""
    rng = Random(f"beside {unit.name}{day}")
    row = Unit.objects.within(Scope.whole_town(stage.town.pk)).get(pk=unit.id)
    if row.latitude is None or row.longitude is None or rng.random() > BESIDE:
        return None
    return Spot(row.latitude + rng.uniform(-STEPS, STEPS), row.longitude + rng.uniform(-STEPS, STEPS))
