"""Tables of a narrative: which heads stand over a cell and before it, and what a total adds up. Structure alone: what the
heads mean is not understood here. How a row is written stands in `rows`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from bihuan.summaries.reading.blanks import BLANK, NUMBER, UNIT
from bihuan.summaries.reading.limits import ROWS_MAX, TOO_MANY_ROWS, NarrativeError
from bihuan.summaries.reading.rows import ABOVE, LEFT, cells_of, is_row

# A blank or number with a cell to itself.
_VALUE = re.compile(
    rf"(?:近|约|逾|超过?)?(?:{BLANK.pattern}|\d[\d,，.]*) ?(?:余|多)? ?(?:{UNIT.pattern}|[家户][（(]次[）)])?"
)
_YEAR = re.compile(r"20\d\d")
TOTAL = re.compile(r"(?:全镇|全街道|全乡)?(?:合计|小计|总计|共计|累计|总数|汇总)数?")
_OF_WHICH = re.compile(r"^[^一-龥]*其中")
# Columns and rows that count nothing: numbering, dates, names, remarks.
LABEL = re.compile(
    r"^(?:序号|编号|编码|代码|证号|文号|号)$|序号|电话|手机|联系(?:人|方式)|日期|时间|姓名|责任人|负责人|法人|经办|填[报表]|审核|签[名字]|地址|身份证|信用代码|备注|说明"
)
_UNIT_IN_HEAD = re.compile(
    rf"[（(](?:单位[：:])?(?P<in>{UNIT.pattern})[）)]|(?:计量)?单位[：:] ?(?P<of>{UNIT.pattern})"
)
_UNIT_LINE = re.compile(r"[（(]?(?:计量|统计|数量)?单位[：:][^，。；]{1,16}")
_CAPTION = re.compile(
    r"^(?:附?表|附件)[一二三四五六七八九十\d：: ]|(?:表|情况|统计|汇总|明细|一览)(?:[（(][^（）()]*[）)])*$"
)
_LEADS_IN = re.compile(r"[：:]$|(?:如下|下表|见表|附表)[^，；]{0,6}[。：:]?$")
_MARKED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_CAPTION_MAX_CHARS = 50


@dataclass(frozen=True)
class Cell:
    """A cell under heads at its offsets in the text. `rows`, `columns`: the heads before and over it, outermost first,
    without their `unit`; `common`: the unit over the table; `counts`: whether numbers there count something;
    `is_nameless`: its row has no words where others have theirs."""

    start: int
    end: int
    text: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    caption: str
    unit: str
    common: str
    counts: bool
    is_nameless: bool

    @property
    def name(self) -> str:
        """石桥村·检查家次."""
        return "·".join((*self.rows, *self.columns))


@dataclass(frozen=True)
class Grid:
    """The texts of a table's cells; every row is as long as the longest."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @cached_property
    def titles(self) -> int:
        """How many rows on top are one cell each: they are the table's caption."""
        found = 0
        for row in self.rows[:-1]:
            if self.width < 2 or set(row[1:]) != {LEFT}:
                break
            found += 1
        return found

    @cached_property
    def depth(self) -> int:
        """How many rows on top are no body: titles, heads, and what a head that spans several columns is divided into."""
        at = self.titles
        if self._has_value(at):
            return at
        at += 1
        while at < len(self.rows) and not self._has_value(at):
            if ABOVE not in self.rows[at] and LEFT not in self.rows[at - 1]:
                break
            at += 1
        return at

    @cached_property
    def stubs(self) -> int:
        """How many columns at the left are heads of their rows. Without heads over it a table has none: its words stand
        before their numbers."""
        if self.depth == self.titles:
            return 0
        for column in range(self.width - 1):
            body = [row[column] for row in self.rows[self.depth :]]
            if not self._is_numbering(column, body) and any(map(_says_number, body)):
                return column
        return min(1, self.width - 1)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that holds the words of a merged one."""
        while True:
            if self.rows[row][column] == LEFT and column:
                column -= 1
            elif self.rows[row][column] == ABOVE and row:
                row -= 1
            else:
                return row, column

    def words(self, row: int, column: int) -> str:
        at, where = self.origin(row, column)
        return self.rows[at][where]

    def span(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns a cell takes up: a rectangle of cells that all go on with it."""
        here = row, column
        if self.origin(*here) != here:
            return 1, 1
        right, down = range(column, self.width), range(row, len(self.rows))
        end = next((at for at in right if self.origin(row, at) != here), right.stop)
        across = range(column, end)
        low = next((at for at in down if any(self.origin(at, one) != here for one in across)), down.stop)
        return low - row, end - column

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a cell lies within the one that it goes on with."""
        top, left = self.origin(row, column)
        tall, wide = self.span(top, left)
        return (top, left) != (row, column) and row < top + tall and column < left + wide

    def column_heads(self, column: int) -> tuple[str, ...]:
        """The words over a column. 其中 goes on with the column before it, of which it is a part."""
        at = list(dict.fromkeys(self.origin(row, column) for row in range(self.titles, self.depth)))
        heads = tuple(words for row, where in at if (words := self.rows[row][where]))
        if heads and _OF_WHICH.search(heads[0]) and at[0][1]:
            whole = self.column_heads(at[0][1] - 1)
            cut = next((place for place, head in enumerate(whole) if _OF_WHICH.search(head)), len(whole))
            return (*whole[:cut], *heads)
        return heads

    def row_heads(self, row: int, column: int) -> tuple[str, ...]:
        """The words at the left of a row; in a table without heads those right before a cell's numbers."""
        if self.depth > self.titles:
            stubs = [one for one in range(self.stubs) if not self._is_label(one)]
        else:
            stubs = []
            for one in reversed(range(column)):
                if not _says_number(self.words(row, one)) and self.words(row, one):
                    stubs.insert(0, one)
                elif stubs:
                    break
        heads = dict.fromkeys(self.origin(row, one) for one in stubs)
        return tuple(words for at in heads if (words := self.rows[at[0]][at[1]]))

    def sums(self) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
        """The totals with the cells that each adds up. 其中 names a part of the line before it, which is counted there."""
        body, columns = range(self.depth, len(self.rows)), range(self.stubs, self.width)
        kinds = {row: _kind_of(self.row_heads(row, self.stubs)) for row in body}
        named = {row: "".join(self.row_heads(row, self.stubs)) for row in body}
        if any(
            re.search(r"月份?$", words) for words in named.values()
        ):  # a quarter among months is their sum
            kinds |= {row: "of which" for row, words in named.items() if re.search(r"季度|半年", words)}
        for row in body:
            if kinds[row] == "total":
                parts = [one for one in self._added(row, kinds) if kinds[one] == "part"]
                yield from (((row, column), [(one, column) for one in parts]) for column in columns)
        over = {column: self.column_heads(column) for column in columns if not self._is_label(column)}
        for column, heads in over.items():
            if _kind_of(heads[-1:]) == "total":
                beside = [
                    one
                    for one, others in over.items()
                    if others[:-1] == heads[:-1] and _kind_of(others[-1:]) == "part"
                ]
                yield from (((row, column), [(row, one) for one in beside]) for row in body)

    def _added(self, total: int, kinds: dict[int, str]) -> range:
        """The rows that a total row adds up: a 小计 those since the total before it, any other all; one on top those below."""
        last = max((one for one in range(self.depth, total) if kinds[one] == "total"), default=self.depth - 1)
        is_part = any("小计" in head for head in self.row_heads(total, self.stubs))
        return range(last + 1, total) if is_part else range(self.depth, len(self.rows))

    def _has_value(self, row: int) -> bool:
        return any(_VALUE.fullmatch(one) and not _YEAR.fullmatch(one) for one in self.rows[row])

    def _is_label(self, column: int) -> bool:
        return any(LABEL.search(head) for head in self.column_heads(column))

    def _is_numbering(self, column: int, body: list[str]) -> bool:
        counted = [int(one) for one in body if one.isdecimal() and len(one) < 4]
        runs = len(counted) > 1 and counted[0] == 1 and all(b - a == 1 for a, b in pairwise(counted))
        return self._is_label(column) or (column == 0 and runs)


