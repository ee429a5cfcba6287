"""A sentence does not say twice what a value repeats of it; what only looks alike stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.texts import filled
from tests.documents.reading import as_text
from tests.documents.samples import SAMPLES


@pytest.mark.parametrize(
    ("pattern", "value", "said"),
    [
        ("因{x}，依据", "因场地潮湿", "因场地潮湿，依据"),
        ("因{x}，依据", "由于场地潮湿。", "因场地潮湿，依据"),
        ("因{x}，依据", "因为场地潮湿", "因场地潮湿，依据"),
        ("因{x}，依据", "因素复杂", "因因素复杂，依据"),
        ("移送理由：{x}。", "移送理由：超出职权", "移送理由：超出职权。"),
        ("移送理由：{x}。", "理由:超出职权", "移送理由：超出职权。"),
        ("移送理由：{x}。", "理由充分，超出职权", "移送理由：理由充分，超出职权。"),
        (
            "上述行为违反了{x}的规定。",
            "违反《安全生产法》第三十六条的规定。",
            "上述行为违反了《安全生产法》第三十六条的规定。",
        ),
        (
            "[，违反了{x}的规定]。",
            "违反了《安全生产法》第三十六条",
            "，违反了《安全生产法》第三十六条的规定。",
        ),
        ("依据{x}，决定", "依据《安全生产法》", "依据《安全生产法》，决定"),
        ("处以罚款人民币{x}的处罚", "人民币1000元", "处以罚款人民币1000元的处罚"),
        ("依据{x}，决定", "依据", "依据依据，决定"),  # all that was typed: it is seen on the paper
        ("整改要求：{x}。", "更换线路", "整改要求：更换线路。"),
    ],
)
def test_words_of_the_form_are_not_repeated(pattern: str, value: str, said: str) -> None:
    assert filled(pattern, lambda _name: value) == said


@given(st.text("因由于为的规定违反了依据：，。理由甲乙", max_size=12))
def test_a_value_is_never_lost(value: str) -> None:
    for pattern in ("因{x}，依据", "移送理由：{x}。", "违反了{x}的规定。"):
        bare = filled(pattern, lambda _name: "")
        assert filled(pattern, lambda _name: value) != bare or not value.strip("，。：、,.; \n")


def test_no_paper_says_a_reason_twice() -> None:
    one = SAMPLES["evidence"]
    text = as_text(replace(one, typed={**one.typed, "reason": "因台账可能被转移"}).form)
    assert "因台账可能被转移，有关证据" in text
    assert "因因" not in text
