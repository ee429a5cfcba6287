"""What a post has to look at again: units suspended or banned, with the day of the next look."""

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.measures.queries import revisits


def _held(station: Station) -> list[Held]:
    rows = (
        revisits(station.scope).filter(seen_on__isnull=True).select_related("watch__unit", "watch__decision")
    )
    return [
        Held(row.pk, f"{row.watch.decision}回访", row.watch.unit.name, f"应于{in_words(row.due_on)}回访")
        for row in rows.order_by("due_on", "pk")
    ]


declare_holding("停业、取缔回访", _held)
