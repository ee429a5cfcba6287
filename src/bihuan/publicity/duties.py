"""What the clock makes due: a word, once, a week before a plan ends of which something is left to do."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.publicity.actions import remind_plans


@declare_duty
def remind_of_publicity(town: UUID) -> int:
    """Remind of what plans that end soon still lack."""
    return remind_plans(Actor.clock(town))
