"""A route as a sketch: its stops and the lines between them, north above, true to scale, without a map. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT, EDGE = 640, 360, 34
DEGREE_KM = 111.2  # of latitude
LEAST_KM = 0.5  # shown across, however near they lie
_SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
LatLng = tuple[float, float]


@dataclass(frozen=True)
class Dot:
    """A stop in the sketch, with its turn."""

    x: float
    y: float
    turn: str
    name: str


@dataclass(frozen=True)
class Sketch:
    """What the template draws: the way as points of a line, where it begins, its stops; `bar` is the length of the scale's bar, which stands for
    `bar_says`."""

    way: str
    start: Dot
    dots: tuple[Dot, ...]
    bar: float
    bar_says: str


def sketch(start: LatLng, start_name: str, stops: Sequence[tuple[float, float, str]]) -> Sketch | None:
    """A route from where it begins and back; None where it stops nowhere."""
    if not stops:
        return None
    places = [start, *((north, east) for north, east, _ in stops)]
    norths, easts = [one[0] for one in places], [one[1] for one in places]
    middle = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
    narrowing = cos(radians(middle[0]))
    tall = max((max(norths) - min(norths)) * DEGREE_KM, LEAST_KM)
    wide = max((max(easts) - min(easts)) * DEGREE_KM * narrowing, LEAST_KM)
    per_km = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / tall)

    def dot(place: LatLng, turn: str, name: str) -> Dot:
        x = WIDTH / 2 + (place[1] - middle[1]) * DEGREE_KM * narrowing * per_km
        y = HEIGHT / 2 - (place[0] - middle[0]) * DEGREE_KM * per_km
        return Dot(round(x, 1), round(y, 1), turn, name)

    begun = dot(start, "", start_name)
    dots = tuple(dot((north, east), str(turn), name) for turn, (north, east, name) in enumerate(stops, 1))
    scale = max((one for one in _SCALES_KM if one * per_km <= WIDTH / 4), default=_SCALES_KM[0])
    way = " ".join(f"{one.x:g},{one.y:g}" for one in (begun, *dots, begun))
    says = f"{scale:g}公里" if scale >= 1 else f"{scale * 1000:.0f}米"
    return Sketch(way, begun, dots, round(scale * per_km, 1), says)
