"""Shape of where a hazard is said to lie."""

from typing import Any

from bihuan.core.forms import ActionForm, choice_field
from bihuan.hazards.actions import Spot
from bihuan.units.forms import DATUM_CHOICES, WhereFields


class SpotForm(ActionForm, WhereFields):
    """Where a hazard lies: nobody has to say."""

    may_lack = True
    datum = choice_field("坐标来源", DATUM_CHOICES, required=False, initial="wgs84")


def spot_of(place: dict[str, Any] | None) -> Spot | None:
    """Where something lies, as the action takes it."""
    return Spot(place["latitude"], place["longitude"], place["datum"] or "wgs84") if place else None
