"""What the map adds to others' pages: the way to it from lists, a unit, a campaign, the grid; a pin to be set where a place is written down."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.parts import Link, Part, declare_part
from bihuan.grid.following import declare_stays
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import Says, declare_words
from bihuan.inspections.lifecycle import CLOSED, ISSUED
from bihuan.inspections.models import Campaign
from bihuan.lists.registry import Beside, declare_beside
from bihuan.maps.told import told
from bihuan.units.models import Unit


def _unit_links(actor: Actor, unit: Unit) -> Sequence[Link]:
    if unit.latitude is None or not actor.may("office"):
        return ()
    return (Link("地图", f"{reverse('map')}?at={unit.pk}", "map-pin"),)


def _campaign_links(_actor: Actor, campaign: Campaign) -> Sequence[Link]:
    if campaign.state not in (ISSUED, CLOSED):  # of what is not held there is no progress
        return ()
    return (Link("进度图", f"{reverse('map')}?layer=progress&campaign={campaign.pk}", "map-pin"),)


def _pin(actor: Actor, _form: Any) -> dict[str, Any] | None:
    return {"config": told(actor.scope)} if actor.may("office") else None


def _spot(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    """A map that begins around the unit, where it has a place."""
    if not actor.may("office"):
        return None
    if unit.latitude is None or unit.longitude is None:
        return {"config": told(actor.scope)}
    north, east = unit.latitude, unit.longitude
    around = [north - AROUND, east - AROUND, north + AROUND, east + AROUND]
    return {"config": told(actor.scope, box=around, here=[north, east])}


def _hazard_links(actor: Actor, hazard: Hazard) -> Sequence[Link]:
    lies = hazard.latitude is not None or hazard.unit.latitude is not None
    if not (lies and hazard.is_open and actor.may("office")):
        return ()
    return (Link("地图", f"{reverse('map')}?layer=hazards&at={hazard.pk}", "map-pin"),)


AROUND = 0.002  # degrees: two hundred metres
LABELS = {
    "begin_outline_import": "读入网格轮廓文件",
    "take_outlines": "导入网格轮廓",
    "draw_outline": "画网格轮廓",
    "end_outline": "停用网格轮廓",
}
SAYS: dict[str, Says] = {
    "begin_outline_import": lambda given: [f"{given['areas']}片"],
    "take_outlines": lambda given: [f"{given['outlines']}个"],
    "draw_outline": lambda _given: [],
    "end_outline": lambda _given: [],
}


for key, layer in (("units", "units"), ("hazards", "hazards"), ("risks", "risks")):
    declare_beside(key, Beside("地图", "map", "map-pin", "office", {"layer": layer}))
declare_part(Part("unit", links=_unit_links))
declare_part(Part("campaign", links=_campaign_links))
declare_part(Part("place", "maps/pin.html", _pin))
declare_part(Part("spot", "maps/spot.html", _spot))
declare_part(Part("hazard", links=_hazard_links))
declare_words(LABELS, SAYS)
declare_stays("maps.celloutline.cell")  # see queries.drawn: it is read through what became of its cell
