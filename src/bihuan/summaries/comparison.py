"""Two summaries side by side, two years or two versions: the numbers of the same sentences, and the claims that either
makes. Pure: pages in (`report.as_page`, or as they were frozen), lines out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.figures.evaluation import per_cent

LEAP_DAYS = 1  # by how much two years, halves or quarters of the same name may differ in length


@dataclass(frozen=True)
class Pair:
    """The same blank in two summaries; None where one has it not. `note` says why the two cannot be compared."""

    words: str
    sentence: str
    unit: str
    left: Any
    right: Any
    note: str = ""

    @property
    def change(self) -> Any:
        """How much more the right one says; None where that cannot be said."""
        if self.note or not all(isinstance(one, int | float) for one in (self.left, self.right)):
            return None
        return round(self.right - self.left, 1)

    @property
    def rate(self) -> Decimal | None:
        """The change in per cent of the left one; None of a rate, and where the left one is nought."""
        if self.change is None or not self.left or self.unit == "%":
            return None
        return per_cent(Decimal(str(self.change)), Decimal(str(self.left)))


@dataclass(frozen=True)
class Verdicts:
    """A claim, and what the records say of it in either summary; "" where one does not make it."""

    words: str
    left: str
    right: str


@dataclass(frozen=True)
class Comparison:
    """All of two summaries that can stand side by side; `uneven` where their periods are not of the same length."""

    numbers: tuple[Pair, ...]
    claims: tuple[Verdicts, ...]
    uneven: bool


def side_by_side(left: dict[str, Any], right: dict[str, Any]) -> Comparison:
    """Two pages, the earlier one left: numbers by their anchors, claims by their words, in the right one's order; what
    only the left one has comes last."""
    return Comparison(
        tuple(_numbers(left, right)),
        tuple(_claims(left, right)),
        abs(_days(left) - _days(right)) > LEAP_DAYS,
    )


def _numbers(left: dict[str, Any], right: dict[str, Any]) -> Iterator[Pair]:
    there = {one["anchor"]: one for one in left["blanks"] if one["kind"] == "number"}
    for one in right["blanks"]:
        if one["kind"] == "number":
            yield _pair(there.pop(one["anchor"], None), one)
    for one in there.values():
        yield _pair(one, None)


def _pair(left: dict[str, Any] | None, right: dict[str, Any] | None) -> Pair:
    one = right or left or {}
    values = (left["value"] if left else None, right["value"] if right else None)
    note = ""
    if left and right and left["figure"] != right["figure"]:
        note = "两篇里定的不是同一个指标"
    elif left and right and _where(left) != _where(right):
        note = f"范围不同：{_where(left)}；{_where(right)}"
    return Pair(one["text"], one["sentence"], one["unit"] or "", *values, note)


def _where(entry: dict[str, Any]) -> str:
    return entry["scope"]["text"] if entry["scope"] else "全镇"


def _claims(left: dict[str, Any], right: dict[str, Any]) -> Iterator[Verdicts]:
    there = {one["text"]: one["verdict"] for one in left["claims"]}
    for one in right["claims"]:
        yield Verdicts(one["text"], there.pop(one["text"], ""), one["verdict"])
    for text, verdict in there.items():
        yield Verdicts(text, verdict, "")


def _days(page: dict[str, Any]) -> int:
    since, until = (date.fromisoformat(one) for one in page["period"])
    return (until - since).days
