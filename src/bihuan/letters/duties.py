"""What the clock makes due: letters keep in step with their parties, and whoever has become a party gets one. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.letters.actions import keep_in_step, make_missing
from bihuan.letters.models import LetterPlan

AT_ONCE = 100  # a year's letters as a whole are a job, which a person presses


@declare_duty
def letters_in_step(town: UUID) -> int:
    """Strike what cannot be signed any more, and make out new letters to new heads and new parties."""
    actor, today = Actor.clock(town), clock.today()
    asked = LetterPlan.objects.within(actor.scope).filter(year__gte=today.year, ended_on__isnull=True)
    years = sorted(set(asked.order_by().values_list("year", flat=True)))
    if not years:
        return 0
    return keep_in_step(actor) + sum(make_missing(actor, year, AT_ONCE) for year in years)
