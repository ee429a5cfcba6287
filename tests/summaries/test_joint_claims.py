"""Claims about joint inspections: every school by its record."""

import pytest

from bihuan.figures.evaluation import Value
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.truth import claims
from tests.summaries.test_binding import bound
from tests.summaries.test_claims import found

SAID = "联合检查覆盖全镇学校、幼儿园"


@pytest.mark.parametrize(
    ("seen", "there", "verdict", "why"),
    [
        (12, 12, "proved", "都有联合检查的记录"),
        (11, 12, "disproved", "没有的1家"),
        (None, 12, "undecidable", "没有记录"),
        (0, 0, "undecidable", "没有登记学校"),
    ],
)
def test_all_schools_or_not(
    seen: int | None, there: int, verdict: str, why: str, vocabulary: Vocabulary
) -> None:
    (claim,) = found(SAID, vocabulary)
    known = {
        "joint.schools": Value(seen, seen or 0, "期内没有记录" if seen is None else ""),
        "joint.schools_all": Value(there, there),
    }
    judged = claims.judge(claim, known, [])
    assert judged.verdict == verdict and why in judged.text


@pytest.mark.parametrize("text", ["将做到联合检查覆盖全镇学校", "联合检查12家企业", "联合检查覆盖面广"])
def test_what_is_no_claim(text: str, vocabulary: Vocabulary) -> None:
    assert not [one for one in found(text, vocabulary) if one.kind.name == "学校联合检查覆盖"]


def test_the_annual_sentence_binds(vocabulary: Vocabulary) -> None:
    text = (
        "组织联合检查XX次，联合检查参加部门XX个，联合检查对象XX家；联合检查隐患XX条，其中联合检查隐患现场整改XX条，联合检查隐患限期整改XX条。"
        "联合检查覆盖全镇学校、幼儿园。"
    )
    keys = ("held", "parties", "units", "found", "onsite", "ordered")
    assert [one.figure for one in bound(text, vocabulary)] == [f"joint.{key}" for key in keys]
