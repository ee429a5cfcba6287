"""What the clock makes due: the level of each unit, every day."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.grading.actions import grade_units


@declare_duty
def grade_the_town(town: UUID) -> int:
    """Bring the levels up to the day. Returns how many are new."""
    return grade_units(Actor.clock(town))
