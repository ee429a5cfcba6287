"""What the clock makes due: days that are over, and units whose checks are too good. Running twice is harmless."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.selfchecks.actions import close_days, doubt_spotless


@declare_duty
def close_self_days(town: UUID) -> int:
    """Close the days that are over; with each, ask after who never finds anything. Returns how many things were new."""
    actor = Actor.clock(town)
    closed = close_days(actor)
    return closed + (doubt_spotless(actor) if closed else 0)
