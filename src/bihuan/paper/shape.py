"""Decisions about shape that PDF and docx share: where a title breaks, how wide a table's columns are."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from bihuan.paper.document import Table

TITLE_LINE = 20  # characters of 二号 (22 pt) that fit into 156 mm
SLACK = 4  # how far from an even split a title may break to keep a word whole
AREA_POINTS = 442  # 156 mm
SEALED_INSET = 4.0  # characters from the right to a date that gets a seal
CENTRED = 10  # a column whose cells are all this short (in Han widths) is centred
CELL_POINTS = 12  # 小四, a table's characters
PADDING = 9.0  # left and right of a cell's text, points
NARROW = 7  # a date (2018年12月31日) is not broken
PICTURED = 12  # a signature, three times as wide as high
WIDEST = 18  # a longer cell wraps; it does not make its column wider

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
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


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


def column_widths(table: Table) -> list[float]:
    """The columns' widths in points, together 156 mm. Short columns get what they need, long ones share the rest."""
    pictured = {one.column for one in table.pictures}
    wishes = [
        max(PICTURED if number in pictured else 2, min(max(map(_longest_line, column)), WIDEST)) * CELL_POINTS
        + PADDING
        for number, column in enumerate(_columns(table))
    ]
    narrow = [wish <= NARROW * CELL_POINTS + PADDING for wish in wishes]
    taken = sum(wish for wish, is_narrow in zip(wishes, narrow, strict=True) if is_narrow)
    shared = sum(wishes) - taken
    left = AREA_POINTS - taken
    if not shared or left < (len(wishes) - sum(narrow)) * 4 * CELL_POINTS:
        return [wish * AREA_POINTS / sum(wishes) for wish in wishes]
    return [
        wish if is_narrow else wish * left / shared for wish, is_narrow in zip(wishes, narrow, strict=True)
    ]


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
