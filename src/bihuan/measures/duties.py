"""What the clock makes due for watches: it notes the days that passed without a look, and decides nothing."""

from datetime import timedelta
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.measures.actions import note_missed
from bihuan.measures.queries import to_revisit

BATCH = 500


@declare_duty
def note_missed_revisits(town: UUID) -> int:
    """Write each revisit that was not made in time into its watch's trail. Returns how many were new."""
    actor = Actor.clock(town)
    late = to_revisit(actor.scope, clock.today() - timedelta(days=1)).filter(missed_on__isnull=True)
    return sum(note_missed(actor, row) for row in late[:BATCH])
