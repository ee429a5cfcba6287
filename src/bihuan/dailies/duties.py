"""What the clock makes due: the reports of a day that has begun, and asking for those whose hour has passed. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.dailies.actions import open_days, remind
from bihuan.dailies.queries import forms_in_force


@declare_duty
def open_dailies(town: UUID) -> int:
    """Write down what each place owes of today."""
    actor = Actor.clock(town)
    return sum(open_days(actor, form) for form in forms_in_force(actor.scope))


@declare_duty
def ask_for_what_is_missing(town: UUID) -> int:
    """Ask for what is not there at its hour."""
    return remind(Actor.clock(town), clock.now())
