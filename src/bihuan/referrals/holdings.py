"""What others owe to a post, and what those above have assigned to it."""

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.referrals.lifecycle import RUNNING
from bihuan.referrals.queries import LIVE, WAITED_FOR, assignments, referrals


def _sent(station: Station) -> list[Held]:
    """What others were asked to take, and have not answered."""
    rows = referrals(station.scope).filter(WAITED_FOR, state__in=LIVE).select_related("hazard__unit")
    return [
        Held(row.pk, f"移送{row.body}：{row.hazard.text}", row.hazard.unit.name, row.state_label)
        for row in rows.order_by("sent_at", "pk")
    ]


def _assigned(station: Station) -> list[Held]:
    """What those above have assigned, and is not closed."""
    rows = assignments(station.scope).filter(state__in=RUNNING)
    return [
        Held(row.pk, row.title, row.source, f"{row.state_label}，限{in_words(row.due_on)}")
        for row in rows.order_by("due_on", "pk")
    ]


declare_holding("移送、吹哨在办", _sent)
declare_holding("上级交办", _assigned)
