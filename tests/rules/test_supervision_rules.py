"""When the steps of the town's table are due, and which table is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import calendar
from bihuan.supervision import rules
from bihuan.supervision.rules import DEFAULTS, LADDER, REMIND, Step

FRIDAY = date(2026, 6, 5)
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
STEPS = st.builds(
    Step, st.just("general"), st.integers(-20, 20), st.sampled_from(LADDER), workdays=st.booleans()
)


@pytest.mark.parametrize(
    ("days", "workdays", "due"),
    [
        (1, False, date(2026, 6, 6)),
        (1, True, date(2026, 6, 8)),  # over the weekend
        (0, True, FRIDAY),
        (-3, False, date(2026, 6, 2)),
        (-5, True, date(2026, 5, 29)),
        (10, True, date(2026, 6, 22)),  # 19 June is the Dragon Boat Festival
    ],
)
def test_a_step_is_due_in_calendar_or_working_days(days: int, workdays: bool, due: date) -> None:
    assert rules.due_on(Step("general", days, "mayor", workdays=workdays), FRIDAY) == due


@given(STEPS, DAYS)
def test_the_latest_deadline_is_the_last_for_which_the_step_is_due(step: Step, today: date) -> None:
    latest = rules.latest_deadline(step, today)
    assert rules.due_on(step, latest) <= today < rules.due_on(step, latest + timedelta(days=1))


@given(STEPS, DAYS, DAYS)
def test_a_later_deadline_is_never_due_earlier(step: Step, one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert rules.due_on(step, first) <= rules.due_on(step, second)


def test_what_comes_next_is_named_with_its_day() -> None:
    found = rules.next_step(DEFAULTS, "general", FRIDAY, FRIDAY + timedelta(days=1))
    assert found == (FRIDAY + timedelta(days=3), Step("general", 3, "vice_mayor"))
    assert rules.next_step(DEFAULTS, "general", FRIDAY, FRIDAY + timedelta(days=10)) is None


def test_the_default_table_passes_its_own_check() -> None:
    for step in DEFAULTS:
        assert rules.check_step(step, [one for one in DEFAULTS if one != step]) == {}


@pytest.mark.parametrize(
    ("step", "field", "words"),
    [
        (Step("general", 0, "mayor"), "days", "逾期以后才升级"),
        (Step("general", 91, "mayor"), "days", "-90至90"),
        (Step("general", -91, "mayor", REMIND), "days", "-90至90"),
        (Step("general", 5, "admin"), "post", "请从列表中选择岗位"),
        (Step("general", 3, "vice_mayor"), "post", "已经有这一步"),
        (Step("general", 5, "vice_mayor"), "post", "请先停用"),
        (Step("general", 2, "secretary"), "days", "次序颠倒"),
        (Step("general", 5, "inspector"), "days", "次序颠倒"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(step: Step, field: str, words: str) -> None:
    assert words in rules.check_step(step, DEFAULTS)[field]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (None, "请填写"),
        (FRIDAY, "晚于原期限"),
        (FRIDAY + timedelta(days=1), "已经过去"),
        (FRIDAY + timedelta(days=400), "超过一年"),
        (FRIDAY + timedelta(days=20), ""),
    ],
)
def test_how_far_a_term_may_be_put_off(wanted: date | None, words: str) -> None:
    why = rules.check_wanted(wanted, FRIDAY, FRIDAY + timedelta(days=3))
    assert words in why and bool(words) == bool(why)


def test_years_without_a_published_calendar_are_named() -> None:
    assert calendar.unpublished(date(2025, 1, 1), date(2026, 1, 1)) == []
    assert calendar.unpublished(date(2199, 1, 1), date(2200, 1, 1)) == [2199, 2200]