@dataclass(frozen=True)
class Table:
    """A table at the paragraph with its first row; `caption` and `unit` as the lines before it and its own title rows give
    them, `spans` the offsets of each cell's text."""

    first: int
    grid: Grid
    spans: tuple[tuple[tuple[int, int], ...], ...]
    caption: str = ""
    unit: str = ""
    captions: tuple[int, ...] = ()  # the paragraphs before it that are its caption

    def cell(self, row: int, column: int) -> Cell:
        grid, (start, end) = self.grid, self.spans[row][column]
        rows, columns = grid.row_heads(row, column), grid.column_heads(column)
        heads = (*rows, *columns)
        unit = next((found for head in reversed(heads) if (found := unit_in(head))), "")
        return Cell(
            start,
            end,
            grid.rows[row][column],
            tuple(map(_without_unit, rows)),
            tuple(map(_without_unit, columns)),
            self.caption,
            unit,
            self.unit,
            not any(LABEL.search(head) for head in heads),
            not rows and grid.stubs > 0,
        )

    def is_body(self, row: int, column: int) -> bool:
        return row >= self.grid.depth and column >= self.grid.stubs


def grid_of(rows: list[str]) -> Grid:
    """The grid of some rows; short ones are filled up. Raises NarrativeError of too many."""
    if len(rows) > ROWS_MAX:
        raise NarrativeError(TOO_MANY_ROWS)
    cut = [[text for text, _ in cells_of(row)] for row in rows]
    width = max(map(len, cut))
    return Grid(tuple((*row, *[""] * (width - len(row))) for row in cut))


