"""What the clock makes due for referrals: the passing of a term without an answer is written down, once each."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.referrals.actions import note_unanswered
from bihuan.referrals.queries import late

BATCH = 500


@declare_duty
def note_unanswered_referrals(town: UUID) -> int:
    """Write the passing of each term into its hazard's trail. Returns how many were new."""
    actor = Actor.clock(town)
    due = late(actor.scope, clock.now()).filter(overdue_noted_on__isnull=True).select_related("hazard")
    return sum(note_unanswered(actor, referral) for referral in due.order_by("due_on", "id")[:BATCH])
