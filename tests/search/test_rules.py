"""How a text is cut and asked for: whatever is a part of it is found, whatever is not is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.search import rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("疏散通道", ["疏散", "散通", "通道", "道"]),
        ("a12", ["a12", "12", "2"]),
        ("3号楼", ["3", "号楼", "楼"]),
        (
            "（东）应急责改〔2026〕5号",
            ["东", "应急", "急责", "责改", "改", "2026", "026", "26", "6", "5", "号"],
        ),
        ("Ａ１", ["a1", "1"]),
        ("…。", []),
    ],
)
def test_a_text_is_cut_into_pairs_and_endings(text: str, words: list[str]) -> None:
    assert rules.indexed(rules.normal(text)) == words


@given(st.text("通道疏散a1-2 〔〕Ａ", min_size=1, max_size=24), st.data())
def test_every_part_of_a_text_is_among_its_candidates(text: str, data: st.DataObject) -> None:
    kept = rules.normal(text)
    start = data.draw(st.integers(0, len(kept) - 1))
    part = kept[start : data.draw(st.integers(start + 1, len(kept)))]
    question, words = rules.asked(part), rules.indexed(kept)
    assert set(question.whole) <= set(words)
    assert all(any(word.startswith(begun) for word in words) for begun in question.begun)
    assert all(piece in kept for piece in question.parts)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单强", ("单强", "dq", "sq")),
        ("曾红", ("曾红", "ch", "zh")),
        ("王小红", ("王小红", "wxh")),
        ("Tom", ("Tom", "tom")),
    ],
)
def test_a_surname_is_found_as_surnames_are_read(name: str, read: tuple[str, ...]) -> None:
    assert rules.as_person(name) == read


def test_of_a_phone_the_last_four_digits_are_kept_and_asked() -> None:
    assert rules.as_phone("138-0000 1234") == ("1234",)
    assert rules.asked("13800001234").parts == ("1234",) == rules.asked("1234").parts
    assert rules.asked("2026-0000061 23800001234").parts == ("2026-0000061", "23800001234")
    assert (rules.initials("永安木业"), rules.initials("3号楼（东）")) == ("yamy", "3hld")
