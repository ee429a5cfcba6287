"""Criteria and what they make of a unit; the steps of a unit; the score sheet."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rollout.rules import (
    CRITERIA,
    SHEET,
    SHEET_PASS,
    STEPS,
    USUAL,
    USUAL_PASS,
    Asked,
    Known,
    Scored,
    assess,
    check_criteria,
    check_scores,
    check_sheet,
    check_taking,
    check_wave,
    next_step,
    of_kept,
    outcome,
    to_explain,
    why_not_accept,
)

TODAY = date(2026, 6, 2)
MILL = Known(
    "trade.wood",
    above_scale=True,
    employees=80,
    dangers=("粉尘涉爆",),
    gravest=2,
    points=12,
    standard=True,
    willing=True,
)


def test_a_unit_that_meets_all_has_all_points_and_each_reason_in_words() -> None:
    found = assess(MILL, USUAL, USUAL_PASS)
    assert found.fits and found.score == found.full == 100
    assert [one.says for one in found.reasons] == [
        "规模以上",
        "从业80人",
        "木材加工",
        "有较大风险点、粉尘涉爆",
        "愿意",
        "没有",
    ]
    assert not found.lacking


def test_what_must_be_met_outweighs_every_score() -> None:
    found = assess(replace(MILL, willing=None), USUAL, USUAL_PASS)
    assert found.score == 75 and not found.fits
    assert [(one.label, one.says, one.must) for one in found.lacking] == [("愿意先建", "没有登记意愿", True)]
    assert assess(replace(MILL, willing=False), USUAL, USUAL_PASS).lacking[0].says == "不愿意"


def test_each_criterion_says_why_it_is_not_met() -> None:
    bare = Known("shop", major_hazards=1, overdue_hazards=2)
    asked = [Asked(key, 10, number=30, trades=("trade",)) for key in CRITERIA]
    found = assess(bare, asked, 10)
    assert found.score == 0 and not any(one.met for one in found.reasons)
    says = {one.label: one.says for one in found.reasons}
    assert says["没有重大隐患、没有逾期隐患"] == "重大隐患1条、逾期隐患2条"
    assert says["从业人数不少于30人"] == "没有登记从业人数"
    assert says["已有风险清单"] == "没有风险清单"
    assert assess(replace(bare, employees=30), [Asked("employees", 1, number=30)], 0).reasons[0].met


def test_a_unit_at_the_least_points_fits_and_below_it_does_not() -> None:
    asked = [Asked("scale", 30), Asked("list", 20)]
    assert assess(MILL, asked, 50).fits
    assert assess(replace(MILL, points=0), asked, 30).fits
    assert not assess(replace(MILL, points=0), asked, 31).fits


@given(st.lists(st.sampled_from(sorted(CRITERIA)), unique=True, min_size=1), st.integers(0, 300))
def test_a_score_is_the_sum_of_its_reasons_and_never_more_than_full(keys: list[str], least: int) -> None:
    asked = [Asked(key, 10, number=50, trades=("trade",)) for key in keys]
    found = assess(MILL, asked, least)
    assert found.score == sum(one.points for one in found.reasons) <= found.full
    assert found.fits == (found.score >= least)


def test_criteria_are_kept_and_read_back_alike() -> None:
    assert tuple(of_kept(one.as_kept()) for one in USUAL) == USUAL


def test_criteria_that_cannot_be_applied_are_refused_where_they_stand() -> None:
    assert check_criteria(USUAL, USUAL_PASS) == {}
    assert set(check_criteria([Asked("employees", 5), Asked("trade", 101, trades=("x",))], 0)) == {
        "number_employees",
        "points_trade",
        "trades_trade",
    }
    assert "least" in check_criteria([], 0)
    assert "least" in check_criteria(USUAL, 101)
    assert "least" in check_criteria(USUAL, None)


def test_the_next_step_is_the_first_that_is_not_done() -> None:
    assert next_step([]) == STEPS["invited"]
    assert next_step(["invited", "recorded"]) == STEPS["signed_in"]
    assert next_step(["recorded", "evaluated", "accepted"]) is None
    assert next_step([key for key in STEPS if key != "accepted"]) == STEPS["accepted"]


def test_a_unit_is_accepted_once_and_only_with_something_to_look_at() -> None:
    ready = ["recorded", "evaluated"]
    assert why_not_accept(ready, ended=False, accepted_on=None) == ""
    assert "录入风险点、评价分级" in why_not_accept([], ended=False, accepted_on=None)
    assert "2026年6月2日验收合格" in why_not_accept(ready, ended=False, accepted_on=TODAY)
    assert to_explain([*STEPS]) == "" and "还没有已" not in to_explain([])
    assert to_explain(["recorded", "evaluated", "alive"]) == "还没有邀请、登录"
    assert "退出" in why_not_accept(ready, ended=True, accepted_on=None)


def _scored(**lost: int) -> list[Scored]:
    return [
        Scored(one.key, one.part, one.text, one.points, one.points - lost.get(one.key, 0), one.must)
        for one in SHEET
    ]


def test_the_built_in_sheet_has_a_hundred_points() -> None:
    assert sum(one.points for one in SHEET) == 100 and check_sheet(SHEET, SHEET_PASS) == {}


@pytest.mark.parametrize(
    ("lost", "passed", "why"),
    [
        ({}, True, ""),
        ({"checks": 15, "notice": 5}, True, ""),
        ({"checks": 15, "notice": 5, "alive": 1}, False, "79分，不到合格的80分"),
        ({"measures": 7}, True, ""),
        ({"measures": 8}, False, "关键项不到一半：措施是现场真有的"),
    ],
)
def test_passed_is_enough_points_and_half_of_what_must_be(
    lost: dict[str, int], passed: bool, why: str
) -> None:
    found = outcome(_scored(**lost), SHEET_PASS)
    assert (found.passed, found.why) == (passed, why)


def test_every_item_is_scored_and_what_loses_points_says_why() -> None:
    full = {one.key: one.points for one in SHEET}
    assert check_scores(SHEET, full, {}) == {}
    wrong = check_scores(
        SHEET, full | {"duty": None, "points": 16, "grades": 9, "notice": 4}, {"notice": "缺一张"}
    )
    assert set(wrong) == {"score_duty", "score_points", "note_grades"}


def test_a_wave_and_a_list_ask_for_their_days() -> None:
    assert check_wave("pilot", "第一批", TODAY, TODAY, None, TODAY) == {}
    assert set(check_wave("", " ", None, None, date(2026, 6, 3), TODAY)) == {
        "kind",
        "name",
        "from_on",
        "to_on",
        "decided_on",
    }
    assert "早于" in check_wave("all", "二", TODAY, date(2026, 6, 1), None, TODAY)["to_on"]
    assert check_taking("1号", "区应急局", TODAY, TODAY) == {}
    assert set(check_taking("", "", date(2026, 6, 3), TODAY)) == {"number", "body", "dated_on"}
