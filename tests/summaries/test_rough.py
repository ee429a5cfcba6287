"""Round numbers as they are read and as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.summaries.reading.rough import holds, rounded


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (523, "520余"),
        (520, "520"),
        (1234, "1200余"),
        (38, "30余"),
        (30, "30"),
        (19, "19"),
        (7, "7"),
        (0, "0"),
    ],
)
def test_a_round_number_keeps_two_digits(value: int, printed: str) -> None:
    assert rounded(value) == printed


@given(st.integers(min_value=0, max_value=10**9))
def test_a_round_number_is_never_above_the_truth_and_holds(value: int) -> None:
    said = rounded(value)
    assert holds(Decimal(said.rstrip("余")), "余" if said.endswith("余") else "", value)
