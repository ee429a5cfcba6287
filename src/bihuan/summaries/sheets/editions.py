"""A superior's form in a new edition: what was chosen for the squares of the old one goes along with their heads, for rows and columns
are put in between; what cannot be found again is told, never guessed. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.summaries.sheets.heads import heads_of
from bihuan.summaries.sheets.workbook import Square, Table, address

_Heads = tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """The bindings of the new edition by address; how many stayed where they were; which moved (before, now); which are lost, by the old
    address, with why."""

    bindings: dict[str, Any]
    stayed: int
    moved: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]


def carried(bindings: Mapping[str, Any], old: Sequence[Table], new: Sequence[Table]) -> Carried:
    """What becomes of bindings. A square is the same where the same words stand beside and above it, in the worksheet of the same name or
    at its place."""
    before, after = _squares(old), _squares(new)
    by_heads: dict[tuple[str, _Heads], list[str]] = defaultdict(list)
    for where, (square, heads) in after.items():
        if heads and square.may_be_filled:
            by_heads[where.rpartition("!")[0], heads].append(where)
    renamed = {one.name: other.name for one, other in zip(old, new, strict=False)}
    names = {one.name for one in new}
    found: dict[str, Any] = {}
    stayed, moved, lost = 0, [], []
    for where, binding in bindings.items():
        table, _, at = where.rpartition("!")
        table = table if table in names else renamed.get(table, table)
        heads = before[where][1] if where in before else ()
        same = after.get(address(table, at))
        there = by_heads.get((table, heads), [])
        if same is not None and same[1] == heads and same[0].may_be_filled:
            found[address(table, at)] = binding
            stayed += 1
        elif len(there) == 1 and there[0] not in found:
            found[there[0]] = binding
            moved.append((where, there[0]))
        else:
            lost.append((where, _why(same[0] if same and same[1] == heads else None, heads)))
    return Carried(found, stayed, tuple(moved), tuple(lost))


def _squares(tables: Sequence[Table]) -> dict[str, tuple[Square, _Heads]]:
    return {
        address(table.name, square.at): (square, heads_of(table, square))
        for table in tables
        for square in table.squares.values()
    }


def _why(same: Square | None, heads: _Heads) -> str:
    named = " ".join(heads)
    if same is not None:
        return f"“{named}”这一格{'成了公式' if same.is_formula else '被锁定'}"
    return f"新表里找不到“{named}”这一格" if named else "新表里没有这一格"
