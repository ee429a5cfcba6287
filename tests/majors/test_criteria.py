"""The criteria of major hazards as dated data. No database."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hazards.criteria import CRITERIA, STANDARDS, check_criterion, cited, criteria_for
from bihuan.units.rules import CATEGORIES

TODAY = date(2026, 6, 2)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("category", [code for code in CATEGORIES if code != "other"])
def test_every_trade_has_several_criteria_today(category: str) -> None:
    assert len(criteria_for(category, TODAY)) >= 4


def test_other_units_have_those_of_all_trades_alone() -> None:
    assert {one.standard.key for one in criteria_for("other", TODAY)} == {"tz2024"}


@pytest.mark.parametrize(
    ("category", "on", "keys"),
    [
        ("trade.wood", date(2017, 6, 1), ["xf2006"]),
        ("trade.wood", date(2023, 5, 14), ["gm2017", "xf2017"]),
        ("trade.wood", date(2023, 5, 15), ["gm2023", "xf2017"]),
        ("mine.sand", date(2022, 8, 31), ["ks2017"]),
        ("mine.sand", date(2022, 9, 1), ["ks2022"]),
        ("building", date(2022, 4, 18), []),
        ("building.house", date(2025, 1, 1), ["wf2016", "fj2024", "tz2024"]),
        ("school", date(2018, 6, 30), ["xf2006"]),
        ("school", date(2018, 7, 1), ["xf2017"]),
        ("transport", date(2023, 9, 30), []),
        ("chemical.station", TODAY, ["wh2017", "tz2024"]),
    ],
)
def test_the_standard_of_the_day_is_offered_of_the_own_trade_first(
    category: str, on: date, keys: list[str]
) -> None:
    assert list(dict.fromkeys(one.standard.key for one in criteria_for(category, on))) == keys


@pytest.mark.parametrize(
    ("code", "level", "category", "why"),
    [
        ("", "major", "fireworks", ""),
        ("", "general", "fireworks", ""),
        ("yh2017.5", "major", "fireworks", ""),
        ("tz2024.2", "major", "fireworks", ""),
        ("yh2017.99", "major", "fireworks", "没有这一条"),
        ("yh2017.5", "general", "fireworks", "只有重大隐患"),
        ("yh2017.5", "major", "school", "不适用"),
        ("xf2017.3", "major", "school", "失效"),
    ],
)
def test_a_criterion_that_does_not_fit_is_refused(code: str, level: str, category: str, why: str) -> None:
    said = check_criterion(code, level, category, TODAY)
    assert why in said if why else said == ""


@given(st.sampled_from(list(CATEGORIES)), DAYS)
def test_what_is_offered_is_accepted_and_what_is_not_is_refused(category: str, on: date) -> None:
    offered = {one.code for one in criteria_for(category, on)}
    assert {code for code in CRITERIA if not check_criterion(code, "major", category, on)} == offered


def test_editions_of_one_text_follow_each_other_without_overlap() -> None:
    for one in STANDARDS:
        if one.to_on:
            after = [other for other in STANDARDS if other.from_on == one.to_on]
            assert [other for other in after if other.categories == one.categories], one.key
            assert not one.in_force(one.to_on) and one.in_force(one.to_on - timedelta(days=1))


def test_codes_are_unique_and_fit_their_column_and_categories_are_known() -> None:
    counted = Counter(f"{one.key}.{row[0]}" for one in STANDARDS for row in one.rows)
    assert max(counted.values()) == 1
    assert max(map(len, CRITERIA)) <= 40
    assert {code for one in STANDARDS for code in one.categories} <= set(CATEGORIES)


def test_a_record_cites_its_standard_with_number_and_clause() -> None:
    assert cited("gm2023.13.1") == (
        "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第十三条：有限空间未辨识、未建台账、未设明显安全警示标志"
    )
    assert cited("") == ""
