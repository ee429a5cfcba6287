"""What a post at a unit has still to evaluate anew."""

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.risks.queries import open_reviews


def _held(station: Station) -> list[Held]:
    """Those of a unit's own safety manager; the risks of many units are nobody's to hand over."""
    if station.kind != "enterprise_safety":
        return []
    rows = open_reviews(station.scope).select_related("point__unit")
    return [
        Held(
            row.pk,
            f"风险点“{row.point.name}”重新评价",
            row.point.unit.name,
            f"{row.get_why_display()}，{in_words(row.due_on)}前",
        )
        for row in rows
    ]


declare_holding("待重新评价的风险点", _held)
