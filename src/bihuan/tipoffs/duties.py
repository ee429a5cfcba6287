"""What the clock makes due: it tells when a term of a tip has run out. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.tipoffs.actions import note_tip_late
from bihuan.tipoffs.queries import late_unnoted


@declare_duty
def look_after_tips(town: UUID) -> int:
    """The tips of a town whose term has run out, once for each term."""
    actor = Actor.clock(town)
    return sum(note_tip_late(actor, row) for row in late_unnoted(actor.scope, clock.today()))
