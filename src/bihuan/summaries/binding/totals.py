"""Totals of tables: 合计 is what the rows or columns that it stands under list, be that the whole town or not. It is added up
only where nothing is counted twice and nothing left out; else it is asked."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES, SOURCES, Kind, count_rows
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.reading.tables import Table

_SLICES = ("place", "category")


def added(bindings: Sequence[Binding], laid: list[Table]) -> list[Binding]:
    """The bindings, those of totals with the `parts` that they add up, or asked where they cannot be. What a person chose
    stays, and so does a total of parts that count something else than itself (一般、重大 of all hazards)."""
    found = list(bindings)
    at = [one.blank.start for one in bindings]
    for table in laid:
        for whole, cells in table.grid.sums():
            index = _index(table, whole, at)
            if index is None or not _is_open(found[index]) or not cells:
                continue
            parts = [_index(table, cell, at) for cell in cells]
            known = [found[one] for one in parts if one is not None]
            if all(one.figure != found[index].figure for one in known) and len(known) == len(cells):
                continue
            if doubt := _doubt(known) if len(known) == len(cells) else "要相加的有一处不是空":
                why = f"合计是所列各项之和；{doubt}，请确认"
                found[index] = replace(found[index], status="ask", confidence=0.5, why=why)
            else:
                why = f"所列{len(known)}项相加"
                indexes = tuple(one for one in parts if one is not None)
                found[index] = replace(found[index], parts=indexes, why=why)
    return found


def _is_open(binding: Binding) -> bool:
    """Whether a total is not settled yet; one at the corner of two is added up once."""
    return binding.status == "bound" and not binding.chosen and not binding.parts


def sum_of(values: Sequence[Value | None]) -> Value:
    """The sum of some answers; unknown where one of them is."""
    known = [one.value for one in values if one is not None and one.value is not None]
    rows = sum(one.rows for one in values if one is not None)
    if len(known) < len(values):
        return Value(None, rows, "要相加的各项还有没有数的")
    return Value(int(sum(known)), rows)


def _index(table: Table, cell: tuple[int, int], at: list[int]) -> int | None:
    """Which binding stands in a cell."""
    row, column = table.grid.origin(*cell)
    start, end = table.spans[row][column]
    index = bisect_left(at, start)
    return index if index < len(at) and at[index] < end else None


def _doubt(parts: list[Binding]) -> str:
    """Why some numbers do not add up to a count of their own; "" where they do."""
    if any(one.status != "bound" or one.figure is None or one.measure.kind for one in parts):
        return "有的项还没有定"
    if len({one.figure for one in parts}) > 1:
        return "各项不是同一个指标"
    figure = FIGURES[str(parts[0].figure)]
    if figure.kind is Kind.RATIO or figure.measure is not count_rows:
        return f"“{figure.label}”不能由各项相加"
    through = SOURCES[figure.source].through is not None
    for one, other in combinations(parts, 2):
        ways = set(_apart(one, other)) - (set(_SLICES) if through else set())
        if not ways - ({"period"} if figure.kind is Kind.STOCK else set()):
            return f"“{one.blank.text}”和“{other.blank.text}”可能有重复"
    return ""


def _apart(one: Binding, other: Binding) -> Iterator[str]:
    """By what two numbers count different records."""
    for kind in _SLICES:
        here, there = getattr(one.scope, kind), getattr(other.scope, kind)
        if here and there and not (here.startswith(there) or there.startswith(here)):
            yield kind
    for kind in ("campaign", "team"):
        here, there = getattr(one.scope, kind), getattr(other.scope, kind)
        if here and there and here != there:
            yield kind
    if one.period[1] < other.period[0] or other.period[1] < one.period[0]:
        yield "period"
