"""What the stories of the map do."""

import json
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.maps.actions import begin_outline_import, draw_outline
from bihuan.maps.models import CellOutline, OutlineImport
from bihuan.units.actions import place_unit
from tests.cast import Cast

# A square kilometre or so about a point, as corners.
HERE = (34.712, 116.084)


def square(north: float = HERE[0], east: float = HERE[1], half: float = 0.01) -> list[list[float]]:
    return [
        [round(east + x * half, 6), round(north + y * half, 6)]
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


BOW = [[116.07, 34.70], [116.09, 34.72], [116.09, 34.70], [116.07, 34.72]]  # crosses itself in the middle


def feature(name: str, ring: list[list[float]], **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": name} | more,
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def file_of(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more, ensure_ascii=False).encode()


def both_villages() -> bytes:
    """石桥村 by its name, 柳林村 by its committee's."""
    return file_of(
        feature("石桥村", square()),
        feature("柳林村委会", square(HERE[0], HERE[1] + 0.02), QSDWMC="柳林村委会"),
    )


def drawn(actor: Actor, cell: Any, ring: list[list[float]] | None = None, **more: Any) -> CellOutline:
    return draw_outline(actor, cell.pk, ring=ring or square(), outline_id=new_id(), **more)


def read_in(actor: Actor, content: bytes, datum: str = "wgs84", **more: Any) -> OutlineImport:
    return begin_outline_import(actor, new_id(), content=content, name="村界.geojson", datum=datum, **more)


def placed(cast: Cast) -> None:
    """永安 and the school in 石桥村, some hundred metres apart; the site in 柳林村."""
    for key, north, east in (("yongan", 0, 0), ("school", 0.003, 0.002), ("site", 0.001, 0.02)):
        place_unit(
            cast.chen, cast.units[key].pk, latitude=HERE[0] + north, longitude=HERE[1] + east, sure=True
        )


def mapped(actor: Actor, unit: Any) -> dict[str, Any]:
    """The unit's own cell outlined, and a file of outlines that waits."""
    outline = drawn(actor, unit.cell)
    file = read_in(actor, file_of(feature(unit.name, square())))
    return {"outline_id": outline.pk, "outline_import_id": file.pk}
