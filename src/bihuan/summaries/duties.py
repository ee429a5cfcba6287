"""What the clock makes due: forms whose period is over, asking for those whose hour has passed, looking whether what went up still holds,
bulletins. Running twice is harmless."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.summaries.actions import ask_bulletins, look_again, open_dues, remind_dues
from bihuan.summaries.queries import forms_due


@declare_duty
def open_forms_due(town: UUID) -> int:
    """Write down what forms are due of periods that are over, and have them filled."""
    actor = Actor.clock(town)
    return sum(open_dues(actor, form) for form in forms_due(actor.scope))


@declare_duty
def ask_for_forms(town: UUID) -> int:
    """Ask for what was not handed up at its hour."""
    return remind_dues(Actor.clock(town))


@declare_duty
def look_again_at_forms(town: UUID) -> int:
    """Tell of forms that went up and would read otherwise by now."""
    return look_again(Actor.clock(town))


@declare_duty
def draft_bulletins(town: UUID) -> int:
    """Have the bulletins drafted whose period is over."""
    return ask_bulletins(Actor.clock(town))
