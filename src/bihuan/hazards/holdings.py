"""What hazards are open at a post."""

from django.db.models import F, Q

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards


def _held(station: Station) -> list[Held]:
    """The open hazards of a post's place; an inspector hands over those that he has found."""
    rows = open_hazards(station.scope).select_related("unit")
    if station.kind == "inspector":
        mine = Q(inspection__first_inspector=station.holder) | Q(inspection__second_inspector=station.holder)
        rows = rows.filter(mine)
    rows = rows.order_by(F("deadline_on").asc(nulls_last=True), "number", "pk")
    return [Held(row.pk, f"{row.number} {row.text}", row.unit.name, _stands(row)) for row in rows]


def _stands(row: Hazard) -> str:
    """The state of a hazard, and its term where one runs."""
    return f"{row.state_label}，限{in_words(row.deadline_on)}" if row.deadline_on else row.state_label


declare_holding("未销号隐患", _held)
