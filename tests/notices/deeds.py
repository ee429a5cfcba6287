"""What the stories of notices begin with."""

from datetime import date
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.notices.actions import tell_news
from bihuan.notices.queries import WAITS, notices_of
from tests.cast import Cast


def at(day: date, hour: int = 9, minute: int = 0) -> Any:
    return clock.moved(clock.at(day, hour, minute))


def tick(cast: Cast) -> None:
    """The clock, twice: what its later duties tell the log is told of in the next minute."""
    for _ in range(2):
        run_due(cast.town.pk)


def told(cast: Cast) -> int:
    return tell_news(cast.town.pk)


def bell(actor: Actor) -> list[str]:
    """What waits behind a person's bell, the latest first."""
    return [row.notice.text for row in notices_of(actor).filter(WAITS)]


def kinds(actor: Actor) -> list[str]:
    """The same by the words of their kinds, the earliest first."""
    return [row.notice.label for row in notices_of(actor).filter(WAITS).reverse()]
