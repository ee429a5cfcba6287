"""Time: stored in UTC, days of the town, and moved as one says."""

from collections.abc import Callable
from contextvars import Context
from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.core import clock
from tests.cast import NOW, TODAY


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 1, 15, 59, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 16, 0, tzinfo=UTC), date(2026, 6, 2)),  # midnight in the town
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_day_is_the_towns_day(moment: datetime, day: date) -> None:
    assert clock.town_day(moment) == day


def test_a_time_of_day_in_the_town_is_kept_in_utc() -> None:
    assert clock.at(date(2026, 6, 2), 9, 30) == datetime(2026, 6, 2, 1, 30, tzinfo=UTC)
    assert clock.town_day(clock.at(date(2026, 6, 2))) == date(2026, 6, 2)


def test_the_clock_moves_within_a_block_and_back_even_when_it_fails() -> None:
    with pytest.raises(RuntimeError), clock.moved(NOW + timedelta(days=3)):
        assert clock.today() == TODAY + timedelta(days=3)
        with clock.moved(NOW + timedelta(days=5)):
            assert clock.today() == TODAY + timedelta(days=5)
        assert clock.now() == NOW + timedelta(days=3)
        raise RuntimeError("stop")
    assert clock.now() == NOW


ENDED = datetime(2018, 12, 31, 15, 50, tzinfo=UTC)


def test_a_demo_goes_on_at_this_hour_within_a_day_of_its_last_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones show what they always do."""
    monkeypatch.setenv(clock.BEHIND, "0")
    clock.go_on_after(ENDED)
    at, on_phones = unmoved(clock.now), unmoved(clock.on_phones)
    assert ENDED <= at < ENDED + timedelta(days=1, minutes=1)
    assert (on_phones - at) % timedelta(days=1) < timedelta(minutes=1) and on_phones.year >= 2026


def test_a_demo_whose_last_event_is_to_come_has_everybodys_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.BEHIND, "0")
    clock.go_on_after(unmoved(clock.on_phones) + timedelta(days=40))
    assert unmoved(clock.now) >= unmoved(clock.on_phones) - timedelta(minutes=1)


def unmoved(read: Callable[[], datetime]) -> datetime:
    """What is read where no test has moved the clock."""
    return Context().run(read)
