"""Two summaries side by side: what may be compared is, what may not says why."""

from decimal import Decimal
from typing import Any

from bihuan.summaries.comparison import side_by_side

YEAR, NEXT, HALF = ["2025-01-01", "2025-12-31"], ["2026-01-01", "2026-12-31"], ["2026-01-01", "2026-06-30"]


def blank(anchor: str, value: Any, **more: Any) -> dict[str, Any]:
    given = {"kind": "number", "figure": "inspect.visits", "scope": None, "unit": "家次", "sentence": ""}
    return {**given, "anchor": anchor, "text": f"检查{anchor}", "value": value, **more}


def page(
    period: list[str], *blanks: dict[str, Any], claims: tuple[tuple[str, str], ...] = ()
) -> dict[str, Any]:
    said = [{"text": text, "verdict": verdict} for text, verdict in claims]
    return {"period": period, "blanks": list(blanks), "claims": said}


def test_the_same_sentences_stand_in_one_line_with_what_changed() -> None:
    last = page(YEAR, blank("a", 96), blank("gone", 3), blank("words", "若干", kind="words"))
    this = page(NEXT, blank("a", 120), blank("new", 4), blank("words", "若干", kind="words"))
    first, new, gone = side_by_side(last, this).numbers
    assert (first.left, first.right, first.change, first.rate) == (96, 120, 24, Decimal("25.0"))
    assert (new.left, new.right, new.change) == (None, 4, None)
    assert (gone.left, gone.right, gone.rate) == (3, None, None)


def test_a_rate_has_no_rate_and_nothing_grows_from_nought() -> None:
    last = page(YEAR, blank("a", 91.5, unit="%"), blank("b", 0), blank("c", None))
    this = page(NEXT, blank("a", 95.0, unit="%"), blank("b", 7), blank("c", 7))
    rate, nought, missing = side_by_side(last, this).numbers
    assert (rate.change, rate.rate) == (3.5, None)
    assert (nought.change, nought.rate) == (7, None)
    assert missing.change is None


def test_what_does_not_count_the_same_is_not_subtracted() -> None:
    village = {"text": "石桥村"}
    last = page(YEAR, blank("a", 9), blank("b", 9))
    this = page(NEXT, blank("a", 9, figure="hazards.found"), blank("b", 9, scope=village))
    figure, scope = side_by_side(last, this).numbers
    assert (figure.change, scope.change) == (None, None)
    assert "同一个指标" in figure.note and "全镇；石桥村" in scope.note


def test_claims_stand_side_by_side_by_their_words() -> None:
    last = page(YEAR, claims=(("已全部整改", "disproved"), ("无逾期", "proved")))
    this = page(NEXT, claims=(("已全部整改", "proved"), ("全覆盖", "undecidable")))
    found = [(one.words, one.left, one.right) for one in side_by_side(last, this).claims]
    assert found == [
        ("已全部整改", "disproved", "proved"),
        ("全覆盖", "", "undecidable"),
        ("无逾期", "proved", ""),
    ]


def test_a_half_year_beside_a_year_is_said_to_be_uneven() -> None:
    leap = ["2028-01-01", "2028-12-31"]
    assert side_by_side(page(YEAR), page(HALF)).uneven
    assert not side_by_side(page(YEAR), page(leap)).uneven
