"""The three coordinate systems of Chinese maps, one into another. Pure; all in degrees, latitude before longitude.

WGS-84 is what a phone's satellite receiver says, and CGCS2000 to the metre. GCJ-02 is the shift of some hundred metres that maps sold
in China are drawn in (高德, 腾讯); BD-09 is 百度's own twist on top of that. Outside of China nothing is shifted. The formulas are
the ones in common knowledge; the bodies that made them have not published them.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, radians, sin, sqrt

LatLng = tuple[float, float]

LATITUDES, LONGITUDES = (0.8293, 55.8271), (72.004, 137.8347)  # where the shift is applied

# The ellipsoid of Krassovsky, on which the shift is reckoned, and 百度's angle.
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_TWIST = pi * 3000.0 / 180.0
_ROUNDS = 10  # each takes off what is left but a thousandth; three would do to the decimetre


def in_china(lat: float, lng: float) -> bool:
    """Whether a point lies where maps are shifted (a rectangle, as all who draw them have it)."""
    return LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lng <= LONGITUDES[1]


def wgs_to_gcj(lat: float, lng: float) -> LatLng:
    """What 高德 and 腾讯 show for a point of WGS-84."""
    if not in_china(lat, lng):
        return lat, lng
    north, east = _shift(lat, lng)
    return lat + north, lng + east


def gcj_to_wgs(lat: float, lng: float) -> LatLng:
    """The point that is shown there, to the centimetre."""
    return _back(wgs_to_gcj, lat, lng) if in_china(lat, lng) else (lat, lng)


def gcj_to_bd(lat: float, lng: float) -> LatLng:
    """What 百度 shows for a point of GCJ-02."""
    if not in_china(lat, lng):
        return lat, lng
    far = hypot(lng, lat) + 0.00002 * sin(lat * _TWIST)
    turned = atan2(lat, lng) + 0.000003 * cos(lng * _TWIST)
    return far * sin(turned) + 0.006, far * cos(turned) + 0.0065


def bd_to_gcj(lat: float, lng: float) -> LatLng:
    """The point of GCJ-02 that 百度 shows there, to the centimetre."""
    return _back(gcj_to_bd, lat, lng) if in_china(lat, lng) else (lat, lng)


def wgs_to_bd(lat: float, lng: float) -> LatLng:
    """What 百度 shows for a point of WGS-84."""
    return gcj_to_bd(*wgs_to_gcj(lat, lng))


def bd_to_wgs(lat: float, lng: float) -> LatLng:
    """The point that 百度 shows there, in WGS-84."""
    return gcj_to_wgs(*bd_to_gcj(lat, lng))


def _back(forward: Callable[[float, float], LatLng], lat: float, lng: float) -> LatLng:
    """The point that `forward` takes to this one: what is missing is put on until nothing is."""
    north, east = lat, lng
    for _ in range(_ROUNDS):
        shown = forward(north, east)
        north, east = north + lat - shown[0], east + lng - shown[1]
    return north, east


def _shift(lat: float, lng: float) -> LatLng:
    """How far GCJ-02 lies from WGS-84 at a point, in degrees north and east."""
    x, y = lng - 105.0, lat - 35.0
    waves = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    bend = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (bend * sqrt(bend))
    return north * 180.0 / (meridian * pi), east * 180.0 / (_AXIS / sqrt(bend) * cos(radians(lat)) * pi)
