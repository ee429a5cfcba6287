"""A picture of where a unit lies among the town's others: points without a map. Pure of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from bihuan.units.models import Unit

WIDTH, HEIGHT, EDGE = 640, 360, 24
DEGREE_KM = 111.2  # of latitude
LEAST_KM = 0.5  # shown across, however near they lie
_SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Dot:
    """A unit in the picture: where, in its points, and its name."""

    x: float
    y: float
    name: str
    id: str


@dataclass(frozen=True)
class Picture:
    """What the template draws. `bar` is the length of the scale's bar, which stands for `bar_says`."""

    own: Dot | None
    others: list[Dot]
    bar: float
    bar_says: str


def picture(unit: Unit, others: Sequence[Unit]) -> Picture | None:
    """A unit and its neighbours, north above, true to scale; None where nothing has a place."""
    placed = [(one, one.latitude, one.longitude) for one in (unit, *others)]
    known = [(one, north, east) for one, north, east in placed if north is not None and east is not None]
    if not known:
        return None
    norths, easts = [north for _, north, _ in known], [east for _, _, east in known]
    middle = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
    narrowing = cos(radians(middle[0]))
    tall = max((max(norths) - min(norths)) * DEGREE_KM, LEAST_KM)
    wide = max((max(easts) - min(easts)) * DEGREE_KM * narrowing, LEAST_KM)
    per_km = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / tall)

    def dot(one: Unit, north: float, east: float) -> Dot:
        x = WIDTH / 2 + (east - middle[1]) * DEGREE_KM * narrowing * per_km
        y = HEIGHT / 2 - (north - middle[0]) * DEGREE_KM * per_km
        return Dot(round(x, 1), round(y, 1), one.name, str(one.pk))

    dots = [dot(*one) for one in known]
    own = next((one for one in dots if one.id == str(unit.pk)), None)
    scale = max((one for one in _SCALES_KM if one * per_km <= WIDTH / 4), default=_SCALES_KM[0])
    says = f"{scale:g}公里" if scale >= 1 else f"{scale * 1000:.0f}米"
    return Picture(own, [one for one in dots if one is not own], round(scale * per_km, 1), says)
