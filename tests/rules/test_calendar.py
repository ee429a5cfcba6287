"""Working days by the national calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import calendar

days = st.dates(date(2017, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2018, 10, 1), False),  # National Day
        (date(2018, 9, 29), True),  # a Saturday worked instead
        (date(2018, 9, 30), True),  # a Sunday worked instead
        (date(2018, 6, 18), False),  # Dragon Boat Festival
        (date(2018, 6, 19), True),
        (date(2018, 6, 16), False),  # a plain Saturday
    ],
)
def test_holidays_and_days_worked_instead(day: date, works: bool) -> None:
    assert calendar.is_workday(day) is works


def test_a_year_without_a_published_calendar_counts_monday_to_friday() -> None:
    assert not calendar.is_published(2035)
    assert calendar.is_workday(date(2035, 10, 1))  # a Monday, and nobody knows better yet
    assert not calendar.is_workday(date(2035, 9, 30))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2018, 9, 28), 0, date(2018, 9, 28)),
        (date(2018, 9, 28), 1, date(2018, 9, 29)),
        (date(2018, 9, 28), 3, date(2018, 10, 8)),
    ],
)
def test_the_day_of_the_act_is_not_counted(start: date, count: int, end: date) -> None:
    assert calendar.add_workdays(start, count) == end


@given(days, st.integers(1, 30))
def test_working_days_add_up(start: date, count: int) -> None:
    end = calendar.add_workdays(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(calendar.is_workday(day) for day in between) == count
    assert calendar.is_workday(end)
