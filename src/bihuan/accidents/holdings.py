"""What the head of the safety office has open of accidents: they go to whoever takes over the post."""

from bihuan.accidents.queries import running, to_close
from bihuan.core.calendar import moment_in_words
from bihuan.grid.holdings import Held, Station, declare_holding


def _held(station: Station) -> list[Held]:
    if station.kind != "safety_head":
        return []
    rows = [*running(station.scope).select_related("unit"), *to_close(station.scope).select_related("unit")]
    return [
        Held(row.pk, row.brief, row.where, f"{row.state_label}，{moment_in_words(row.happened_at)}发生")
        for row in rows
    ]


declare_holding("未结案的事故", _held)
