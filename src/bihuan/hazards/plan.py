"""Where to go next, and what is known of a unit in a line before one goes there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import MAJOR, OPEN
from bihuan.hazards.queries import standing
from bihuan.hazards.rules import REPEATS_DAYS, RESTS_DAYS, pressing, why_pressing
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import visits
from bihuan.units.models import Unit
from bihuan.units.queries import expiring

SHOWN = 10


def neighbours(actor: Actor, near: Unit | None, on: date) -> QuerySet[Unit]:
    """Units of the actor's area to go to, in one query: those visited within 30 days last, those in the cell of the one given
    first, then by what presses (`rules.pressing`), then by how long they were not visited. `repeats_found` and `majors_open` are counted."""
    town = standing(Scope.whole_town(actor.town)).filter(unit=OuterRef("pk"))
    again = town.filter(repeat_of__isnull=False, found_on__gt=on - timedelta(days=REPEATS_DAYS))
    found: QuerySet[Unit] = (
        Unit.objects.within(actor.scope)
        .filter(ended_on__isnull=True)
        .annotate(repeats_found=_count(again), majors_open=_count(town.filter(level=MAJOR, state__in=OPEN)))
    )
    rests = Case(When(last_visited_on__gt=on - timedelta(days=RESTS_DAYS), then=1), default=0)
    here = Case(When(cell_path=near.cell_path, then=0), default=1) if near else Value(0)
    if near:
        found = found.exclude(pk=near.pk)
    presses = pressing(F("repeats_found"), F("majors_open")).desc()
    longest = F("last_visited_on").asc(nulls_first=True)
    return found.select_related("cell").order_by(rests, here, presses, longest, "name")[:SHOWN]


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("unit").annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted), 0)


@dataclass
class Note:
    """What is known of a unit in a line: the last visit within 30 days, what is open, repeats, runs out."""

    visit: Inspection | None = None
    open: int = 0
    majors: int = 0
    repeats: int = 0
    expiring: int = 0

    @property
    def text(self) -> str:
        """重大隐患1条未销号，重复隐患3条，未销号4条，证照到期1个."""
        more = [
            why_pressing(self.repeats, self.majors),
            f"未销号{self.open}条" if self.open else "",
            f"证照到期{self.expiring}个" if self.expiring else "",
        ]
        return "，".join(filter(None, more))


def notes(actor: Actor, units: Sequence[Unit], on: date) -> dict[UUID, Note]:
    """A note for each of some units, in three queries."""
    found = {unit.pk: Note() for unit in units}
    if not found:
        return {}
    for visit in recent_visits(actor.scope, list(found), on):
        if found[visit.unit_id].visit is None:
            found[visit.unit_id].visit = visit
    again = Q(repeat_of__isnull=False, found_on__gt=on - timedelta(days=REPEATS_DAYS))
    counted = standing(actor.scope).filter(unit__in=found).order_by().values_list("unit")
    for unit, left, majors, repeated in counted.annotate(
        left=Count("pk", filter=Q(state__in=OPEN)),
        majors=Count("pk", filter=Q(state__in=OPEN, level=MAJOR)),
        repeated=Count("pk", filter=again),
    ):
        note = found[unit]
        note.open, note.majors, note.repeats = left, majors, repeated
    ending = expiring(actor.scope, on).filter(unit__in=found).order_by().values_list("unit")
    for unit, count in ending.annotate(count=Count("pk")):
        found[unit].expiring = count
    return found


def recent_visits(scope: Scope, units: Sequence[UUID], on: date) -> QuerySet[Inspection]:
    """The visits to some units within 30 days before a day or on it, by whomever, the latest first."""
    since = on - timedelta(days=RESTS_DAYS)
    return (
        visits(scope)
        .filter(unit__in=units, visited_on__gt=since, visited_on__lte=on)
        .select_related("first_inspector", "second_inspector", "campaign")
        .order_by("-visited_on", "-id")
    )
