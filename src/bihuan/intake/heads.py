"""Which row of a table is its head, what each column is, and which rows are no records. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bihuan.intake.book import Line, Sheet
from bihuan.intake.registry import Column

HEAD_ROWS_MAX = 20
HEIGHT_MAX = 3  # heads of heads, merged over their columns
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]|[*＊:：\s\u3000、/“”\"]")
_NOTE = re.compile(r"^(注|备注|说明|填表|填报|制表|审核|负责人签|联系人|单位（?盖章|日期)[：:（\d]?")
_SUM = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计)")
LEAST_CONTAINED = 2  # letters of a heading that stands inside another


@dataclass(frozen=True)
class Head:
    """The head of a table: its row, what stands over each column from A on, and how many columns were recognised."""

    row: int
    names: tuple[str, ...]
    known: int


def head_of(lines: Sequence[Line], columns: Sequence[Column]) -> Head:
    """The row among the first twenty over which most columns are recognised; the first of several as good. Heads that are merged
    over two or three rows are read together. Where nothing is recognised it is the first row of most cells."""
    best: Head | None = None
    for at, line in enumerate(lines):
        if line.row > HEAD_ROWS_MAX:
            break
        names = _together(lines[max(0, at - HEIGHT_MAX + 1) : at + 1])
        found = Head(line.row, names, len(proposed(names, columns)))
        if best is None or found.known > best.known:
            best = found
    assert best is not None  # a sheet that holds anything has a first row
    if best.known:
        return best
    widest = max(
        (one for one in lines if one.row <= HEAD_ROWS_MAX), key=lambda one: sum(map(bool, one.cells))
    )
    return Head(widest.row, widest.cells, 0)


def _together(lines: Sequence[Line]) -> tuple[str, ...]:
    """What stands over each column: the lowest row's word, or where that is empty the one above it in the next row up, unless that
    row is a title alone."""
    names = list(lines[-1].cells)
    below = lines[-1].row
    for line in reversed(lines[:-1]):
        if line.row != below - 1 or sum(map(bool, line.cells)) < 2:
            break
        below = line.row
        for place, said in enumerate(line.cells):
            if place >= len(names):
                names.append("")
            names[place] = names[place] or said
    return tuple(names)


def best_sheet(sheets: Sequence[Sheet], columns: Sequence[Column]) -> Sheet:
    """The worksheet whose head says most; the first of several as good."""
    return max(sheets, key=lambda one: head_of(one.lines, columns).known)


def proposed(names: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """For the columns that are recognised, where they stand (0 is A): first by what their heads say, then by the longest heading that
    stands in theirs."""
    words = {plain(word): one.key for one in reversed(columns) for word in (one.label, *one.also)}
    found: dict[str, int] = {}
    said = [plain(name) for name in names]
    for place, name in enumerate(said):
        if name in words and words[name] not in found:
            found[words[name]] = place
    for place, name in enumerate(said):
        if place in found.values() or not name:
            continue
        inside = [one for one in words if len(one) >= LEAST_CONTAINED and one in name]
        inside = [one for one in inside if words[one] not in found]
        if inside:
            found[words[max(inside, key=len)]] = place
    return found


def plain(name: str) -> str:
    """A heading without blanks, brackets and what stands in them."""
    return _BRACKETS.sub("", name) or re.sub(r"\s", "", name)


def is_note(cells: Iterable[str]) -> bool:
    """Whether a row below the head is a remark, a signature line or a sum: none of them is a record."""
    said = [one for one in cells if one]
    return bool(said) and (bool(_SUM.match(said[0])) or (len(said) == 1 and bool(_NOTE.match(said[0]))))


def letter(place: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)
