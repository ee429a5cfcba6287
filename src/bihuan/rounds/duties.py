"""What the clock makes due: the tasks of a period that has begun. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.rounds.actions import open_round
from bihuan.rounds.queries import to_open


@declare_duty
def open_rounds(town: UUID) -> int:
    """Set the tasks of the periods that run today. One that went by while nothing ran is left out: nobody was told of it. Returns how
    many tasks are new."""
    actor = Actor.clock(town)
    return sum(open_round(actor, rule) for rule in to_open(actor.scope, clock.today()))
