"""The map with 1,000 and with 20,000 units: what a first useful view takes over the wire, all of it (aim: less than 300 kB), and how long the
server takes for the marks of a view when the map is moved: of the whole town, of a village, of a street. Aim: those of 20,000 units at most
twenty times as long as those of 1,000, the same a row."""

from collections.abc import Callable, Iterator
from math import cos, pi, sin
from pathlib import Path
from random import Random

from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from benchmarks import risky, scratch
from bihuan.core.ids import new_id
from bihuan.demo.land import CENTRE, LONGER, RADIUS
from bihuan.maps.actions import draw_outline
from bihuan.maps.clusters import LAYERS, marks
from bihuan.maps.rules import Bounds
from bihuan.web.assets import entry, map_assets

FEW, MANY = 1_000, 20_000
WIRE_MAX = 300_000
ROUNDS = 15
WHOLE = Bounds(115.96, 34.62, 116.21, 34.80)
VIEWS = {
    "the town": (WHOLE, 12),
    "a village": (Bounds(116.06, 34.69, 116.12, 34.73), 14),
    "a street": (Bounds(116.08, 34.70, 116.09, 34.706), 17),
}


def run(cast: Cast) -> list[str]:
    """A line for the bytes and one for each view."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    _outlines(cast)
    took: dict[int, dict[str, float]] = {}
    for since, until in ((0, FEW), (FEW, MANY)):
        _grow(cast, since, until)
        scratch.analyze()
        took[until] = {name: _quickest(_look(cast, *view)) for name, view in VIEWS.items()}
    parts = _wire(cast)
    total = sum(parts.values())
    assert total < WIRE_MAX, parts
    told = ", ".join(f"{name} {size / 1000:.0f}" for name, size in parts.items())
    yield f"first view of {MANY:,} units over the wire: {total / 1000:.0f} kB ({told})"
    for name in VIEWS:
        few, many = took[FEW][name], took[MANY][name]
        yield (
            f"marks of {name} among {MANY:,} units : among {FEW:,} = {many / few:.1f} : 1 "
            f"({1000 * few:.0f} and {1000 * many:.0f} ms)"
        )


def _outlines(cast: Cast) -> None:
    """An outline of a hundred corners for each village."""
    for name, east in (("石桥村", -0.03), ("柳林村", 0.03)):
        turns = [2 * pi * turn / 100 for turn in range(100)]
        ring = [(CENTRE[1] + east + 0.02 * cos(one), CENTRE[0] + 0.02 * sin(one)) for one in turns]
        draw_outline(cast.chen, cast.cells[name].pk, ring=ring, outline_id=new_id(), sure=True)


def _grow(cast: Cast, since: int, until: int) -> None:
    """Units all over the town, with two risk points each."""
    rng = Random(since)

    def lies(_at: int) -> dict[str, float]:
        north, east = rng.triangular(-RADIUS, RADIUS), rng.triangular(-RADIUS, RADIUS)
        return {"latitude": CENTRE[0] + north, "longitude": CENTRE[1] + east * LONGER}

    risky.grow(cast, since, until, points=2, grade=lambda _number: rng.randint(1, 4), more=lies)


def _look(cast: Cast, box: Bounds, zoom: int) -> Callable[[], object]:
    actor = cast.chen
    return lambda: marks(LAYERS["units"], actor, QueryDict(), box, zoom)


def _quickest(look: Callable[[], object]) -> float:
    """Seconds of the quickest of some rounds: what else the machine does only adds."""
    found = []
    for _ in range(ROUNDS):
        began = scratch.clock_of()
        look()
        found.append(scratch.clock_of() - began)
    return min(found)


def _wire(cast: Cast) -> dict[str, int]:
    """Bytes of all that a browser asks for until the marks stand: page, styles and scripts as they are packed, outlines, marks."""
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(cast.people["chen"])
    page = client.get(reverse("map"), {"shade": "colours"})
    shapes = client.get(reverse("map_shapes"), {"shade": "colours"})
    box, zoom = VIEWS["the town"]
    asked = {"layer": "units", "zoom": zoom, "box": f"{box.west},{box.south},{box.east},{box.north}"}
    found = client.get(reverse("map_points"), asked)
    static = Path(str(settings.STATIC_ROOT))

    def packed(names: tuple[str, ...]) -> int:
        return sum((static / f"{name}.gz").stat().st_size for name in names)

    assets = (entry(), map_assets())
    return {
        "page": len(page.content),
        "styles": sum(packed(one.styles) for one in assets),
        "scripts": sum(packed(one.scripts) for one in assets),
        "outlines": len(shapes.content),
        "marks": len(found.content),
    }
