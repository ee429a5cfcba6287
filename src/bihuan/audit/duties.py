"""What the clock makes due for the log."""

from datetime import timedelta
from uuid import UUID

from bihuan.audit.actions import check_chain
from bihuan.audit.queries import last_check
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty

EACH, WHOLE = timedelta(days=1), timedelta(days=30)


@declare_duty
def walk_the_chain(town: UUID) -> int:
    """Each day what has come since the last walk, each month all from the first event. Returns 1 where a link is found broken."""
    actor, now = Actor.clock(town), clock.now()
    last, last_whole = last_check(actor.scope), last_check(actor.scope, whole=True)
    if last and now - last.at < EACH:
        return 0
    check = check_chain(actor, whole=last_whole is None or now - last_whole.at >= WHOLE)
    return int(check.broken_seq is not None)
