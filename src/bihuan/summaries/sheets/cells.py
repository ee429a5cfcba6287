"""What a square of a form is bound to, and what it says for a period: all squares of a form in one evaluation."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bihuan.core import scope as scoping
from bihuan.core.calendar import years_on
from bihuan.figures.evaluation import Ask, Value, evaluate, sliceable
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.measures import MEASURES, Measure, measured, other_ask
from bihuan.summaries.binding.scope import slice_of
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.choices import Choice, ChoiceError, scope_of
from bihuan.summaries.sheets.workbook import Table, address

# The days of a square, seen from the period of the report.
DAYS = {"period": "本期", "year": "年初至期末", "last_year": "上年同期"}
_WRITTEN = re.compile(r"^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$")


@dataclass(frozen=True)
class CellBinding:
    """A figure with what it is narrowed to, and its days relative to the period of the report."""

    choice: Choice
    days: str = "period"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "CellBinding":
        """A binding as `as_json` made it."""
        return cls(Choice.of(dict(given)), str(given.get("days") or "period"))

    def as_json(self) -> dict[str, Any]:
        """Only what was said."""
        return self.choice.as_json() | ({"days": self.days} if self.days != "period" else {})

    def check(self) -> None:
        """Raises ChoiceError where it makes no sense."""
        if not self.choice.figure or self.choice.words:
            raise ChoiceError("figure", "请选定一个指标。")
        if self.days not in DAYS:
            raise ChoiceError("days", "没有这种期间，请重新选择。")
        self.choice.check()


@dataclass(frozen=True)
class Answer:
    """What a bound square says. `ask` is None where nothing could be asked; `problem` then tells why, or why the value
    is missing."""

    binding: CellBinding
    label: str
    where: str
    period: tuple[date, date]
    unit: str = ""
    ask: Ask | None = None
    other: Ask | None = None
    value: Value | None = None
    problem: str = ""

    @property
    def printed(self) -> Any:
        """The number, or None."""
        return self.value.value if self.value else None

    @property
    def how(self) -> str:
        """The measure in words; "" for the value itself."""
        return MEASURES.get(self.binding.choice.measure, "")


def written(tables: Iterable[Table]) -> dict[str, CellBinding]:
    """The squares that say their figure themselves, as {{ 排查隐患 }} or {{ hazards.found }}."""
    by_label = {one.label: one.key for one in FIGURES.values()}
    found = {}
    for table in tables:
        for square in table.squares.values():
            if square.may_be_filled and (match := _WRITTEN.match(square.text)):
                figure = by_label.get(match.group(1), match.group(1))
                found[address(table.name, square.at)] = CellBinding(Choice(figure=figure))
    return found


def answers(
    scope: scoping.Scope,
    bindings: Mapping[str, CellBinding],
    vocabulary: Vocabulary,
    since: date,
    until: date,
    as_of: date,
) -> dict[str, Answer]:
    """What each bound square says for a period and a cut-off (days inclusive)."""
    asked = {where: _asked(one, vocabulary, since, until, as_of) for where, one in bindings.items()}
    values = evaluate(scope, [ask for one in asked.values() for ask in (one.ask, one.other) if ask])
    return {where: _answered(one, values) for where, one in asked.items()}


def days_of(days: str, since: date, until: date) -> tuple[date, date]:
    """The days that DAYS means, seen from a period."""
    if days == "year":
        return until.replace(month=1, day=1), until
    return (years_on(since, -1), years_on(until, -1)) if days == "last_year" else (since, until)


def _asked(binding: CellBinding, vocabulary: Vocabulary, since: date, until: date, as_of: date) -> Answer:
    choice = binding.choice
    period = days_of(binding.days, since, until)
    figure = FIGURES.get(choice.figure)
    if figure is None:
        return Answer(
            binding, choice.figure, "", period, problem=f"指标“{choice.figure}”已经没有了，请重新选定"
        )
    part = scope_of(choice, vocabulary, period)
    plain = Answer(binding, figure.label, part.text or "全镇", period, figure.unit)
    if part.unknown:
        return replace(plain, problem=f"{part.unknown}，请重新选定")
    sliced = slice_of(part)
    if not sliceable(figure, sliced):
        return replace(plain, problem=f"“{figure.label}”没有按“{part.text}”记录，请重新选定")
    cutoff = years_on(as_of, -1) if binding.days == "last_year" else as_of
    ask = Ask(figure.key, *period, cutoff, sliced)
    return replace(plain, ask=ask, other=other_ask(ask, Measure(choice.measure)))


def _answered(one: Answer, values: dict[Ask, Value]) -> Answer:
    if one.ask is None:
        return one
    other = values[one.other] if one.other else None
    value = measured(Measure(one.binding.choice.measure), values[one.ask], other)
    return replace(one, value=value, problem=value.missing)
