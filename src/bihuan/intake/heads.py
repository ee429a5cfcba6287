"""Which row of a table is its head, what each column is, and which rows are no records. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bihuan.intake.book import Line, Sheet
from bihuan.intake.cells import bare
from bihuan.intake.registry import Column, Option

HEAD_ROWS_MAX = 20
HEIGHT_MAX = 3  # heads of heads, merged over their columns
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]|[*＊:：\s\u3000、/“”\"]")
_INSIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_AND = re.compile(r"[及和与、/,，]")
_NOTE = re.compile(r"^(注|备注|说明|填表|填报|制表|审核|审批|负责人签|联系人|单位（?盖章|日期)[：:（\d]?")
_SIGNED = re.compile(r"^(填表|填报|制表|审核|审批|复核|经办|负责|联系|上报|填制)[^：:]{0,6}[：:]")
_SUM = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计)")
_SUM_ALONE = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计)[：:]?\s*\d*\s*[家户个人处]?$")
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
    said = [(place, part) for place, name in enumerate(names) for part in _parts(name)]
    for place, part in said:
        if part in words:
            found.setdefault(words[part], place)
    matched = {(place, part) for place, part in said if part in words}
    for place, part in said:
        if (place, part) in matched:
            continue
        inside = [one for one in words if len(one) >= LEAST_CONTAINED and one in part]
        inside = [one for one in inside if words[one] not in found]
        if inside:
            found[words[max(inside, key=len)]] = place
    return found


def _parts(name: str) -> list[str]:
    """The plain headings in one: two of 负责人及电话. An identity number is never asked for, whatever stands in its heading."""
    if "身份证" in name:
        return []
    return [part for one in _AND.split(_INSIDE.sub("", name) or name) if (part := plain(one))]


def filled_by(
    sheet: str, columns: Sequence[Column], found: Mapping[str, int], options: Mapping[str, Sequence[Option]]
) -> dict[str, str]:
    """What a worksheet's name says of all its rows: the village or the trade of which it is the list, where no column says it."""
    said = {}
    for one in columns:
        if one.fill and one.key not in found:
            match = [option.label for option in options.get(one.key, ()) if _is_called(option, sheet)]
            if len(match) == 1:
                said[one.key] = match[0]
    return said


def _is_called(option: Option, name: str) -> bool:
    return bare(name) in {bare(option.label), *map(bare, option.also)}


def plain(name: str) -> str:
    """A heading without blanks, brackets and what stands in them."""
    return _BRACKETS.sub("", name) or re.sub(r"\s", "", name)


def is_note(cells: Iterable[str]) -> bool:
    """Whether a row below the head is a remark, a line of signatures or a sum: none of them is a record. A sum may stand behind a
    village's name that is merged over its rows."""
    said = [one for one in cells if one]
    if not said:
        return False
    is_sum = bool(_SUM.match(said[0])) or any(map(_SUM_ALONE.match, said[1:3]))
    return is_sum or bool(_SIGNED.match(said[0])) or (len(said) == 1 and bool(_NOTE.match(said[0])))


def is_head_again(cells: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a row says what the head says, as on each page of a printed ledger."""
    pairs = ((one, above) for one, above in zip_longest(cells, head, fillvalue="") if one)
    return sum(map(bool, cells)) > 1 and all(plain(one) == plain(above) for one, above in pairs)


def letter(place: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)