def tables(paragraphs: tuple[str, ...]) -> list[Table]:
    """All tables of a narrative, in reading order. Raises NarrativeError of one that is too long."""
    offsets = [0]
    for paragraph in paragraphs:
        offsets.append(offsets[-1] + len(paragraph) + 1)
    found = []
    for among, group in groupby(range(len(paragraphs)), key=lambda at: is_row(paragraphs[at])):
        if not among:
            continue
        numbers = list(group)
        grid = grid_of([paragraphs[at] for at in numbers])
        spans = tuple(_spans(paragraphs[at], offsets[at], grid.width) for at in numbers)
        captions, words = _before(paragraphs, numbers[0])
        words += [grid.words(row, 0) for row in range(grid.titles)]
        unit = next((said for one in reversed(words) if (said := unit_in(one))), "")
        caption = "，".join(_without_unit(one) for one in words if not _UNIT_LINE.fullmatch(one))
        found.append(Table(numbers[0], grid, spans, caption, unit, captions))
    return found


def unit_in(head: str) -> str:
    """The unit that a head gives in brackets, or the line over a table: （家次）, 单位：条."""
    if both := re.search(r"([家户])[（(]次[）)]", head):
        return f"{both[1]}次"
    found = _UNIT_IN_HEAD.search(head)
    return (found["in"] or found["of"]).replace("％", "%") if found else ""


def is_value(text: str) -> bool:
    """Whether a blank or a number has the cell to itself."""
    return _VALUE.fullmatch(text) is not None


def _without_unit(head: str) -> str:
    head = re.sub(r"([家户])[（(]次[）)]", r"\1次", head)
    return _UNIT_IN_HEAD.sub("", head).strip()


def _says_number(text: str) -> bool:
    return bool(is_value(text) or BLANK.search(text) or NUMBER.search(text))


def _kind_of(heads: tuple[str, ...]) -> str:
    if any(TOTAL.fullmatch(_without_unit(head)) for head in heads):
        return "total"
    return "of which" if any(_OF_WHICH.search(head) for head in heads) else "part"


def _spans(row: str, offset: int, width: int) -> tuple[tuple[int, int], ...]:
    found = [(offset + at, offset + at + len(text)) for text, at in cells_of(row)]
    end = offset + len(row) - 1
    return (*found, *[(end, end)] * (width - len(found)))


def _before(paragraphs: tuple[str, ...], first: int) -> tuple[tuple[int, ...], list[str]]:
    """The lines before a table that say what it counts: a unit, a caption, or the sentence that leads to it."""
    found: list[int] = []
    words: list[str] = []
    for at in reversed(range(max(0, first - 2), first)):
        paragraph = paragraphs[at]
        is_short = len(paragraph) <= _CAPTION_MAX_CHARS and paragraph[-1:] not in "。；！？"
        if _UNIT_LINE.fullmatch(paragraph) and not found:
            found, words = [at], [paragraph]
            continue
        if is_short and _CAPTION.search(paragraph) and not (_MARKED.match(paragraph) or is_row(paragraph)):
            return (at, *found), [paragraph, *words]
        if _LEADS_IN.search(paragraph) and not is_row(paragraph):
            said = [one for one in re.split(r"[。！？]", paragraph) if one][-1]
            return tuple(found), [said, *words]
        break
    return tuple(found), words
