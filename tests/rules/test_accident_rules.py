"""Grades, windows, clocks and what a report has changed: tables and boundaries. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accidents import rules
from bihuan.accidents.rules import WAN, Clock, Counts

NOW = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
DAY = date(2026, 6, 2)
WORDS = list(rules.GRADES)


@pytest.mark.parametrize(
    ("counts", "grade"),
    [
        (Counts(), "ordinary"),
        (Counts(light=40), "ordinary"),
        (Counts(deaths=2), "ordinary"),
        (Counts(deaths=3), "large"),
        (Counts(deaths=9), "large"),
        (Counts(deaths=10), "major"),
        (Counts(deaths=29), "major"),
        (Counts(deaths=30), "grave"),
        (Counts(severe=9), "ordinary"),
        (Counts(severe=10), "large"),
        (Counts(severe=49), "large"),
        (Counts(severe=50), "major"),
        (Counts(severe=99), "major"),
        (Counts(severe=100), "grave"),
        (Counts(loss_yuan=1_000 * WAN - 1), "ordinary"),
        (Counts(loss_yuan=1_000 * WAN), "large"),
        (Counts(loss_yuan=5_000 * WAN - 1), "large"),
        (Counts(loss_yuan=5_000 * WAN), "major"),
        (Counts(loss_yuan=10_000 * WAN - 1), "major"),
        (Counts(loss_yuan=10_000 * WAN), "grave"),
        (Counts(deaths=1, severe=10), "large"),
        (Counts(missing=5, trapped=5), "ordinary"),
    ],
)
def test_the_grade_is_the_gravest_that_any_of_the_three_gives(counts: Counts, grade: str) -> None:
    assert rules.grade(counts) == grade


many = st.integers(0, 200)
tolls = st.builds(Counts, deaths=many, severe=many, light=many, loss_yuan=st.integers(0, 20_000 * WAN))


@given(tolls, tolls)
def test_more_of_anything_is_never_a_lesser_grade(one: Counts, more: Counts) -> None:
    both = Counts(**{name: getattr(one, name) + getattr(more, name) for name in rules.COUNTED})
    assert WORDS.index(rules.grade(both)) >= WORDS.index(rules.grade(one))


@pytest.mark.parametrize(
    ("nature", "kind", "days"),
    [
        ("production", "高处坠落", 30),
        ("pending", "", 30),
        ("road", "", 7),
        ("fire", "", 7),
        ("production", "火灾", 7),
        ("production", "道路（轨道）车辆致害", 7),
        ("water", "淹溺", 30),
    ],
)
def test_the_window_of_fire_and_road_traffic_is_seven_days(nature: str, kind: str, days: int) -> None:
    assert rules.window_days(nature, kind) == days


def test_a_toll_counts_from_its_day_until_the_next_and_never_after_the_window() -> None:
    days = [DAY, DAY + timedelta(days=3), DAY + timedelta(days=30), DAY + timedelta(days=31)]
    assert rules.counting(days, DAY, 30) == [
        (DAY, days[1]),
        (days[1], days[2]),
        (days[2], None),
        (None, None),
    ]
    assert rules.counting([DAY + timedelta(days=60)], DAY, 30) == [
        (DAY, None)
    ]  # found late, it counts all the same


offsets = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(sorted)


@given(offsets, st.sampled_from((7, 30)), st.integers(0, 90))
def test_on_each_day_from_the_accident_on_exactly_one_toll_counts(
    known: list[int], window: int, later: int
) -> None:
    spans = rules.counting([DAY + timedelta(days=one) for one in known], DAY, window)
    day = DAY + timedelta(days=later)
    there = [
        at for at, (since, until) in enumerate(spans) if since and since <= day and (not until or day < until)
    ]
    assert len(there) == 1
    assert known[there[0]] <= later or there[0] == 0


def clock(met: int | None, due: int = 60) -> Clock:
    """A term of an hour, met so many minutes after its beginning."""
    return Clock(
        "word",
        "首次报告",
        NOW + timedelta(minutes=due),
        None if met is None else NOW + timedelta(minutes=met),
    )


@pytest.mark.parametrize(
    ("term", "after", "says", "late"),
    [
        (clock(None), 0, "还剩1小时", False),
        (clock(None), 35, "还剩25分钟", False),
        (clock(None), 60, "还剩0分钟", False),
        (clock(None), 61, "已迟1分钟", True),
        (clock(None), 60 + 25 * 60, "已迟1天1小时", True),
        (clock(60), 600, "按时", False),
        (clock(61), 600, "迟报1分钟", True),
        (clock(125), 600, "迟报1小时5分钟", True),
    ],
)
def test_the_last_instant_is_in_time(term: Clock, after: int, says: str, late: bool) -> None:
    now = NOW + timedelta(minutes=after)
    assert (term.says(now), term.late_by(now) is not None) == (says, late)


def test_a_term_presses_a_quarter_of_an_hour_before_it_runs_out() -> None:
    assert [clock(None).presses(NOW + timedelta(minutes=one)) for one in (44, 45, 90)] == [False, True, True]
    assert not clock(10).presses(NOW + timedelta(minutes=90))


def test_instants_that_cannot_be_are_named() -> None:
    hour = timedelta(hours=1)
    right = {"happened_at": NOW - hour, "heard_at": NOW, "unit_heard_at": None, "now": NOW}
    assert rules.check_times(**right) == {}
    assert set(rules.check_times(**right | {"happened_at": NOW + hour, "heard_at": NOW + hour})) == {
        "happened_at",
        "heard_at",
    }
    assert set(rules.check_times(**right | {"heard_at": NOW - 2 * hour})) == {"heard_at"}
    assert "年份" in rules.check_times(**right | {"happened_at": NOW.replace(year=206)})["happened_at"]
    assert set(rules.check_times(**right | {"unit_heard_at": NOW + hour})) == {"unit_heard_at"}


def test_a_toll_is_of_whole_numbers_that_can_be() -> None:
    assert rules.check_counts(Counts(severe=1)) == {}
    assert set(rules.check_counts(Counts(deaths=-1, loss_yuan=-5))) == {"deaths", "loss_yuan"}
    assert set(rules.check_counts(Counts(light=10_000))) == {"light"}


def test_fewer_dead_or_injured_want_a_reason_who_is_found_does_not() -> None:
    before = Counts(deaths=2, severe=1, missing=3, trapped=1)
    assert rules.shrinks(before, Counts(deaths=2, severe=1)) == []
    assert rules.shrinks(before, Counts(deaths=1, severe=0, light=1)) == ["死亡", "重伤"]


def test_a_report_is_compared_with_the_last_in_the_order_of_the_form() -> None:
    before = {"unit": "永安烟花店", "severe": "1人", "measures": "送医"}
    after = before | {"severe": "0人", "deaths": "1人", "measures": "善后"}
    told = [(one.label, one.before, one.after) for one in rules.changes(before, after)]
    assert told == [("死亡", "", "1人"), ("重伤", "1人", "0人"), ("已采取的措施", "送医", "善后")]


def test_reports_are_called_by_their_place() -> None:
    titles = [
        rules.report_title(n, is_final=last)
        for n, last in ((1, False), (2, False), (3, False), (4, True), (1, True))
    ]
    assert titles == ["首报", "续报1", "续报2", "终报", "首报（终报）"]
