"""Periods, what is refused, and the order in which a round is walked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.ids import new_id
from bihuan.rounds import rules
from bihuan.rounds.rules import PERIODS, Stop
from bihuan.units.geometry import Point

TODAY = date(2026, 6, 2)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("period", "on", "first", "last"),
    [
        ("week", date(2026, 6, 7), date(2026, 6, 1), date(2026, 6, 7)),  # a Sunday ends its week
        ("week", date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 4)),
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", TODAY, date(2026, 4, 1), date(2026, 6, 30)),
        ("half", TODAY, date(2026, 1, 1), date(2026, 6, 30)),
        ("half", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        ("year", TODAY, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_period(period: str, on: date, first: date, last: date) -> None:
    assert rules.bounds(period, on) == (first, last)


@given(st.sampled_from(sorted(PERIODS)), DAYS)
def test_periods_follow_each_other_without_a_gap(period: str, on: date) -> None:
    first, last = rules.bounds(period, on)
    assert first <= on <= last
    assert rules.bounds(period, last) == (first, last)
    assert rules.bounds(period, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert first < rules.remind_from(period, last) < last


@pytest.mark.parametrize(
    ("post", "categories", "times", "period", "from_on", "field", "says"),
    [
        ("inspector", (), 1, "month", TODAY, "post", "哪个岗位"),
        ("village_head", ("nonsense",), 1, "month", TODAY, "categories", "从列表中选择"),
        ("village_head", (), 0, "month", TODAY, "times", "1至8次"),
        ("village_head", (), None, "week", TODAY, "times", "1至7次"),
        ("village_head", (), 1, "daily", TODAY, "period", "多长时间"),
        ("village_head", (), 1, "month", TODAY - timedelta(days=1), "from_on", "早于今天"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    post: str,
    categories: tuple[str, ...],
    times: int | None,
    period: str,
    from_on: date,
    field: str,
    says: str,
) -> None:
    wrong = rules.check(post, categories, times, period, from_on, TODAY)
    assert list(wrong) == [field] and says in wrong[field]


def test_a_requirement_reads_as_officials_write_it() -> None:
    assert (
        rules.says("village_head", ("chemical.station", "fireworks"), 2, "month")
        == "村网格长每月巡查2次：加油站、烟花爆竹"
    )
    assert rules.says("grid_member", (), 1, "quarter") == "网格员每季度巡查1次：全部监管对象"


def test_a_round_goes_cell_by_cell_and_in_each_to_the_nearest() -> None:
    far, near, nowhere, other = (new_id() for _ in range(4))
    stops = [
        Stop(nowhere, "00010001"),
        Stop(far, "00010001", Point(34.20, 108.0)),
        Stop(near, "00010001", Point(34.01, 108.0)),
        Stop(other, "00010000", Point(34.00, 108.0)),
    ]
    assert rules.walked(stops) == [other, near, far, nowhere]
    assert rules.walked(stops[:3], Point(34.3, 108.0)) == [far, near, nowhere]


@given(st.lists(st.tuples(st.sampled_from(["0001", "0002"]), st.none() | st.integers(30, 40)), max_size=12))
def test_each_stop_is_walked_once(places: list[tuple[str, int | None]]) -> None:
    stops = [Stop(new_id(), path, None if at is None else Point(float(at), 108.0)) for path, at in places]
    found = rules.walked(stops)
    assert sorted(found) == sorted(stop.key for stop in stops)
    by_key = {stop.key: stop.path for stop in stops}
    assert [by_key[key] for key in found] == sorted(by_key[key] for key in found)


@pytest.mark.parametrize(
    ("walked", "excused", "left_on", "state"),
    [
        (0, False, None, "missed"),
        (1, False, None, "done"),
        (0, True, None, "excused"),
        (
            1,
            False,
            TODAY - timedelta(days=9),
            "gone",
        ),  # nobody owes it: a figure leaves it out, walked or not
        (1, False, TODAY, "done"),
        (0, False, TODAY + timedelta(days=30), "missed"),
    ],
)
def test_a_task_stands_in_one_state(walked: int, excused: bool, left_on: date | None, state: str) -> None:
    due_on = TODAY - timedelta(days=1)
    found = rules.state_of(
        times=1, walked=walked, due_on=due_on, excused=excused, left_on=left_on, today=TODAY
    )
    assert found == state
