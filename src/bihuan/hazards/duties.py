"""What the clock makes due for hazards. It looks at the state and does what is due; running twice is harmless."""

from uuid import UUID

from django.db.models import F, Q

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.hazards.actions import note_overdue
from bihuan.hazards.queries import overdue

BATCH = 500


@declare_duty
def note_overdue_hazards(town: UUID) -> int:
    """Write the passing of each deadline into its hazard's trail. Returns how many were new."""
    actor = Actor.clock(town)
    fresh = Q(overdue_noted_on__isnull=True) | Q(overdue_noted_on__lte=F("deadline_on"))
    due = overdue(actor.scope, clock.today()).filter(fresh).order_by("deadline_on")[:BATCH]
    return sum(note_overdue(actor, hazard) for hazard in due)
