"""What the clock makes due: steps of the town's table, what rests with a post that nobody holds, requests that have become void.
It looks at the state and does what is due; running twice, late, or with the clock set back is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.supervision.actions import lapse_extensions, pass_on, take_steps
from bihuan.supervision.queries import Holders, steps_of

BATCH = 500


@declare_duty
def press_on(town: UUID) -> int:
    """Remind and pass up by the town's table, the earlier steps first. Returns how many steps were taken."""
    actor = Actor.clock(town)
    holders = Holders(town, clock.today())
    taken = take_steps(actor, steps_of(actor.scope), holders, BATCH)
    return taken + pass_on(actor, holders, BATCH)


@declare_duty
def end_moot_extensions(town: UUID) -> int:
    """End requests for more time that nothing hangs on any more. Returns how many."""
    return lapse_extensions(Actor.clock(town), BATCH)
