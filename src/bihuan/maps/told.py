"""What the map's script is told by the page: addresses, the ground, the box to begin with."""

from typing import Any

from django.urls import reverse

from bihuan.core.scope import Scope
from bihuan.maps.queries import town_bounds
from bihuan.maps.rules import Bounds
from bihuan.maps.tiles import ground

SOMEWHERE = Bounds(73.5, 18, 135, 53.5)  # where nothing has a place yet: the whole country, without a line


def told(scope: Scope, **more: Any) -> dict[str, Any]:
    """What every map begins with, and more."""
    box = town_bounds(scope)
    under = ground()
    begins = box or SOMEWHERE
    return {
        "shapes": reverse("map_shapes"),
        "points": reverse("map_points"),
        "places": reverse("map_places"),
        "box": [begins.south, begins.west, begins.north, begins.east],
        "known": box is not None,
        "ground": under.told if under else None,
        **more,
    }
