"""What the clock makes due for documents: it notes the terms that ended unmet, and decides nothing."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.documents.actions.terms import note_term_over
from bihuan.documents.standing import running_terms

BATCH = 500


@declare_duty
def note_terms_over(town: UUID) -> int:
    """Write the end of each term that nobody met into its document's trail. Returns how many were new."""
    actor = Actor.clock(town)
    over = running_terms(actor.scope).filter(due_on__lt=clock.today(), over_noted_on__isnull=True)
    return sum(note_term_over(actor, row) for row in over.order_by("due_on", "pk")[:BATCH])
