"""Outlines of cells, pure: rings of corners (longitude before latitude, degrees of WGS 84), whether they cross themselves, mended, lightened.

A shape is the coordinates of a GeoJSON MultiPolygon (RFC 7946): parts, each an outer ring and its holes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shapely import LineString, MultiPolygon, Polygon, STRtree, is_valid_reason, make_valid, union_all
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

Corner = Sequence[float]
Ring = Sequence[Corner]
Shape = Sequence[Sequence[Ring]]

CORNERS_MAX = 10_000  # of one outline
DRAWN_MAX = 500  # by hand
FINE = 6  # decimals kept: a decimetre
LIGHT_DEGREES, LIGHT = 0.00005, 5  # what goes over the wire: within five metres, to the metre
TANGLED_MAX, TANGLED_AT_ONCE = (
    2_000,
    100,
)  # crossings, each counted from both its lines; lines looked at in one go

_AT = re.compile(r"\[(-?[\d.e+-]+) (-?[\d.e+-]+)\]")
_REASONS = {
    "Self-intersection": "边线自相交",
    "Ring Self-intersection": "边线碰到自己",
    "Hole lies outside shell": "内部的洞在外轮廓之外",
    "Holes are nested": "洞里套着洞",
    "Interior is disconnected": "内部被分成了几块",
    "Nested shells": "几块互相重叠",
    "Too few points in geometry component": "顶点太少",
}


@dataclass(frozen=True)
class Bounds:
    """The box around something, degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, boxes: Iterable["Bounds"]) -> "Bounds | None":
        """The box around several, None around none."""
        found = list(boxes)
        if not found:
            return None
        return cls(
            min(one.west for one in found),
            min(one.south for one in found),
            max(one.east for one in found),
            max(one.north for one in found),
        )


def bounds(outline: Shape) -> Bounds:
    """The box around an outline."""
    return Bounds(*_solid(outline).bounds)


def corners(outline: Shape) -> int:
    """How many corners an outline has."""
    return sum(max(len(ring) - 1, 0) for part in outline for ring in part)


def why_crossing(outline: Shape) -> str:
    """What is wrong with an outline as a line on the ground, and where, in words; "" for nothing."""
    said = is_valid_reason(_solid(outline))
    if said == "Valid Geometry":
        return ""
    reason = next((word for key, word in _REASONS.items() if said.startswith(key)), "轮廓不成面")
    at = _AT.search(said)
    where = f"（东经{float(at[1]):.5f}，北纬{float(at[2]):.5f}附近）" if at else ""
    return f"{reason}{where}"


def why_tangled(outline: Shape) -> str:
    """Why an outline that crosses itself is not given to the mender, or "": its work grows with the square of the crossings, and a line that crosses itself
    thousands of times is no border."""
    lines = [
        LineString(pair) for part in outline for ring in part for pair in pairwise(ring) if pair[0] != pair[1]
    ]
    tree, found = STRtree(lines), 0
    for at in range(0, len(lines), TANGLED_AT_ONCE):
        found += tree.query(lines[at : at + TANGLED_AT_ONCE], predicate="crosses").shape[1]
        if found > TANGLED_MAX:
            return "边线自相交的地方太多，不是一条边界，不导入；请核对文件后重新导出。"
    return ""


def mended(outline: Shape) -> Shape:
    """An outline that does not cross itself: what its outer line encloses; () where nothing is left."""
    return plain(make_valid(_solid(outline), method="structure", keep_collapsed=False))


def joined(outlines: Iterable[Shape]) -> Shape:
    """Several outlines as one."""
    return plain(union_all([_solid(one) for one in outlines]))


def lightened(outline: Shape) -> Shape:
    """An outline as it goes over the wire: fewer corners, none farther off than LIGHT_DEGREES."""
    found = plain(_solid(outline).simplify(LIGHT_DEGREES, preserve_topology=True), LIGHT)
    return found or plain(_solid(outline), LIGHT)


def redrawn(known: Shape, ring: Ring) -> Shape:
    """An outline whose largest part was drawn anew; its other parts and the holes stay."""
    fresh: BaseGeometry = Polygon(ring)
    if known:
        parts = sorted((Polygon(part[0], part[1:]) for part in known), key=lambda one: one.area)
        holes = [Polygon(hole.coords) for hole in parts[-1].interiors]
        fresh = union_all([fresh.difference(union_all(holes)), *parts[:-1]])
    return plain(fresh)


def largest(outline: Shape) -> Ring:
    """The outer ring that is drawn anew by hand, without the corner that closes it."""
    if not outline:
        return ()
    part = max(outline, key=lambda one: Polygon(one[0]).area)
    return list(part[0])[:-1]


def why_no_ring(ring: Ring) -> str:
    """Why corners set by hand make no outline, or ""."""
    if len({(round(x, FINE), round(y, FINE)) for x, y in ring}) < 3:
        return "轮廓至少要三个角，请在地图上再点几处。"
    if len(ring) > DRAWN_MAX:
        return f"手绘的轮廓最多{DRAWN_MAX}个角，更细的请导入GeoJSON文件。"
    if why := why_crossing([[[*ring, ring[0]]]]):
        return f"{why}：请移动或删去那里的角，让边线不交叉。"
    return ""


def plain(found: BaseGeometry, decimals: int = FINE) -> Shape:
    """The areas of a geometry as coordinates; lines and points that mending left over are dropped."""
    areas = [one for one in getattr(found, "geoms", [found]) if isinstance(one, Polygon | MultiPolygon)]
    parts = [part for one in areas for part in getattr(one, "geoms", [one]) if not part.is_empty]
    return [
        [[[round(x, decimals), round(y, decimals)] for x, y in ring] for ring in mapping(part)["coordinates"]]
        for part in parts
    ]


def _solid(outline: Shape) -> BaseGeometry:
    return shape({"type": "MultiPolygon", "coordinates": outline})
