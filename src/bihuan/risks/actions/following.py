"""What follows the log: when two units become one, their points are numbered in one row."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.core import events
from bihuan.core.scope import Scope
from bihuan.risks.actions.holding import next_number, recount
from bihuan.risks.models import RiskPoint
from bihuan.units.models import Unit

MOVED = f"{RiskPoint._meta.label_lower}.unit"


def follow_mergers() -> None:
    """From now on a merger of units gives the points that go over new numbers, in the transaction that records it."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    for entry in told:
        if entry.action == "merge_unit" and isinstance(entry.subject, Unit):
            _renumber(town, entry.subject, entry.given.get("moved", {}).get(MOVED, ()))


def _renumber(town: UUID, kept: Unit, moved: Sequence[str]) -> None:
    if not moved:
        return
    rows = RiskPoint.objects.within(Scope.whole_town(town))
    came = list(rows.filter(pk__in=moved).order_by("number", "id"))
    if rows.filter(unit=kept).exclude(pk__in=moved).exists():
        first = next_number(kept)
        for at, point in enumerate(came):
            point.number = first + at
        rows.bulk_update(came, ["number"])
    recount(kept)
