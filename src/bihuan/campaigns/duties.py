"""What the clock makes due: the lists of running drives are brought up to what the log does not tell. Running twice is harmless."""

from uuid import UUID

from bihuan.campaigns.actions import keep_drives
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty


@declare_duty
def drives_in_step(town: UUID) -> int:
    """Bring the running drives' lists up to the day. Returns how many drives that changes."""
    return keep_drives(Actor.clock(town))
