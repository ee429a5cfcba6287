"""What the head of the safety office has open of tips: they go to whoever takes over the post, without who sent them."""

from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.tipoffs.queries import open_tips


def _held(station: Station) -> list[Held]:
    if station.kind != "safety_head":
        return []
    return [
        Held(row.pk, row.text[:60], row.where, f"{row.state_label}，{row.received_on:%Y-%m-%d}收到")
        for row in open_tips(station.scope)
    ]


declare_holding("未办结的群众举报", _held)
