"""Codes, categories and details of units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from bihuan.units import rules

BODY = "91350100M000100Y4"
VALID = "91350100M000100Y43"  # a code of the standard's own pattern, check digit by GB 32100


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (VALID, VALID),
        (VALID.lower(), VALID),
        (f"  {VALID} ", VALID),
        ("".join(chr(ord(c) + 0xFEE0) for c in VALID), VALID),  # typed in full width
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_code_is_normalised_and_may_be_missing(typed: str, kept: str) -> None:
    assert rules.clean_uscc(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("9135", "应为18位，现为4位"),
        (VALID + "0", "应为18位，现为19位"),
        (VALID[:-1] + "4", "校验不符"),
        ("IOSVZ" + VALID[5:], "校验不符"),
        ("统一社会信用代码不对不对不对不对不", "应为18位"),
        ("一" * 18, "校验不符"),
    ],
)
def test_a_wrong_code_is_refused_with_what_to_do(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rules.clean_uscc(typed)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_sign_is_always_found(at: int, sign: str) -> None:
    changed = VALID[:at] + sign + VALID[at + 1 :]
    if changed == VALID:
        assert rules.clean_uscc(changed) == VALID
    else:
        with pytest.raises(ValueError, match="校验不符"):
            rules.clean_uscc(changed)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert uscc.calc_check_digit(BODY) == VALID[-1]


@pytest.mark.parametrize("code", rules.CATEGORIES)
def test_the_tree_is_whole(code: str) -> None:
    above = rules.parent(code)
    assert above == "" or above in rules.CATEGORIES
    # Slices by category are ranges of the code's beginning: no code may begin another that is not its child.
    assert not any(
        other != code and other.startswith(code) and not other.startswith(f"{code}.")
        for other in rules.CATEGORIES
    )


@pytest.mark.parametrize(
    ("category", "given_", "kept"),
    [
        ("school", {"pupils": "320", "boarding": "on"}, {"pupils": 320, "boarding": True}),
        ("school", {"pupils": "", "canteen": None, "dust": "on"}, {}),
        ("school", {"canteen": "no"}, {"canteen": False}),
        ("building.house", {"storeys": 3, "use": "出租"}, {"storeys": 3, "use": "出租"}),
        ("shop", {"pupils": "320"}, {}),
    ],
)
def test_details_are_those_of_the_category(
    category: str, given_: dict[str, object], kept: dict[str, object]
) -> None:
    assert rules.clean_details(category, given_) == kept


@pytest.mark.parametrize(
    ("category", "given_", "why"),
    [
        ("school", {"pupils": "很多"}, "在校（园）人数”应填数字"),
        ("school", {"pupils": "3²"}, "在校（园）人数”应填数字"),
        ("school", {"pupils": "9" * 5000}, "在校（园）人数”应填数字"),
        ("building", {"use": "仓储"}, "应从自住、经营、出租、公共中选择"),
    ],
)
def test_wrong_details_are_refused(category: str, given_: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rules.clean_details(category, given_)
