"""What whoever goes to a unit should know before: who was there, what is open, what came back, what runs out, and what is
common in the trade. Five queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from bihuan.core.actions import Actor
from bihuan.core.calendar import years_on
from bihuan.hazards.lifecycle import OPEN
from bihuan.hazards.likeness import LIKE, grouped
from bihuan.hazards.models import Hazard
from bihuan.hazards.plan import recent_visits
from bihuan.hazards.queries import EARLIER_YEARS, standing
from bihuan.hazards.rules import REPEATS_DAYS
from bihuan.inspections.models import Inspection
from bihuan.units.models import Certificate, Unit
from bihuan.units.queries import expiring

SHOWN, READ_MAX, COMMON_SHOWN = 10, 300, 5


@dataclass(frozen=True)
class Common:
    """A hazard often found at other units of the trade: in how many of them within a year."""

    text: str
    units: int


@dataclass(frozen=True)
class Briefing:
    """`of_others` is the latest visit within 30 days on which the reader was not."""

    visits: list[Inspection]
    of_others: Inspection | None
    open: list[Hazard]
    repeats: list[Hazard]
    expiring: list[Certificate]
    common: list[Common]

    @property
    def is_empty(self) -> bool:
        return not (self.visits or self.open or self.repeats or self.expiring or self.common)


def briefing(actor: Actor, unit: Unit, on: date) -> Briefing:
    """What is known of a unit on the morning of a day."""
    visits = list(recent_visits(actor.scope, [unit.pk], on)[:SHOWN])
    others = (one for one in visits if actor.person not in (one.first_inspector_id, one.second_inspector_id))
    again = Q(repeat_of__isnull=False, found_on__gt=years_on(on, -EARLIER_YEARS))
    known = (
        standing(actor.scope)
        .filter(Q(state__in=OPEN) | again, unit=unit)
        .select_related("repeat_of")
        .order_by("-found_on", "-number")[: SHOWN * 3]
    )
    rows = list(known)
    return Briefing(
        visits=visits,
        of_others=next(others, None),
        open=[one for one in rows if one.is_open][:SHOWN],
        repeats=[one for one in rows if one.repeat_of_id][:SHOWN],
        expiring=list(expiring(actor.scope, on).filter(unit=unit)[:SHOWN]),
        common=_common(actor, unit, on),
    )


def _common(actor: Actor, unit: Unit, on: date) -> list[Common]:
    """What was found at several other units of the trade, put together by likeness; read from the latest of a year."""
    rows = (
        standing(actor.scope)
        .filter(recorded_category=unit.category, found_on__gt=on - timedelta(days=REPEATS_DAYS))
        .exclude(unit=unit)
        .order_by("-found_on", "-number")[:READ_MAX]
    )
    groups = grouped(((one.unit_id, one.told) for one in rows), least=LIKE)
    counted = [Common(head.text, len(set(members))) for head, members in groups]
    several = sorted((one for one in counted if one.units > 1), key=lambda one: -one.units)
    return several[:COMMON_SHOWN]
