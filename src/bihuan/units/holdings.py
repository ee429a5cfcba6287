"""What units are at a post: the register of its cell, or of its department."""

from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.units.figures import registered
from bihuan.units.models import Unit


def _held(station: Station) -> list[Held]:
    """The units of a post on the grid or in a department; the register of the whole town is nobody's to hand over."""
    if station.of_town:
        return []
    rows = Unit.objects.within(station.scope).filter(registered(station.on)).select_related("cell")
    return [
        Held(
            unit.pk,
            unit.name,
            unit.cell.name if unit.cell else "未入网格",
            f"{unit.category_label}，{unit.state_label}",
        )
        for unit in rows.order_by("cell_path", "name", "pk")
    ]


declare_holding("监管对象", _held)
