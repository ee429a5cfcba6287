"""What is printed of a figure besides its value: changes against another period, shares."""

from datetime import date

import pytest

from bihuan.figures.evaluation import Ask, Value
from bihuan.summaries.binding.measures import DOWN, UP, Measure, measured, other_ask, period_before

YEAR = Ask("hazards.found", date(2018, 1, 1), date(2018, 12, 31), date(2018, 12, 31))


@pytest.mark.parametrize(
    ("measure", "now", "before", "printed"),
    [
        (Measure("year", said=DOWN), 90, 100, 10),
        (Measure("year%", said=DOWN), 90, 100, 10.0),
        (Measure("year", said=UP), 120, 100, 20),
        (Measure("year%", said=UP), 4, 3, 33.3),
        (Measure("last", said=UP), 100, 100, 0),
        (Measure("share", of="hazards.found"), 30, 40, 75.0),
    ],
)
def test_a_change_is_a_difference_of_two_values(
    measure: Measure, now: int, before: int, printed: float
) -> None:
    assert float(measured(measure, Value(now, now), Value(before, before)).value or 0) == printed


@pytest.mark.parametrize(
    ("measure", "now", "before", "why"),
    [
        (Measure("year", said=DOWN), 120, 100, "相反"),
        (Measure("year%", said=UP), 5, 0, "不能算百分比"),
        (Measure("share", of="hazards.found"), 0, 0, "占比无从计算"),
    ],
)
def test_what_cannot_be_said_is_not_printed(measure: Measure, now: int, before: int, why: str) -> None:
    found = measured(measure, Value(now, now), Value(before, before))
    assert found.value is None and why in found.missing


def test_no_answer_for_the_other_period_is_none_for_the_change() -> None:
    found = measured(Measure("year"), Value(9, 9), Value(None, 0, "没有记录"))
    assert found.value is None and "没有记录" in found.missing


@pytest.mark.parametrize(
    ("days", "before"),
    [
        ((date(2018, 4, 1), date(2018, 6, 30)), (date(2018, 1, 1), date(2018, 3, 31))),
        ((date(2018, 1, 1), date(2018, 1, 31)), (date(2017, 12, 1), date(2017, 12, 31))),
        ((date(2018, 3, 10), date(2018, 3, 19)), (date(2018, 2, 28), date(2018, 3, 9))),
    ],
)
def test_the_period_before_is_as_long(days: tuple[date, date], before: tuple[date, date]) -> None:
    assert period_before(*days) == before


def test_the_same_days_of_last_year_at_its_own_cut_off() -> None:
    other = other_ask(YEAR, Measure("year"))
    assert other is not None and (other.since.year, other.until.year, other.as_of.year) == (2017, 2017, 2017)
    assert other_ask(YEAR, Measure()) is None
