"""What the clock makes due: tell persons what the log has to tell and what the day makes due, and send it to those who wish it. It
changes nothing of what is recorded: 0."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.duties import declare_duty
from bihuan.core.scope import Scope
from bihuan.notices.actions import ask_sending, tell_news, write_letters
from bihuan.notices.queries import open_letters


@declare_duty
def tell(town: UUID) -> int:
    """Tell."""
    tell_news(town)
    return 0


@declare_duty
def send(town: UUID) -> int:
    """Gather what is due into letters, and have them sent."""
    write_letters(town)
    if open_letters(Scope.whole_town(town), clock.now()).exists():
        ask_sending(town)
    return 0
