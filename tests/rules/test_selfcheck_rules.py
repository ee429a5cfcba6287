"""Shifts and periods, what is due when, and what makes the town doubt."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.selfchecks import rules
from bihuan.selfchecks.rules import USUAL, Period, Schedule, Shift
from bihuan.units.geometry import Point

DAY = date(2026, 6, 2)  # a Tuesday
NIGHT = Shift("夜班", time(20), time(8))
TWO = Schedule((Shift("白班", time(8), time(20)), NIGHT), frozenset({6}))


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


@pytest.mark.parametrize(
    ("every", "moment", "schedule", "period"),
    [
        ("shift", on(DAY, 8), USUAL, Period("shift", DAY, DAY, "08:00")),
        ("shift", on(DAY, 17, 59), USUAL, Period("shift", DAY, DAY, "08:00")),
        ("shift", on(DAY, 18), USUAL, None),
        ("shift", on(DAY, 7, 59), USUAL, None),
        ("shift", on(DAY, 23), TWO, Period("shift", DAY, DAY, "20:00")),
        (
            "shift",
            on(DAY + timedelta(days=1), 3),
            TWO,
            Period("shift", DAY, DAY, "20:00"),
        ),  # began the day before
        ("shift", on(date(2026, 6, 7), 9), TWO, None),  # Sunday
        ("shift", on(date(2026, 6, 7), 3), TWO, Period("shift", date(2026, 6, 6), date(2026, 6, 6), "20:00")),
        ("day", on(DAY, 23), USUAL, Period("day", DAY, DAY)),
        ("day", on(date(2026, 6, 7), 9), TWO, None),
        ("week", on(DAY, 3), TWO, Period("week", date(2026, 6, 1), date(2026, 6, 7))),
        ("month", on(DAY, 3), USUAL, Period("month", date(2026, 6, 1), date(2026, 6, 30))),
        ("season", on(date(2026, 12, 31), 3), USUAL, Period("season", date(2026, 10, 1), date(2026, 12, 31))),
    ],
)
def test_which_period_runs(every: str, moment: datetime, schedule: Schedule, period: Period | None) -> None:
    assert rules.period_at(every, moment, schedule) == period


@pytest.mark.parametrize(
    ("every", "moment", "schedule", "says"),
    [
        ("shift", on(DAY, 7), USUAL, "本单位的班次是白班08:00–18:00；下一班6月2日08:00开始"),
        ("shift", on(DAY, 19), USUAL, "下一班6月3日08:00开始"),
        ("day", on(date(2026, 6, 7), 9), TWO, "今天（周日）是本单位的休息日，不用检查；下一次是6月8日。"),
        ("shift", on(date(2026, 6, 7), 9), TWO, "下一次是6月8日08:00"),
    ],
)
def test_a_check_out_of_its_time_is_told_when_the_next_opens(
    every: str, moment: datetime, schedule: Schedule, says: str
) -> None:
    assert rules.period_at(every, moment, schedule) is None
    assert says in rules.why_closed(every, moment, schedule)


@given(
    st.sampled_from(["shift", "day", "week", "month", "season"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from([USUAL, TWO]),
)
def test_what_can_be_checked_is_due_when_its_period_ends(
    every: str, moment: datetime, schedule: Schedule
) -> None:
    period = rules.period_at(every, moment, schedule)
    if period is not None:
        assert period in rules.ending(every, period.last, schedule)
        assert period.first <= moment.date() <= period.last + timedelta(days=every == "shift")
    else:
        assert rules.why_closed(every, moment, schedule)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("", "请至少写一个班次"),
        ("白班", "看不懂"),
        ("白班 8点到6点", "看不懂"),
        ("白班 08:00-20:00\n夜班 19:00-07:00", "重叠"),
        ("早 00:00-23:00\n晚 22:00-01:00", "重叠"),
        ("甲 00:00-04:00\n乙 04:00-08:00\n丙 08:00-12:00\n丁 12:00-16:00\n戊 16:00-20:00", "最多4个"),
        ("班 08:00-12:00\n班 13:00-18:00", "名称不能相同"),
    ],
)
def test_shifts_that_are_none(written: str, wrong: str) -> None:
    try:
        said = "".join(rules.check_schedule(Schedule(rules.read_shifts(written))).values())
    except ValueError as error:
        said = str(error)
    assert wrong in said


def test_shifts_as_they_are_written() -> None:
    shifts = rules.read_shifts("夜班 20：00至8:00\n\n白班 8:00-20:00")
    assert [one.says for one in shifts] == ["白班08:00–20:00", "夜班20:00–08:00"]
    assert not rules.check_schedule(Schedule(shifts))
    assert rules.check_schedule(Schedule(shifts, frozenset(range(7))))["rest"]


def test_a_day_is_closed_when_its_last_shift_is_over() -> None:
    assert rules.last_closed(on(DAY, 11, 59)) == date(2026, 5, 31)
    assert rules.last_closed(on(DAY, 12)) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("count", "apart", "most"), [(9, 1, 0), (10, 6, 10), (10, 7, 0), (30, 1, 30), (0, 1, 0)]
)
def test_so_many_within_a_minute_are_doubted(count: int, apart: int, most: int) -> None:
    times = [on(DAY, 9) + timedelta(seconds=apart * n) for n in range(count)]
    assert rules.hasty(reversed(times)) == most


@pytest.mark.parametrize(
    ("metres", "accuracy", "far"), [(200, 0, False), (201, None, True), (260, 80, False), (None, 5, False)]
)
def test_how_far_is_too_far(metres: int | None, accuracy: float | None, far: bool) -> None:
    assert rules.is_far(metres, accuracy) is far
    assert rules.metres_away(Point(34.0, 116.0), Point(34.001, 116.0)) == 111
    assert rules.metres_away(None, Point(34.0, 116.0)) is None


def test_ninety_nine_of_a_hundred_is_not_all() -> None:
    assert (rules.share(199, 200), rules.share(200, 200), rules.share(0, 0)) == (99, 100, None)
