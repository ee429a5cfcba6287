"""A signed text of each kind used for the next period: its words and its days."""

from datetime import date

import pytest

from bihuan.core.calendar import months_on
from bihuan.summaries.reading.terms import moved_terms


@pytest.mark.parametrize(
    ("kind", "before", "now", "text", "moved"),
    [
        (
            "quarter",
            date(2026, 1, 1),
            date(2026, 4, 1),
            "2026年第一季度（1—3月），较四季度减少；《一季度简报》照发。",
            "2026年第二季度（4—6月），较四季度减少；《一季度简报》照发。",
        ),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1), "2026年4季度检查XX家次", "2027年一季度检查XX家次"),
        ("half", date(2026, 1, 1), date(2026, 7, 1), "上半年检查XX家次", "下半年检查XX家次"),
        (
            "month",
            date(2026, 5, 1),
            date(2026, 6, 1),
            "5月份检查XX家次，5月12日开会",
            "6月份检查XX家次，5月12日开会",
        ),
        (
            "month",
            date(2026, 12, 1),
            date(2027, 1, 1),
            "2026年12月，1—12月累计XX家次",
            "2027年1月，1—12月累计XX家次",
        ),
        ("annual", date(2025, 1, 1), date(2026, 1, 1), "2025年上半年XX家次", "2026年上半年XX家次"),
        ("campaign", date(2026, 3, 1), date(2026, 6, 1), "3月份检查XX家次", "3月份检查XX家次"),
    ],
)
def test_a_text_moves_to_the_next_period_of_its_kind(
    kind: str, before: date, now: date, text: str, moved: str
) -> None:
    assert moved_terms(text, kind, before, now) == moved


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 6, 30), 3, date(2026, 9, 30)),
        (date(2026, 2, 10), -12, date(2025, 2, 10)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 1), 2, date(2027, 1, 1)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
    ],
)
def test_a_day_so_many_months_on(day: date, months: int, then: date) -> None:
    assert months_on(day, months) == then
