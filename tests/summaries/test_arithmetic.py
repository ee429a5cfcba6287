"""Numbers of a text that contradict one another, whatever the records say."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bihuan.summaries.truth.arithmetic import ERROR, flaws

SENTENCE = "共发现隐患{found}条，其中立即整改{onsite}条，限期整改{ordered}条，已整改{done}条，整改率{rate}%。"


def errors(text: str) -> list[str]:
    return [one.text for one in flaws(text) if one.severity == ERROR]


@pytest.mark.parametrize(
    "text",
    [
        "发现隐患9条，立即整改5条，限期整改5条。",
        "发现隐患20条，已整改21条。",
        "发现隐患200条，已整改150条，整改率80%。",
        "检查企业20家次，其中加油站12家次、学校10家次。",
        "发现隐患30条，分别为用电10条、消防12条。",
    ],
)
def test_what_cannot_be_is_an_error_that_names_both_sides(text: str) -> None:
    found = errors(text)
    assert found and any(digit.isdigit() for digit in found[0])


@pytest.mark.parametrize(
    "text",
    [
        "发现隐患9条，立即整改5条，限期整改4条。",
        "发现隐患200条，已整改150条，整改率75%。",
        "发现隐患50余条，立即整改40余条。",
        "检查企业20家次，发现隐患9条。7月检查企业30家次，发现隐患11条。",
        "24小时值班，四级网格，2018年3月1日。",
        "检查企业____家次，发现隐患XX条，其中立即整改XX条。",
        "共排查隐患73条，其中一般隐患71条、重大隐患2条；立即整改45条，限期整改26条，移送办理2条，经复查合格11条。截至目前已整改57条，"
        "未整改16条，逾期未整改2条。已整改57条，整改率78.1%，其余16条尚未整改，其中逾期2条。",
    ],
)
def test_what_may_be_is_none(text: str) -> None:
    assert errors(text) == []


@settings(max_examples=100, deadline=None)
@example(onsite=201, ordered=199, closed=0, off=1)  # 50.25 %: rounded up, as people do
@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400), st.integers(1, 50))
def test_a_consistent_sentence_has_no_flaw_and_a_perturbed_one_has(
    onsite: int, ordered: int, closed: int, off: int
) -> None:
    found, done = onsite + ordered, onsite + min(closed, ordered)
    rate = (Decimal(100 * done) / found).quantize(Decimal("0.1"), ROUND_HALF_UP)
    right = SENTENCE.format(found=found, onsite=onsite, ordered=ordered, done=done, rate=rate)
    assert errors(right) == []
    wrong = SENTENCE.format(found=found, onsite=onsite, ordered=ordered, done=found + off, rate=100)
    assert errors(wrong)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789发现隐患条其中立即整改限期率%，。；余XX占（）", max_size=80))
def test_any_text_is_read_without_harm(text: str) -> None:
    for one in flaws(text):
        assert 0 <= one.start < one.end <= len(text) and one.text
