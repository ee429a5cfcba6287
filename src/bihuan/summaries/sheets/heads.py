"""What the heads beside and above a square say it is: the figure by the binder, which reads them like the words around a
blank; place, category, campaign and days by their own names. A word that neither explains makes no proposal: a row of
something that the town lacks is never filled with the whole town's number."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bihuan.figures.evaluation import sliceable
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding import binder
from bihuan.summaries.binding.scope import slice_of
from bihuan.summaries.binding.vocabulary import Vocabulary, running
from bihuan.summaries.choices import Choice, scope_of
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.sheets.cells import CellBinding
from bihuan.summaries.sheets.workbook import Square, Table, address

HEAD_MAX_CHARS = 30
_UNIT = re.compile(rf"[（(【\[]\s*(?:单位[:：])?\s*({blanks.UNIT.pattern})\s*[）)】\]]")
_UNIT_ALONE = re.compile(rf"(?:计量)?(?:单位[:：])?\s*({blanks.UNIT.pattern})")
_MARK = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*|其中[:：]?|#)+")
_TAIL = re.compile(r"(?:总数|数量|数|情况|总计|合计)$")
_WHOLE = re.compile(r"^(?:合计|总计|全镇|全街道|累计|本期|数量|数|指标|项目|名称|内容|单位|填报数)$")
_DAYS = {
    "last_year": re.compile(r"(?:上|去)年同期(?:数)?"),
    "year": re.compile(r"(?:本年|今年|年初)?(?:累计|至今|以来)(?:数)?|1\s*[-—–~至]\s*本月|年初至期末"),
    "period": re.compile(r"本(?:期|月|季度?|半年|年)(?:数)?|当(?:期|月)(?:数)?"),
}
_MEASURE = {
    "year": re.compile(r"(?:同比|比(?:上|去)年同期|较(?:上|去)年同期)(?:增减|增长|变化|±)*(?:数|量|额)?"),
    "last": re.compile(r"(?:环比|比上(?:期|月|季度?)|较上(?:期|月|季度?))(?:增减|增长|变化|±)*(?:数|量|额)?"),
}


def proposals(table: Table, vocabulary: Vocabulary, since: date, until: date) -> dict[str, CellBinding]:
    """A binding for each empty or typed number of a table whose heads leave no doubt, by its address."""
    found = {}
    read: dict[tuple[str, ...], CellBinding | None] = {}
    for square in table.squares.values():
        if not square.may_be_filled or (square.text and not square.is_number):
            continue
        words = heads_of(table, square)
        if words not in read:
            read[words] = proposal(words, vocabulary, since, until)
        if (binding := read[words]) is not None:
            found[address(table.name, square.at)] = binding
    return found


def proposal(heads: tuple[str, ...], vocabulary: Vocabulary, since: date, until: date) -> CellBinding | None:
    """What the heads of a square mean together, or None where that is not sure. Heads: the row's, then the column's, each
    from the outermost inwards."""
    unit, days, measure = "", "period", ""
    choice = Choice()
    rest: list[str] = []
    for head in heads:
        if match := _UNIT_ALONE.fullmatch(head) or _UNIT.search(head):
            unit = match.group(1)
        words = _MARK.sub("", _UNIT.sub("", "" if _UNIT_ALONE.fullmatch(head) else head)).strip(" ：:")
        if "小计" in words:
            return None  # whose sum it is stays open
        for key, pattern in _MEASURE.items():
            if pattern.search(words):
                measure, words = f"{key}%" if "%" in words or unit == "%" else key, pattern.sub("", words)
        for key, pattern in _DAYS.items():
            if pattern.search(words):
                days, words = key, pattern.sub("", words)
        words = words.strip("（）()％% ")
        if not words or words.isdigit() or _WHOLE.match(words):
            continue
        if narrowed := _named(words, vocabulary, since, until):
            choice = Choice(**(vars(choice) | narrowed))
        else:
            rest.append(words)
    figure = _figure(rest, "" if measure.endswith("%") else unit, vocabulary, since, until)
    if figure is None:
        return None
    choice = Choice(**(vars(choice) | {"figure": figure, "measure": measure}))
    part = scope_of(choice, vocabulary, (since, until))
    if part.unknown or not sliceable(FIGURES[figure], slice_of(part)):
        return None
    return CellBinding(choice, days)


def heads_of(table: Table, square: Square) -> tuple[str, ...]:
    """What stands beside and above a square: the words by which a person finds it."""
    return tuple(_heads(table, square))


def _heads(table: Table, square: Square) -> Iterator[str]:
    """The row's heads from the outermost inwards, then the column's; what reaches over the table is its title."""
    beside = _nearest(table.at(square.row, column) for column in range(square.column - 1, 0, -1))
    above = _nearest(table.at(row, square.column) for row in range(square.row - 1, 0, -1))
    for one in (*beside, *above):
        if one.columns < max(3, table.width * 3 // 4) and len(one.text) <= HEAD_MAX_CHARS:
            yield re.sub(r"\s+", "", one.text)


def _nearest(squares: Iterable[Square | None]) -> list[Square]:
    """The words nearest to a square and those that stand directly before them, each once, the farthest first."""
    said: dict[str, Square] = {}
    for one in squares:
        if one is not None and one.text and not (one.is_number or one.is_formula or "{{" in one.text):
            said[one.at] = one
        elif said:
            break
    return list(said.values())[::-1]


def _named(words: str, vocabulary: Vocabulary, since: date, until: date) -> dict[str, str]:
    """The category, grid cell or campaign that just these words name."""
    bare = re.sub(r"(?:行业|领域|类)?(?:企业|单位|场所)?$", "", words)
    for code, label, also in vocabulary.categories:
        if words in (label, *also) or bare in (label, *also):
            return {"category": code}
    if places := [path for path, name in vocabulary.cells if name == words]:
        return {"place": places[0]} if len(places) == 1 else {}
    drives = [one for one in running(vocabulary, since, until) if words in one.names]
    return {"campaign": drives[0].name} if len(drives) == 1 else {}


def _figure(heads: list[str], unit: str, vocabulary: Vocabulary, since: date, until: date) -> str | None:
    """The figure that the binder is sure of; the row's words may stand before the column's or behind them."""
    found = set()
    for order in (heads, heads[::-1]):
        words = _TAIL.sub("", "".join(order))
        ends = blanks.UNIT.search(words[-2:])
        own = unit or (ends.group() if ends and words.endswith(ends.group()) else "")
        lead = words.removesuffix(own) if own and not unit else words
        if not lead or re.search(r"\d|[，。；：、]", lead):
            continue
        if (key := _bound(f"{lead}XX{own}。", vocabulary, since, until)) and _explains(key, heads):
            found.add(key)
    return found.pop() if len(found) == 1 else None


def _bound(text: str, vocabulary: Vocabulary, since: date, until: date) -> str | None:
    narrative = from_text(text)
    given = blanks.find(narrative)
    if len(given) != 1:
        return None
    (one,) = binder.bind(given, sections.sentences(narrative), vocabulary, since, until)
    return one.figure if one.status == "bound" and not one.scope and one.figure in FIGURES else None


def _explains(key: str, heads: list[str]) -> bool:
    """Whether each head speaks of the figure: none is a group, place or kind that would go unheeded."""
    figure = FIGURES[key]
    words = [one for one in (figure.label, *figure.also, *figure.verbs, *figure.nouns) if one]
    return all(any(word in head or head in word for word in words) for head in heads)
