"""The one clock. All code asks here, so that tests and the simulated year can move time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOWN_TIME = ZoneInfo("Asia/Shanghai")

BEHIND = "BIHUAN_DAYS_BEHIND"  # in the environment: whatever this process starts keeps the same time

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _moved_to.get() or datetime.now(UTC) - timedelta(days=int(os.environ.get(BEHIND, "0")))


def on_phones() -> datetime:
    """The present instant by everybody else's clock, which a demo's may be behind."""
    return _moved_to.get() or datetime.now(UTC)


def go_on_after(moment: datetime) -> None:
    """From now on, here and in each process started from here, it is the first time of this hour after `moment`: for a demo, whose year
    would else be long past. A moment still to come changes nothing."""
    days = (datetime.now(UTC) - moment).days
    os.environ[BEHIND] = str(max(days, 0))


def today() -> date:
    """The present day in the town's time."""
    return town_day(now())


def town_day(moment: datetime) -> date:
    """The day in the town's time on which an instant falls."""
    return moment.astimezone(TOWN_TIME).date()


def so_far(day: date) -> date:
    """The day, or today where it is still to come: what has not happened is not nothing."""
    return min(day, today())


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant of a time of day in the town, in UTC."""
    return datetime.combine(day, time(hour, minute), TOWN_TIME).astimezone(UTC)


def begins(day: date) -> datetime:
    """The instant at which a day begins in the town, in UTC; of the calendar's first day the first instant there is."""
    return at(day) if day > date.min else datetime.min.replace(tzinfo=UTC)


def ends(day: date) -> datetime:
    """The instant at which a day is over in the town, in UTC: the first that is not in it any more."""
    return at(day, 23, 59) + timedelta(minutes=1)


def read(text: str) -> datetime:
    """An instant as ISO 8601 has it."""
    return datetime.fromisoformat(text)


@contextmanager
def moved(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is `moment`: for the simulated year and for tests."""
    token = _moved_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)
