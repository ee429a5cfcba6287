"""Days, deadlines and the numbers of papers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.inspections import papers, rules

DAY = date(2026, 6, 2)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("deadline", "why"),
    [
        (None, "请填写"),
        (DAY - timedelta(days=1), "不能早于检查日期"),
        (DAY, ""),
        (DAY + timedelta(days=366), ""),
        (DAY + timedelta(days=367), "超过一年"),
    ],
)
def test_a_deadline_stands_from_the_day_of_the_visit_for_a_year(deadline: date | None, why: str) -> None:
    said = rules.check_deadline(deadline, DAY)
    assert why in said if why else said == ""


@given(days, days)
def test_a_deadline_before_the_visit_never_stands(deadline: date, visited_on: date) -> None:
    stands = rules.check_deadline(deadline, visited_on) == ""
    assert stands == (timedelta(0) <= deadline - visited_on <= timedelta(days=366))


@pytest.mark.parametrize(
    ("visited_on", "why"),
    [
        (DAY + timedelta(days=1), "不能晚于今天"),
        (DAY, ""),
        (date(2023, 6, 10), ""),
        (date(2018, 6, 2), "三年"),
    ],
)
def test_a_visit_is_of_today_or_of_the_last_three_years(visited_on: date, why: str) -> None:
    said = rules.check_day(visited_on, DAY)
    assert why in said if why else said == ""


@pytest.mark.parametrize(
    ("paper", "printed"),
    [
        ("order", "（东）应急责改〔2026〕12号"),
        ("record", "（东）应急检记〔2026〕12号"),
        ("review", "（东）应急复查〔2026〕12号"),
        ("notice", "（东）应急整改〔2026〕12号"),
    ],
)
def test_a_papers_number_has_six_angle_brackets_and_no_leading_zero(paper: str, printed: str) -> None:
    assert papers.paper_number("（东）应急", paper, 2026, 12) == printed


@given(
    st.tuples(
        *[st.tuples(st.sampled_from(sorted(papers.PAPERS)), st.integers(2015, 2030), st.integers(1, 9999))]
        * 2
    )
)
def test_two_papers_never_share_a_number(two: tuple[tuple[str, int, int], tuple[str, int, int]]) -> None:
    one, other = (papers.paper_number("（东）应急", *of) for of in two)
    assert (one == other) == (two[0] == two[1])


def test_a_town_without_a_grant_writes_notices_and_these_are_no_enforcement_papers() -> None:
    assert rules.order_paper(granted=True) == "order"
    assert papers.PAPERS["order"].is_enforcement
    assert rules.order_paper(granted=False) == "notice"
    assert not papers.PAPERS["notice"].is_enforcement
