"""Scoring, ranking, grading and vetoing as pure rules: tables, and properties over whatever may be scored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.assessments import rules, showing, vetoing
from bihuan.assessments.rules import Limits, Line, bands_of, line_of
from bihuan.assessments.usual import USUAL
from bihuan.assessments.vetoing import Held, Rule, may_have
from bihuan.figures.registry import FIGURES, Kind

RATE = Line(
    "rate", "figure", "整改率", Decimal(20), "hazards.rate", "least", bands_of("100得20，95得16，90得10")
)
LEFT = Line("left", "figure", "逾期", Decimal(15), "hazards.overdue", "most", bands_of("0得15；1得10；3得5"))
JUDGED = Line("duty", "judged", "履职", Decimal(65), standard="每缺一项扣5分")
BONUS = Line("bonus", "bonus", "表扬", Decimal(5), standard="每次1分")
DEDUCT = Line("deduct", "deduct", "弄虚作假", Decimal(10), standard="每次5分")
ALL = (RATE, LEFT, JUDGED, BONUS, DEDUCT)


@pytest.mark.parametrize(
    ("line", "value", "points"),
    [
        (RATE, 100, 20),
        (RATE, Decimal("99.9"), 16),
        (RATE, 95, 16),
        (RATE, Decimal("94.9"), 10),
        (RATE, 90, 10),
        (RATE, Decimal("89.9"), 0),
        (LEFT, 0, 15),
        (LEFT, 1, 10),
        (LEFT, 2, 5),
        (LEFT, 3, 5),
        (LEFT, 4, 0),
        (LEFT, None, None),
    ],
)
def test_a_band_gives_its_points_from_its_bound_on(line: Line, value: int | None, points: int | None) -> None:
    assert rules.points_of(line, value) == points


@pytest.mark.parametrize(
    ("points", "total", "says"),
    [
        ({"rate": 20, "left": 15, "duty": 65}, 100, "得100分／可得100分"),
        ({"rate": 16, "left": 10, "duty": 50}, 76, "得76分／可得100分"),
        ({"rate": None, "left": 15, "duty": 65}, 100, "不涉及的20分不计，按得分率折算"),
        ({"rate": None, "left": None, "duty": 40}, "61.5", "得40分／可得65分"),
        ({"rate": 20, "left": 15, "duty": 65, "bonus": 3}, 103, "加3分"),
        ({"rate": 0, "left": 0, "duty": 5, "deduct": 10}, 0, "扣10分"),
        ({"rate": 10, "left": 10, "duty": 60, "bonus": 2, "deduct": 5}, 77, "加2分，扣5分"),
        ({}, 0, "得0分／可得0分"),
    ],
)
def test_a_total_says_where_it_comes_from(points: dict[str, int | None], total: object, says: str) -> None:
    given_ = {key: None if one is None else Decimal(one) for key, one in points.items()}
    found = rules.total(ALL, given_)
    assert found.total == Decimal(str(total)) and says in found.says


scores = st.fixed_dictionaries(
    {line.key: st.one_of(st.none(), st.integers(0, int(line.points)).map(Decimal)) for line in ALL}
)


@given(scores)
def test_a_total_is_never_below_nought_nor_above_the_full_score_with_its_bonus(points: dict) -> None:  # type: ignore[type-arg]
    assert 0 <= rules.total(ALL, points).total <= rules.FULL + rules.BONUS_MAX


@given(scores, st.sampled_from(["rate", "left", "duty", "bonus"]))
def test_more_points_never_make_less(points: dict, key: str) -> None:  # type: ignore[type-arg]
    line = next(one for one in ALL if one.key == key)
    if points[key] is None or points[key] >= line.points:
        return
    assert rules.total(ALL, points | {key: points[key] + 1}).total >= rules.total(ALL, points).total


@given(st.dictionaries(st.integers(), st.one_of(st.none(), st.integers(0, 40).map(Decimal)), max_size=30))
def test_places_follow_totals_and_equals_share_one(totals: dict) -> None:  # type: ignore[type-arg]
    places = rules.ranks(totals)
    for key, total in totals.items():
        if total is None:
            assert places[key] is None
        else:
            assert places[key] == 1 + sum(one is not None and one > total for one in totals.values())


@pytest.mark.parametrize(
    ("total", "vetoed", "grade"),
    [(90, False, "excellent"), ("89.9", False, "good"), (80, False, "good"), (60, False, "passing"),
     ("59.9", False, "failing"), (100, True, "failing")],
)  # fmt: skip
def test_grades(total: object, vetoed: bool, grade: str) -> None:
    assert rules.grade_of(Decimal(str(total)), Limits(), vetoed=vetoed) == grade


@pytest.mark.parametrize(
    ("text", "said"),
    [("100", "看不懂"), ("百分百得20", "看不懂"), ("100得二十", "看不懂"), ("100得20 95得16", "看不懂")],
)
def test_bands_that_cannot_be_read_are_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bands_of(text)


@pytest.mark.parametrize(
    ("bands", "relation", "said"),
    [
        ("100得18，95得16", "least", "最好的一档应得满分20分。"),
        ("95得20，100得16", "least", "从最好的写起"),
        ("100得20，95得20", "least", "一档比一档少"),
        ("1得20，0得10", "most", "从最好的写起"),
        ("7得20，6得19，5得18，4得17，3得16，2得15，1得14", "least", "最多6档"),
    ],
)
def test_wrong_bands_are_told_at_their_field(bands: str, relation: str, said: str) -> None:
    line = Line("rate", "figure", "率", Decimal(20), "hazards.rate", relation, bands_of(bands))
    assert said in rules.check_lines([line], {})["bands_rate"]


@given(st.sampled_from(ALL))
def test_a_line_is_read_as_it_was_kept(line: Line) -> None:
    assert line_of(line.as_kept()) == line


@pytest.mark.parametrize("kind", list(USUAL))
def test_the_usual_sheets_have_nothing_wrong(kind: str) -> None:
    assert rules.check_lines(USUAL[kind], {}) == {}


SHOW = (
    "inspect.",
    "out.",
    "training.",
    "grid.patrols",
    "meetings.",
    "policies",
    "rounds.",
    "leaders.",
    "drills",
)


def test_nothing_that_counts_what_is_done_ever_scores() -> None:
    for key, figure in FIGURES.items():
        form = showing.RATIO if figure.kind is Kind.RATIO else showing.COUNT
        for relation in rules.RELATIONS:
            said = showing.why_refused(key, form, relation)
            if form == showing.COUNT and relation == "least":
                assert said, key  # more of a count is never better
            if key.startswith(SHOW) and key not in showing.LEFT and form == showing.COUNT:
                assert said, key


def test_what_may_score_is_in_the_registry() -> None:
    assert set(showing.LEFT) - set(FIGURES) == set()


HONOURS = ("honours",)
HELD = Held("发生死亡事故", HONOURS, date(2026, 6, 2), date(2027, 6, 1), number="1号")


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2026, 6, 1), "yes"),
        (date(2026, 6, 2), "no"),
        (date(2027, 6, 1), "no"),
        (date(2027, 6, 2), "yes"),
    ],
)
def test_a_veto_bars_from_its_first_day_to_its_last(on: date, verdict: str) -> None:
    assert may_have("honours", on, [HELD]).verdict == verdict
    assert may_have("promotion", on, [HELD]).verdict == "yes"


def test_a_candidate_puts_it_off_and_a_veto_says_no_all_the_same() -> None:
    waits = Held("挂牌逾期", HONOURS, None, None, lost="依据的隐患已作废")
    assert may_have("honours", date(2026, 7, 1), [waits]).verdict == "hold"
    assert may_have("honours", date(2026, 7, 1), [waits, HELD]).verdict == "no"
    assert "依据的隐患已作废" in may_have("honours", date(2026, 7, 1), [waits]).reasons[0]


def test_whether_a_village_answers_for_one_that_was_merged_into_it_is_for_people_to_say() -> None:
    taken_in, on = replace(HELD, of="石桥村"), date(2026, 7, 1)
    answer = may_have("honours", on, [taken_in])
    assert answer.verdict == "hold"
    assert (
        answer.reasons[0].startswith("石桥村（已并入）：发生死亡事故（1号）")
        and "研究确定" in answer.reasons[0]
    )
    assert may_have("honours", on, [taken_in, HELD]).verdict == "no"
    assert may_have("honours", date(2027, 6, 2), [taken_in]).verdict == "yes"
    assert may_have("promotion", on, [taken_in]).verdict == "yes"


@pytest.mark.parametrize(
    ("from_on", "months", "to_on"),
    [
        (date(2026, 6, 2), 12, date(2027, 6, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
    ],
)
def test_a_term_ends_the_day_before_the_same_day(from_on: date, months: int, to_on: date) -> None:
    assert vetoing.term(from_on, months) == to_on


@pytest.mark.parametrize("rule", vetoing.USUAL, ids=lambda one: one.code)
def test_the_usual_rules_lack_nothing_but_the_towns_own_paper(rule: Rule) -> None:
    assert set(vetoing.check_rule(rule)) == {"basis"} and rule.condition
