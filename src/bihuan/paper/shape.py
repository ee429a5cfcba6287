"""Decisions about shape that PDF and docx share: where a title breaks, how wide a table's columns are."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bihuan.paper.document import Paragraph, Table
from bihuan.paper.form import Block, Boxes, Form, Sealed, Signings

TITLE_LINE = 20  # characters of 二号 (22 pt) that fit into 156 mm
SLACK = 4  # how far from an even split a title may break to keep a word whole
AREA_POINTS = 442  # 156 mm
SEALED_INSET = 4.0  # characters from the right to a date that gets a seal
CENTRED = 10  # a column whose cells are all this short (in Han widths) is centred
CELL_POINTS = 12  # 小四, a table's characters
CROWDED = 10  # a table of more columns is set in 五号
CROWDED_POINTS = 10.5
PADDING = 9.0  # left and right of a cell's text, points
NARROW = 7  # a date (2018年12月31日) is not broken
BROKEN = 4  # a column whose cells wrap has so many characters a line at least
PICTURED = 12  # a signature, three times as wide as high
WIDEST = 18  # a longer cell wraps; it does not make its column wider
LABEL = (4, 7)  # a label's column in a form's boxes: so many characters at least, and at most before it wraps
ROW_LINES = 20  # a row that is taller goes on on the next page; a shorter one is not torn apart
MILLIMETRE = 72 / 25.4
SIGN_LINE = 9  # millimetres: the line for signing at each page's foot
STRUCK = "／"  # an empty value
DAY = "　　年　　月　　日"  # a day to be written in by hand

# A title is broken by meaning (GB/T 9704-2012, 7.3.1): better before these words, or after those.
BEFORE = ("关于", "安全生产", "工作", "专项", "情况")
AFTER = ("年度", "年", "、", "和", "的", "暨", "政府", "委员会", "办公室")


def title_lines(title: str) -> list[str]:
    """The title's lines: as given when it has line ends, else as few and as even as can be, words kept whole."""
    if "\n" in title:
        return [line.strip() for line in title.split("\n") if line.strip()]
    count = -(-width(title) // TITLE_LINE)
    if count <= 1:
        return [title]
    ideal = len(title) / count
    cuts = [0]
    for number in range(1, count):
        target = round(number * ideal)
        nearby = range(max(cuts[-1] + 1, target - SLACK), min(len(title) - 1, target + SLACK) + 1)
        cuts.append(min(nearby, key=lambda at: (_cost(title, at), abs(at - target))))
    return [title[start:end] for start, end in pairwise([*cuts, len(title)])]


def _cost(title: str, at: int) -> int:
    """0 for a break by meaning, 1 for any other, 2 inside a number or before a mark that may not begin a line."""
    before, after = title[:at], title[at:]
    if (before[-1].isascii() and after[0].isascii()) or (before[-1].isdigit() and after[0] in "年月日号"):
        return 2
    if before[-1] == "年" and after[0] == "度":
        return 2
    if after[0] in "）》〉、，。：；！？”’〕" or before[-1] in "（《〈“‘〔":
        return 2
    return 0 if after.startswith(BEFORE) or before.endswith(AFTER) else 1


def width(text: str) -> int:
    """How many Han characters wide the text is; two half-width ones count as one."""
    return -(-_halves(text) // 2)


def _halves(text: str) -> int:
    return sum(map(_half, text))


@cache
def _half(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def signature_insets(organ: str, dated: str) -> tuple[float, float]:
    """How far from the right organ and date stand, in Han characters.

    The date four in, the organ centred over it; an organ too long for that ends at the right, the date under its
    middle (GB/T 9704-2012, 7.3.5).
    """
    shift = (_halves(organ) - _halves(dated)) / 4 if organ else 0.0
    return max(0.0, SEALED_INSET - shift), max(SEALED_INSET, shift)


def masthead_size(masthead: str) -> float:
    """Points of 发文机关标志: as large as fits into 156 mm, 48 at most."""
    return min(48.0, AREA_POINTS // max(1, width(masthead)))


def column_widths(table: Table, area: float = AREA_POINTS, *, stretches: bool = False) -> list[float]:
    """The columns' widths in points, together the type area. Short columns get what they need, long ones share the rest, none of them
    so little that it breaks into one sign a line; where the table `stretches`, those whose cells are whole paragraphs get more of it."""
    size = cell_points(table)
    pictured = {one.column for one in table.pictures}
    wishes = [
        max(PICTURED if number in pictured else 2, _wished(max(map(_longest_line, column)), stretches)) * size
        + PADDING
        for number, column in enumerate(_columns(table))
    ]
    narrow = [wish <= NARROW * size + PADDING for wish in wishes]
    taken = sum(wish for wish, is_narrow in zip(wishes, narrow, strict=True) if is_narrow)
    shared = sum(wishes) - taken
    left, least = area - taken, BROKEN * size + PADDING
    spare = left - (len(wishes) - sum(narrow)) * least
    if not shared or spare < 0:
        return [wish * area / sum(wishes) for wish in wishes]
    over = sum(wish - least for wish, is_narrow in zip(wishes, narrow, strict=True) if not is_narrow)
    return [
        wish if is_narrow else least + (wish - least) * spare / over
        for wish, is_narrow in zip(wishes, narrow, strict=True)
    ]


def cell_points(table: Table) -> float:
    """Points of a table's characters."""
    return CROWDED_POINTS if len(table.grid[0]) > CROWDED else CELL_POINTS


def _wished(longest: int, stretches: bool) -> float:
    """How many characters wide a column would be, by its longest line."""
    if longest <= WIDEST or not stretches:
        return min(longest, WIDEST)
    return WIDEST + min(2.5 * math.sqrt(longest - WIDEST), 2 * WIDEST)


def centred_columns(table: Table) -> list[bool]:
    """Which columns are centred: those of numbers, dates and short words."""
    heads = len(table.head_rows)
    return [max(map(_longest_line, column[heads:]), default=0) <= CENTRED for column in _columns(table)]


def _columns(table: Table) -> list[Sequence[str]]:
    """The texts of each column; one that spans several makes none of them wider."""
    wide = {(one.row, one.column) for one in table.spans if one.wide > 1}
    rows = [
        ["" if (number, column) in wide else text for column, text in enumerate(row)]
        for number, row in enumerate(table.grid)
    ]
    return list(zip(*rows, strict=True))


def _longest_line(cell: str) -> int:
    return max((width(line) for line in cell.split("\n")), default=0)


@dataclass(frozen=True)
class Density:
    """How close a form's lines stand: points of a character and of a line, millimetres of a place for signing, points of a line beside
    it, and what is free above the body that issues and below the day, for its seal."""

    size: float
    pitch: float
    sign: float
    label: float = 15.5
    above: float = 44
    below: float = 24


# 四号 on 26 pt as an office sets it; closer where that makes the form one page.
DENSITIES = (
    Density(14, 26, 12),
    Density(14, 23, 12),
    Density(12, 20, 12),
    Density(12, 18, 10, 14),
    Density(12, 16.5, 10, 14),
    Density(12, 15.5, 10, 14, above=38, below=8),
)


@dataclass(frozen=True)
class FormPage:
    """A form's margins and type area, in points."""

    top: float
    right: float
    bottom: float
    left: float
    width: float
    height: float

    @classmethod
    def of(cls, form: Form) -> "FormPage":
        """28 mm for the file's holes at the left, of a page across at the top; the foot has its code."""
        wide, tall = (297, 210) if form.across else (210, 297)
        top, left = (28, 25) if form.across else (25, 28)
        right, bottom = 25, 28 + SIGN_LINE * bool(form.page_sign)
        sides = (top, right, bottom, left, wide - left - right, tall - top - bottom)
        return cls(*(side * MILLIMETRE for side in sides))


def is_torn(cells: Sequence[str], widths: Sequence[float]) -> bool:
    """Whether a row may go on on the next page: it is so tall that it would not fit on one, or leave most of one empty."""
    return max(_lines(text, CELL_POINTS, room) for text, room in zip(cells, widths, strict=True)) > ROW_LINES


def boxes_grid(block: Boxes) -> list[list[tuple[str, bool, int]]]:
    """The cells of each row: text, whether it is a label, how many columns it takes; a short row's last value takes the rest."""
    most = max((len(row) for row in block.rows), default=0)
    rows = []
    for row in block.rows:
        cells = [cell for label, value in row for cell in ((_label_lines(label), True, 1), (value, False, 1))]
        cells[-1] = (cells[-1][0], False, 1 + 2 * (most - len(row)))
        rows.append(cells)
    return rows


def label_widths(block: Boxes, area: float) -> list[float]:
    """The columns' widths in points, label and value in turn, together the type area."""
    labels = [
        min(
            max(LABEL[0], *(_longest_line(_label_lines(row[at][0])) for row in block.rows if len(row) > at)),
            LABEL[1],
        )
        * CELL_POINTS
        + PADDING
        for at in range(max((len(row) for row in block.rows), default=0))
    ]
    value = (area - sum(labels)) / max(1, len(labels))
    return [points for label in labels for points in (label, value)]


def _label_lines(label: str) -> str:
    """A label too long for its column is broken before its bracket, or in its middle."""
    if width(label) <= LABEL[1]:
        return label
    middle = label.find("（") if "（" in label else -(-len(label) // 2)
    return f"{label[:middle]}\n{label[middle:]}"


def height(block: Block, area: float, density: Density = DENSITIES[0]) -> float:
    """About how tall a block of a form is, in points."""
    if isinstance(block, Paragraph):
        return _lines("".join(run.text for run in block.runs), density.size, area) * density.pitch
    if isinstance(block, Signings):
        return sum(12.0 + 16 * _lines(one.refused, CELL_POINTS, 260) for one in block.places)
    if isinstance(block, Sealed):
        return 110.0
    if isinstance(block, Boxes):
        room = area / 2
        return sum(
            _row_height([value for _, value in row], [room / len(row)] * len(row)) for row in block.rows
        )
    widths, size = column_widths(block, area), cell_points(block)
    return 30.0 + sum(_row_height(row, widths, size) for row in block.grid)


def _row_height(cells: Sequence[str], widths: Sequence[float], size: float = CELL_POINTS) -> float:
    fits = [max(1, int((room - PADDING) / size + 0.01)) for room in widths]  # so that 41.99 is four of 10.5
    lines = max(
        sum(max(1, -(-width(line) // fit)) for line in text.split("\n"))
        for text, fit in zip(cells, fits, strict=True)
    )
    return lines * 1.5 * size + 7


def _lines(text: str, size: float, room: float) -> int:
    """How many lines a text takes at most in a column of `room` points, in characters of `size`."""
    fit = max(1, int(room / size))
    return sum(len(line) // fit + 1 for line in text.split("\n"))
