"""Places on the earth: WGS 84, and what Chinese maps show instead of it. Pure.

Maps sold in China are drawn in GCJ-02 (a shift of some hundred metres); phones' browsers and CGCS2000 give WGS 84, the
same to the metre.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from bihuan.core.coordinates import bd_to_wgs, gcj_to_wgs, wgs_to_gcj

DATUMS = {
    "wgs84": "手机定位、天地图（WGS 84、CGCS2000）",
    "gcj02": "高德、腾讯地图（GCJ-02）",
    "bd09": "百度地图（BD-09）",
}
EARTH_KM = 6371.0088
FAR_KM = 30  # farther than this from what is known of a town nothing of it lies
LATITUDES, LONGITUDES = (3.8, 53.6), (73.4, 135.1)  # of China's land and islands


@dataclass(frozen=True)
class Point:
    """Degrees north and east."""

    latitude: float
    longitude: float


def check_position(latitude: float, longitude: float, datum: str) -> str:
    """Why this can be no place of a unit, or ""."""
    if datum not in DATUMS:
        return "请选择坐标是从哪里读来的。"
    if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
        swapped = LATITUDES[0] <= longitude <= LATITUDES[1] and LONGITUDES[0] <= latitude <= LONGITUDES[1]
        return (
            "经度和纬度填反了，请对调。"
            if swapped
            else "这个位置不在国内，请核对经纬度（纬度在前，如34.123456）。"
        )
    return ""


def distance_km(one: Point, other: Point) -> float:
    """The distance over the ground (haversine)."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    part = sin(north) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))


def to_wgs84(point: Point, datum: str) -> Point:
    """A point of any datum in WGS 84, to the centimetre."""
    to = {"gcj02": gcj_to_wgs, "bd09": bd_to_wgs}.get(datum)
    return Point(*to(point.latitude, point.longitude)) if to else point


def to_gcj02(point: Point) -> Point:
    """A point of WGS 84 as Chinese maps show it."""
    return Point(*wgs_to_gcj(point.latitude, point.longitude))
