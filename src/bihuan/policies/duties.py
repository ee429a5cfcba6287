"""What the clock makes due: asking again for answers that are late. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.policies.actions import remind_late


@declare_duty
def ask_for_late_answers(town: UUID) -> int:
    """Ask again for what those above still wait for."""
    return remind_late(Actor.clock(town), clock.today())
