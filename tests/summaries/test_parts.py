"""A number that is only a part, or may be, is asked: a wrong number is far worse than a question."""

import pytest

from bihuan.summaries.binding.vocabulary import Vocabulary
from tests.summaries.test_binding import bound


@pytest.mark.parametrize(
    "text",
    [
        "领导带队检查XX次，发现隐患XX条",
        "夜间检查XX次，检查企业XX家次",
        "网格员巡查XX次，发现隐患XX条",
        "未整改重大隐患XX条",
        "重大隐患未整改XX条",
        "检查中小学XX所，幼儿园XX所",
        "冬季攻坚检查企业XX家次",
        "石桥村检查企业XX家次。发现隐患XX条",
    ],
)
def test_what_may_be_a_part_is_asked(text: str, vocabulary: Vocabulary) -> None:
    assert bound(text, vocabulary)[-1].status == "ask"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("领导带队检查XX次，全镇共发现隐患XX条", "hazards.found"),
        ("石桥村检查企业XX家次。全镇共检查企业XX家次", "inspect.visits"),
        ("重大隐患整改率XX%", "hazards.major_rate"),
    ],
)
def test_what_leads_back_to_the_whole_is_bound(text: str, figure: str, vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)[-1]
    assert (found.figure, found.status, found.scope.place) == (figure, "bound", "")


@pytest.mark.parametrize(
    ("text", "last"),
    [("上半年开展专项活动XX次", "2018-06-30"), ("第三季度开展专项行动检查企业XX家次", "2018-09-30")],
)
def test_a_period_before_a_drives_word_still_narrows(text: str, last: str, vocabulary: Vocabulary) -> None:
    assert bound(text, vocabulary)[0].period[1].isoformat() == last
