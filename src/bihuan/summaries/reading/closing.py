"""The closing section of a narrative, on what is to be done next: where it is, and how sentences are put into it. Pure."""

import re
from collections.abc import Sequence

from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.reading.sections import is_heading, mark_level

NUMERALS = "一二三四五六七八九十"
_PLAN = re.compile(r"打算|下一?步|计划|安排|努力方向|工作思路")
_ITEM = re.compile(rf"(?:^|[。；，：])([{NUMERALS}])是")
_SIGNATURE = re.compile(
    r"(?:政府|办事处|办公室|委员会|党委|安委会)$|^[\dX〇○一二三四五六七八九十]{2,4}年.{1,3}月.{1,3}日$"
)


def with_plan(text: str, sentences: Sequence[str]) -> str:
    """The text with sentences as the last paragraph of its closing section, above the signature; the section is opened
    where the last one is about something else."""
    paragraphs = list(from_text(text).paragraphs)
    end = len(paragraphs)
    while end > 1 and end > len(paragraphs) - 3 and _SIGNATURE.search(paragraphs[end - 1]):
        end -= 1
    chapters = [
        one for number, one in enumerate(paragraphs) if mark_level(one) == 0 and is_heading(one, number)
    ]
    is_open = bool(chapters) and _PLAN.search(chapters[-1]) is not None
    section = paragraphs[paragraphs.index(chapters[-1]) :] if is_open else []
    told = [NUMERALS.index(one) + 1 for line in section for one in _ITEM.findall(line)]
    added = [_listed(sentences, max(told, default=0))]
    if not is_open:
        number = NUMERALS[min(len(chapters), len(NUMERALS) - 1)]
        added.insert(0, f"{number}、下步工作打算")
    return "\n".join([*paragraphs[:end], *added, *paragraphs[end:]])


def _listed(sentences: Sequence[str], told: int) -> str:
    """The sentences as 一是…二是…, going on from as many as the section has; past the tenth, as they stand."""
    if (len(sentences) == 1 and not told) or told + len(sentences) > len(NUMERALS):
        return "".join(sentences)
    return "".join(f"{NUMERALS[number]}是{one}" for number, one in enumerate(sentences, told))
