"""Where a hazard lies, if whoever found it said so: judged, and brought to WGS 84."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.hazards.models import Hazard
from bihuan.units.geometry import FAR_KM, Point, check_position, distance_km, to_wgs84
from bihuan.units.models import Unit
from bihuan.units.queries import middle


@dataclass(frozen=True)
class Spot:
    """Degrees north and east, as the map that they were read off has them (`datum`)."""

    latitude: float
    longitude: float
    datum: str = "wgs84"

    @property
    def point(self) -> Point:
        return to_wgs84(Point(self.latitude, self.longitude), self.datum)


def wrong_spots(unit: Unit, spots: Mapping[str, Spot | None]) -> dict[str, str]:
    """What is wrong with where things found at a unit are said to lie, at the field `latitude` behind the key of each. Nothing is asked where nobody
    said anything; what lies far from its unit (of one without a place: from the town's others) was pressed or typed by mistake."""
    given = {key: spot for key, spot in spots.items() if spot}
    wrong = {
        key: why
        for key, one in given.items()
        if (why := check_position(one.latitude, one.longitude, one.datum))
    }
    if len(wrong) < len(given) and (near := _near(unit)):
        for key, one in given.items():
            if key not in wrong and (far := distance_km(one.point, near)) > FAR_KM:
                wrong[key] = f"这个位置离单位约{far:.0f}公里，请核对；说不准的可以不填，按单位的位置。"
    return {f"{key}latitude": why for key, why in wrong.items()}


def _near(unit: Unit) -> Point | None:
    if unit.latitude is not None and unit.longitude is not None:
        return Point(unit.latitude, unit.longitude)
    return middle(unit.town_id, without=unit.pk)


def columns(spot: Spot | None) -> dict[str, float | None]:
    """What a hazard's row keeps of it, to the decimetre."""
    if spot is None:
        return {"latitude": None, "longitude": None}
    return {"latitude": round(spot.point.latitude, 6), "longitude": round(spot.point.longitude, 6)}


def told(hazard: Hazard) -> dict[str, str]:
    """What the log keeps of it; nothing where nothing was said."""
    return {} if hazard.latitude is None else {"spot": f"{hazard.latitude},{hazard.longitude}"}
