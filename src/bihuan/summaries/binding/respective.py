"""分别: numbers in a row that belong to names in a row, each to its own: 加油站、学校分别检查XX家次、XX家次."""

import re
from dataclasses import replace

from bihuan.summaries.reading.blanks import Blank
from bihuan.summaries.reading.sections import Sentence

_NAMES = re.compile(r"[、和与及]")
_COUNTED = re.compile(r"[两三四五六七八九十]个?(?:村|社区|类|片区|乡镇|镇|组|月|行业|领域|季度)$")
_SHARED = re.compile(r"(?:发现|查出|排查|检查|出动|下达|整改|隐患|巡查|问题)(?!组|队)[^、]*$")


def respective(blanks: list[Blank], sentence: Sentence) -> dict[int, tuple[Blank, Sentence]]:
    """By index, each blank of a sentence to which 分别 gives a name of its own: the blank and the sentence as if it alone
    had been written with that name. Nothing where there are not as many names as numbers."""
    at = sentence.text.find("分别")
    if at < 0 or sentence.text.count("分别") > 1:
        return {}
    end = re.search(r"[；。]", sentence.text[at:])
    limit = at + end.start() if end else len(sentence.text)
    mine = [one for one in blanks if at < one.start - sentence.start < limit]
    if len(mine) < 2 or any(one.after.strip("、和与及") for one in mine[:-1]):
        return {}
    before, names, shared = _names(sentence.text[:at])
    between = sentence.text[at + len("分别") : mine[0].start - sentence.start]
    if len(names) != len(mine) or "，" in between:
        return {}
    found = {}
    for one, name in zip(mine, names, strict=True):
        words = f"{name}{shared}{between}"
        lead = before + words
        alone = replace(
            sentence, start=one.start - len(lead), text=lead + sentence.text[one.start - sentence.start :]
        )
        found[one.index] = (replace(one, before=words), alone)
    return found


def _names(lead: str) -> tuple[str, list[str], str]:
    """What stands before the names, the names, and what the last of them shares with all: 农贸市场检查家次 of 加油站、农贸市场检查家次."""
    clauses = re.split(r"(?<=[，；：。])", lead)
    names = [one for one in _NAMES.split(clauses[-1]) if one]
    if len(names) < 2 and len(clauses) > 1:  # 从5月、6月看，查出隐患分别为
        named = re.sub(r"^从|看?，$", "", clauses[-2])
        return "".join(clauses[:-2]), [one for one in _NAMES.split(named) if one], clauses[-1]
    if not names:
        return lead, [], ""
    last = _COUNTED.sub("", names[-1])
    shared = _SHARED.search(last)
    if shared and shared.start() and not any(shared.group()[:2] in one for one in names[:-1]):
        return "".join(clauses[:-1]), [*names[:-1], last[: shared.start()]], shared.group()
    return "".join(clauses[:-1]), [*names[:-1], last], ""
