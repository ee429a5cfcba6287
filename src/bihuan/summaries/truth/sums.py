"""The sums of tables: a 合计 that is not the sum of what it adds up. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bihuan.summaries.reading.numbers import Number
from bihuan.summaries.reading.rough import number_of
from bihuan.summaries.reading.rows import is_row
from bihuan.summaries.reading.tables import Cell, tables

_EXACT = re.compile(r"(?P<digits>\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?) ?(?P<unit>[^\d余多]{0,3})")
_ADDED_MAX = 100_000
# Of these the same one may stand in several rows and count once in all.
_COUNTED_ONCE = ("", "家", "户", "个", "人", "名", "所")


def of_tables(text: str) -> Iterator[tuple[tuple[Number, ...], bool, str]]:
    """Each total that does not fit: the numbers, whether it cannot be read otherwise, and both sides in words."""
    for table in tables(tuple(text.split("\n"))):
        for whole, parts in table.grid.sums():
            total = _number(table.cell(*whole))
            known = [number for one in parts if (number := _number(table.cell(*one))) is not None]
            if total is None or total.unit == "%" or len(known) < 2 or len(known) < len(parts):
                continue
            if len({one.unit for one in (*known, total)} - {""}) > 1:
                continue
            real = sum((one.value or Decimal(0) for one in known), Decimal(0))
            if real != total.value:
                is_sure = total.unit not in _COUNTED_ONCE and not _adds_up_some(known, total)
                said = f"表中“{total.before}”写{total.words}，所列{len(known)}项相加是{real.normalize():f}"
                yield (*known, total), is_sure, said


def without_tables(text: str) -> str:
    """The text with its tables blanked out, every offset kept: a row is no sentence."""
    return "\n".join(" " * len(one) if is_row(one) else one for one in text.split("\n"))


def _adds_up_some(parts: list[Number], total: Number) -> bool:
    """Whether a total is the sum of some of its parts: the others may be parts of those (危化品, 加油站)."""
    values = [one.value or Decimal(0) for one in (total, *parts)]
    if any(one != int(one) or one > _ADDED_MAX for one in values):
        return sum(values[1:]) > values[0]
    sums = 1  # bit n: n is the sum of some
    for value in values[1:]:
        sums |= sums << int(value)
    return bool(sums >> int(values[0]) & 1)


def _number(cell: Cell) -> Number | None:
    """An exact number that has a cell to itself; None of anything else."""
    found = _EXACT.fullmatch(cell.text)
    if found is None or not cell.counts:
        return None
    unit = (found["unit"] or cell.unit or cell.common).replace("％", "%")
    return Number(cell.start, cell.end, number_of(found["digits"]), unit, cell.name, cell.text)
