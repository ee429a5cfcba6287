"""The outline of a narrative: which heads stand over each sentence. Structure alone; no word of it is understood here.

A mark (一、 （一） 1. 一是 第一，) opens a section. At the start of a paragraph its form gives the level; inside a paragraph
it is one below that, since chapters and their parts often use the same words (一是 within 一是). A short line without a
full stop is a heading too, and its section runs on over the paragraphs below it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.summaries.reading.narrative import Narrative
from bihuan.summaries.reading.rows import ABOVE, APART, LEFT, is_row
from bihuan.summaries.reading.tables import Cell, Table, tables

_NUMBER = "[一二三四五六七八九十]{1,3}"
MARKS = (
    re.compile(rf"(?:{_NUMBER}、|第{_NUMBER}(?:部分|章)|[（(]?[IVX]+[）).、])"),
    re.compile(rf"[（(]{_NUMBER}[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]|[①-⑳]"),
    re.compile(rf"(?:{_NUMBER}(?:是|要)|第{_NUMBER}[，,、]|(?:首先|其次|再次|最后)[，,])"),
    re.compile(r"[●◆■▲►★]"),
    re.compile(r"[—－]{2}|•"),
)
TITLE = -1  # above all levels: what the title narrows to holds for the whole text
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”』」]?")
HEADING_MAX_CHARS = 40
_COUNTS = re.compile(r"[XＸx×*＊_＿○□]{1,}|[（(] *[）)]|\d+(?:余|多)?(?:家|条|次|份|人|名|处|项|个)")
_REPORT = re.compile(r"总结|回顾|回眸|汇报|小结|情况|专报|通报|简报")
_PLAN = re.compile(r"打算|下一?步|明年|(?:20\d\d年|年度?|工作)计划|工作思路|努力方向")
_NEXT = re.compile(r"\s*(?:下一?步|明年|今后|下一?年度?|20\d\d年，我?[^，。]{0,8}将)")
_TITLE = re.compile(r"(?:总结|汇报|报告|小结|情况|计划|打算|纪实|要点|专报|通报|简报|快报)(?:$|[（(暨及])")


@dataclass(frozen=True)
class Sentence:
    """A sentence at its offsets in the text. `heads`: the heads over it, outermost first, its own section's first
    sentence included once past it; `earlier`: the sentences of its section since the head; `loose`: it stands in
    a paragraph without mark or heading that follows a section, so that whose it is stays open; `cell`: of a table, where
    each cell is a sentence of its own under the heads of its section and the table's caption."""

    start: int
    end: int
    text: str
    heads: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    is_head: bool = False
    loose: bool = False
    cell: Cell | None = None

    @property
    def is_plan(self) -> bool:
        """Whether it stands under what is yet to be done: numbers there count nothing, and nothing is claimed."""
        titles = [re.split(r"[。，；：]", head)[0] for head in self.heads if not _REPORT.search(head)]
        return any(_PLAN.search(one) for one in titles) or any(
            _NEXT.match(one) for one in (*self.earlier, self.text)
        )


def sentences(narrative: Narrative) -> list[Sentence]:
    """All sentences in reading order."""
    return list(_sentences(narrative))


def sentence_of(found: list[Sentence], offset: int) -> Sentence:
    """The sentence in which an offset of the text lies."""
    return found[bisect_right(found, offset, key=lambda one: one.start) - 1]


def _sentences(narrative: Narrative) -> Iterator[Sentence]:
    open_heads: list[tuple[int, str]] = []  # (level, text) over the paragraph
    titled = False  # the innermost open head is a heading of its own line
    earlier: tuple[str, ...] = ()
    offset = 0
    laid = {one.first: one for one in tables(narrative.paragraphs)}
    captions = {number for one in laid.values() for number in one.captions}
    for number, paragraph in enumerate(narrative.paragraphs):
        level = mark_level(paragraph)
        if is_row(paragraph) or paragraph == APART:
            if number in laid:
                yield from _of_table(laid[number], tuple(text for _, text in open_heads))
        elif number in captions:  # it stands over its table alone, not over what comes after
            yield Sentence(offset, offset + len(paragraph), paragraph, is_head=True)
        elif is_heading(paragraph, number):
            yield Sentence(offset, offset + len(paragraph), paragraph, is_head=True)
            open_heads = _above(open_heads, level or 0)
            marked = level is not None and not paragraph.startswith(("—", "－"))
            is_title = number < 3 and not marked and _TITLE.search(paragraph)
            open_heads.append((TITLE if is_title else level or 0, paragraph))
            titled, earlier = True, ()
        else:
            loose = False
            if level is not None:
                open_heads, earlier, titled = _above(open_heads, level), (), False
            elif not titled:
                loose = bool(open_heads)
            found = list(_of_paragraph(paragraph, offset, open_heads, level, earlier, loose))
            yield from found
            if level is not None:
                open_heads = [*open_heads, (level, found[0].text)]
            earlier = (*earlier, *(one.text for one in found))
        offset += len(paragraph) + 1


def _of_table(table: Table, over: tuple[str, ...]) -> Iterator[Sentence]:
    heads = (*over, table.caption) if table.caption else over
    for row, texts in enumerate(table.grid.rows):
        for column, text in enumerate(texts):
            start, end = table.spans[row][column]
            if table.is_body(row, column):
                yield Sentence(start, end, text, heads, cell=table.cell(row, column))
            elif text not in ("", LEFT, ABOVE):
                yield Sentence(start, end, text, heads)


def _of_paragraph(
    paragraph: str,
    offset: int,
    over: list[tuple[int, str]],
    level: int | None,
    before: tuple[str, ...],
    loose: bool,
) -> Iterator[Sentence]:
    heads, earlier = tuple(text for _, text in over), before
    inner = ""
    for number, match in enumerate(SENTENCE.finditer(paragraph)):
        text = match.group()
        own = mark_level(text)
        opens = own is not None
        if opens and number:
            inner, earlier = "", ()
        place = heads if not inner else (*heads, inner)
        yield Sentence(
            offset + match.start(), offset + match.end(), text, place, earlier, opens, loose and not opens
        )
        if opens and number == 0 and level is not None:
            heads, earlier = (*heads, text), ()
        elif opens:
            inner = text
        else:
            earlier = (*earlier, text)


def _above(heads: list[tuple[int, str]], level: int) -> list[tuple[int, str]]:
    return [one for one in heads if one[0] < level]


def mark_level(text: str) -> int | None:
    """The level that a text's opening mark has by its form; None without a mark."""
    return next((level for level, mark in enumerate(MARKS) if mark.match(text.lstrip())), None)


def is_heading(paragraph: str, number: int) -> bool:
    """Whether a paragraph is a heading on its own line: short, and no sentence."""
    if len(paragraph) > HEADING_MAX_CHARS or paragraph[-1] in "。；，：！？.;,:":
        return False
    if number < 3 and _TITLE.search(paragraph):
        return True
    if _COUNTS.search(paragraph):
        return False
    if mark_level(paragraph) is not None:
        return "，" not in paragraph or len(paragraph) <= 24
    return not re.search(r"[，；]", paragraph)
