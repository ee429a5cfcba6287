"""What of a town's own text holds for its period alone: sections on drives that run no more, numbers that were written in, and
truthful wordings of claims. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence

from bihuan.summaries.reading.sections import mark_level

_NUMERALS = "一二三四五六七八九十"
_SECTION = re.compile(rf"^（[{_NUMERALS}]）")


def without_drives(text: str, gone: Collection[str]) -> str:
    """The text without its sections （一） on drives of these names; those that stay are numbered anew, a heading under which none stays
    falls out."""
    kept: list[str] = []
    number, emptied = 0, False
    for line in text.split("\n"):
        if _SECTION.match(line):
            if any(name in line for name in gone):
                emptied = True
                continue
            number += 1
            line = _SECTION.sub(f"（{_NUMERALS[(number - 1) % 10]}）", line)
        elif mark_level(line) == 0:
            if emptied and number == 0 and kept and mark_level(kept[-1]) == 0:
                kept.pop()
            number, emptied = 0, False
        kept.append(line)
    return _numbered("\n".join(kept))


def _numbered(text: str) -> str:
    """Headings 一、二、… in their order, where one has fallen out."""
    lines, number = text.split("\n"), 0
    for at, line in enumerate(lines):
        if (match := re.match(rf"[{_NUMERALS}]{{1,2}}、", line)) and number < 10:
            lines[at] = f"{_NUMERALS[number]}、{line[match.end() :]}"
            number += 1
    return "\n".join(lines)


def as_claimed(text: str, reworded: Iterable[Sequence[str]]) -> str:
    """The text with its claims put back for the truthful wordings of one period ([claim, wording], the latest last)."""
    for claim, wording in reversed(list(reworded)):
        text = text.replace(wording, claim, 1)
    return text


def opened(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with what stands at some places (from, to) left blank again."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}XX{text[end:]}"
    return text
