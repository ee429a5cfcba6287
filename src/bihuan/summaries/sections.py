"""The outline of a narrative: which heads stand over each sentence. Structure alone; no word of it is understood here.

A mark (一、 （一） 1. 一是 第一，) opens a section. At the start of a paragraph its form gives the level; inside a paragraph
it is one below that, since chapters and their parts often use the same words (一是 within 一是). A short line without a
full stop is a heading too, and its section runs on over the paragraphs below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.summaries.narrative import Narrative

_NUMBER = "[一二三四五六七八九十]{1,3}"
MARKS = (
    re.compile(rf"(?:{_NUMBER}、|第{_NUMBER}(?:部分|章)|[（(]?[IVX]+[）).、])"),
    re.compile(rf"[（(]{_NUMBER}[）)]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]|[①-⑳]"),
    re.compile(rf"(?:{_NUMBER}(?:是|要)|第{_NUMBER}[，,、]|(?:首先|其次|再次|最后)[，,])"),
)
INSIDE = len(MARKS)  # the level of a mark within a paragraph
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”』」]?")
HEADING_MAX_CHARS = 40
_TITLE = re.compile(r"(?:总结|汇报|报告|小结|情况|计划|打算|纪实|要点)(?:$|[（(暨及])")


@dataclass(frozen=True)
class Sentence:
    """A sentence at its offsets in the text. `heads`: the heads over it, outermost first, its own section's first
    sentence included once past it; `earlier`: the sentences of its section since the head; `loose`: it stands in
    a paragraph without mark or heading that follows a section, so that whose it is stays open."""

    start: int
    end: int
    text: str
    heads: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    is_head: bool = False
    loose: bool = False


def sentences(narrative: Narrative) -> list[Sentence]:
    """All sentences in reading order."""
    return list(_sentences(narrative))


def _sentences(narrative: Narrative) -> Iterator[Sentence]:
    open_heads: list[tuple[int, str]] = []  # (level, text) over the paragraph
    titled = False  # the innermost open head is a heading of its own line
    earlier: tuple[str, ...] = ()
    offset = 0
    for number, paragraph in enumerate(narrative.paragraphs):
        level = mark_level(paragraph)
        if is_heading(paragraph, number):
            yield Sentence(offset, offset + len(paragraph), paragraph, is_head=True)
            open_heads = _above(open_heads, 0 if level is None else level)
            if not (number < 3 and _TITLE.search(paragraph) and level is None):
                open_heads.append((0 if level is None else level, paragraph))
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
    if mark_level(paragraph) is not None or number == 0:
        return "，" not in paragraph or len(paragraph) <= 24
    return not re.search(r"[，；]", paragraph) and not re.search(r"\d|[XＸ×*＊_＿]", paragraph)
