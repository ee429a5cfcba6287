"""What follows the log: on which days somebody worked on a unit's risk file, or checked by it. What the clock does is no work."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.core import clock, events
from bihuan.risks.models import RiskPoint
from bihuan.rollout.models import WorkDay
from bihuan.selfchecks.models import UnitDay
from bihuan.units.models import Unit

WORK = frozenset(
    {
        "set_up_risks",
        "add_risk",
        "edit_risk",
        "end_risk",
        "add_risk_step",
        "edit_risk_step",
        "end_risk_step",
        "evaluate_risk",
        "confirm_risk",
        "keep_risk",
        "keep_risks",
        "lay_plan",
        "place_risk",
        "self_check",
    }
)


def follow_the_work() -> None:
    """From now on each deed upon a unit's risks marks its day, in the transaction that records it."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    units = {unit for entry in told if entry.action in WORK for unit in _unit(entry.subject)}
    if units:
        today = clock.today()
        WorkDay.objects.bulk_create(
            [WorkDay(town_id=town, unit_id=unit, day=today) for unit in sorted(units, key=str)],
            ignore_conflicts=True,
        )


def _unit(subject: object) -> list[UUID]:
    if isinstance(subject, Unit):
        return [subject.pk]
    return [subject.unit_id] if isinstance(subject, (RiskPoint, UnitDay)) else []
