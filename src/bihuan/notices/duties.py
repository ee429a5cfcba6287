"""What the clock makes due: tell persons what the log has to tell and what the day makes due, and send it to those who wish it. It
changes nothing of what is recorded: 0."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.core.jobs import ask
from bihuan.core.jobs.lifecycle import OPEN
from bihuan.core.models import Job
from bihuan.core.scope import Scope
from bihuan.notices.actions import tell_news, write_letters
from bihuan.notices.jobs import SEND
from bihuan.notices.queries import open_letters


@declare_duty
def tell(town: UUID) -> int:
    """Tell."""
    tell_news(town)
    return 0


@declare_duty
def send(town: UUID) -> int:
    """Gather what is due into letters, and have them sent where nobody is at it."""
    write_letters(town)
    scope = Scope.whole_town(town)
    if open_letters(scope, clock.now()).exists():
        at_it = Job.objects.within(scope).filter(kind=SEND.name, state__in=OPEN)
        if not at_it.exists():
            ask(Actor.clock(town), SEND.name, {})
    return 0
