"""What legs of a road table begin and end at: cells down to the village, and units. Read once for a whole table."""

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.intake.options import cell_options
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.routing.known import End, KnownRoads
from bihuan.routing.models import TOWN_HALL, key_of
from bihuan.routing.queries import LatLng, centres, custom_of, legs_in_table, unit_name
from bihuan.units.models import Unit

KINDS = ("town", "office", "village")


def cell_ends(actor: Actor) -> list[tuple[Cell, End]]:
    """The town, its offices and villages, with what they are called and their middles; the town is where crews set out that say nothing else."""
    custom, middles = custom_of(actor.scope), centres(actor.scope)
    called = {one.value: (one.label, one.also) for one in cell_options(actor, clock.today())}
    own: LatLng | None = None
    if custom.latitude is not None and custom.longitude is not None:
        own = (custom.latitude, custom.longitude)
    found = []
    for cell in cells_in_force(actor.scope, clock.today()).filter(kind__in=KINDS):
        label, also = called[cell.pk]
        is_town = cell.kind == "town"
        start = custom.start or TOWN_HALL
        at = (own or middles.get("")) if is_town else middles.get(cell.path)
        more = (*also, cell.code, cell.name, TOWN_HALL, start) if is_town else (*also, cell.code)
        found.append((cell, End(key_of(cell), start if is_town else label, more, *(at or (None, None)))))
    return found


def known_roads(actor: Actor) -> KnownRoads:
    """All that a road table may speak of, and what of it is there. A unit is called by its name or its code."""
    units = Unit.objects.within(Scope.whole_town(actor.town)).filter(ended_on__isnull=True).order_by("pk")
    rows = units.values_list("pk", "name", "uscc", "latitude", "longitude")
    ends = [end for _, end in cell_ends(actor)]
    ends += [End(unit_name(pk), name, (uscc,), north, east) for pk, name, uscc, north, east in rows]
    legs = {one.ends: one.pk for one in legs_in_table(actor.scope)}
    return KnownRoads(ends, legs)
