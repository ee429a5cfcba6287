"""What the clock makes due: the days that are over are written down."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.duty.actions import close_duty_days


@declare_duty
def close_days(town: UUID) -> int:
    """Write down each day that is over. Returns how many are new."""
    return close_duty_days(Actor.clock(town))
