"""What meetings have given a post to do: it goes to whoever takes the post over."""

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.meetings.lifecycle import OPEN
from bihuan.meetings.queries import held_by, resolutions


def _held(station: Station) -> list[Held]:
    rows = resolutions(station.scope).filter(
        held_by(station.scope, station.holder, station.on), state=OPEN, post__kind=station.kind
    )
    return [
        Held(row.pk, row.text, row.meeting.title, f"{in_words(row.due_on)}前完成")
        for row in rows.select_related("meeting").order_by("due_on", "pk")
    ]


declare_holding("会议议定的事项", _held)
