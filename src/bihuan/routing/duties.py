"""What the clock makes due: plans whose last day is over are ended."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.routing.actions import end_day_plans


@declare_duty
def end_plans(town: UUID) -> int:
    """End each confirmed plan whose last day is over. Returns how many."""
    return end_day_plans(Actor.clock(town))
