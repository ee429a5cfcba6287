"""The closing section of a narrative, on what is to be done next: where it is, and how sentences are put into it. Pure."""

import re
from collections.abc import Sequence

from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.reading.sections import is_heading, mark_level

NUMERALS = "一二三四五六七八九十"
_PLAN = re.compile(r"打算|下一?步|计划|安排|努力方向|工作思路")
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
    added = [_listed(sentences)]
    if not (chapters and _PLAN.search(chapters[-1])):
        number = NUMERALS[min(len(chapters), len(NUMERALS) - 1)]
        added.insert(0, f"{number}、下步工作打算")
    return "\n".join([*paragraphs[:end], *added, *paragraphs[end:]])


def _listed(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return "".join(f"{NUMERALS[number]}是{one}" for number, one in enumerate(sentences))
