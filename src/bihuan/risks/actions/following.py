"""What follows the log: when two units become one, their points are numbered in one row, and count for the one from that day on."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.core import clock, events
from bihuan.core.scope import Scope
from bihuan.risks.actions.holding import begin_grades, next_number, recount
from bihuan.risks.models import PointGrade, RiskPoint
from bihuan.units.models import Unit

MOVED = f"{RiskPoint._meta.label_lower}.unit"


def follow_mergers() -> None:
    """From now on a merger of units gives the points that go over new numbers, in the transaction that records it."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    for entry in told:
        moved = entry.given["moved"].get(MOVED) if entry.action == "merge_unit" else None
        if moved and isinstance(entry.subject, Unit):
            _take_over(town, entry.subject, moved)


def _take_over(town: UUID, kept: Unit, moved: Sequence[str]) -> None:
    """Grades until today stay with the unit for which they were recorded: on an earlier day there were two that had a list."""
    whole, today = Scope.whole_town(town), clock.today()
    rows = RiskPoint.objects.within(whole)
    came = list(rows.filter(pk__in=moved).order_by("number", "id"))
    if rows.filter(unit=kept).exclude(pk__in=moved).exists():
        first = next_number(kept)
        for at, point in enumerate(came):
            point.number = first + at
        rows.bulk_update(came, ["number"])
    PointGrade.objects.within(whole).filter(point__in=came, until_on__isnull=True).update(until_on=today)
    begin_grades([one for one in came if one.ended_on is None], today)
    recount(kept)
