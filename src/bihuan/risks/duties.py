"""What the clock makes due: a new evaluation of what was not evaluated for a year."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.risks.actions import call_reviews


@declare_duty
def ask_yearly(town: UUID) -> int:
    """Ask for the evaluations that a year has made due. Returns how many are new."""
    return call_reviews(Actor.clock(town))
