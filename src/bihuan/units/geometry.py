"""Places on the earth: WGS 84, and what Chinese maps show instead of it. Pure.

Maps sold in China are drawn in GCJ-02 (a shift of some hundred metres); phones' browsers and CGCS2000 give WGS 84, the
same to the metre.
"""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

DATUMS = {"wgs84": "手机定位、天地图（WGS 84、CGCS2000）", "gcj02": "高德、腾讯地图（GCJ-02）"}
EARTH_KM = 6371.0088
LATITUDES, LONGITUDES = (3.8, 53.6), (73.4, 135.1)  # of China's land and islands

# The ellipsoid of Krassovsky, on which the shift is reckoned.
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323


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
    """A point of either datum in WGS 84, to the centimetre: the shift is taken off until what is left comes back to it."""
    if datum == "wgs84":
        return point
    found = point
    for _ in range(10):
        north, east = _shift(found)
        found = Point(point.latitude - north, point.longitude - east)
    return found


def to_gcj02(point: Point) -> Point:
    """A point of WGS 84 as Chinese maps show it."""
    north, east = _shift(point)
    return Point(point.latitude + north, point.longitude + east)


def _shift(point: Point) -> tuple[float, float]:
    """How far GCJ-02 lies from WGS 84 at a point, in degrees north and east."""
    x, y = point.longitude - 105.0, point.latitude - 35.0
    waves = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    latitude = radians(point.latitude)
    bend = 1 - _ECCENTRICITY * sin(latitude) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (bend * sqrt(bend))
    return north * 180.0 / (meridian * pi), east * 180.0 / (_AXIS / sqrt(bend) * cos(latitude) * pi)
