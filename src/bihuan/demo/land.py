"""The made-up town's ground: a round of hills and fields that is no real place, divided among the villages. Pure; the same for the same names."""

from collections.abc import Mapping, Sequence
from math import cos, pi, radians, sin
from random import Random

from shapely import MultiPoint, Point, Polygon, voronoi_polygons

CENTRE = (34.712, 116.084)  # north and east, degrees
RADIUS = 0.075  # degrees of latitude: some eight kilometres
EDGE = 72  # corners of the town's own line
LONGER = 1 / cos(radians(CENTRE[0]))  # a degree of longitude is so much shorter there


def ground(offices: Mapping[str, Sequence[str]]) -> dict[str, Polygon]:
    """The ground of each village, those of an office side by side."""
    rng = Random("ground")
    town = Polygon([_at(pi * 2 * turn / EDGE, _edge(turn)) for turn in range(EDGE)])
    middles: dict[str, tuple[float, float]] = {}
    for index, villages in enumerate(offices.values()):
        begins, wide = 2 * pi * index / len(offices), 2 * pi / len(offices)
        for number, village in enumerate(villages):
            far = (0.35, 0.68, 0.9)[number % 3] if len(villages) > 1 else 0.6
            angle = begins + wide * (number + 0.5) / len(villages) + rng.uniform(-0.08, 0.08)
            middles[village] = _at(angle, far * rng.uniform(0.9, 1.05))
    cells = voronoi_polygons(MultiPoint(list(middles.values())), extend_to=town, ordered=True)
    found = {name: cell.intersection(town) for name, cell in zip(middles, cells.geoms, strict=True)}
    return {
        name: one if isinstance(one, Polygon) else max(one.geoms, key=lambda part: part.area)
        for name, one in found.items()
    }


def spot(rng: Random, within: Polygon) -> tuple[float, float]:
    """Somewhere in a village, oftener near its middle: north and east."""
    middle = within.representative_point()
    west, south, east, north = within.bounds
    for _ in range(40):
        x = rng.triangular(west, east, middle.x)
        y = rng.triangular(south, north, middle.y)
        if within.contains(Point(x, y)):
            return round(y, 6), round(x, 6)
    return round(middle.y, 6), round(middle.x, 6)


def _edge(turn: int) -> float:
    """How far the town reaches at a turn: no circle."""
    angle = 2 * pi * turn / EDGE
    return 1 + 0.12 * sin(3 * angle + 0.7) + 0.06 * sin(7 * angle) + 0.03 * sin(13 * angle + 2)


def _at(angle: float, far: float) -> tuple[float, float]:
    return CENTRE[1] + RADIUS * LONGER * far * cos(angle), CENTRE[0] + RADIUS * far * sin(angle)
