"""Sentences that were once read for sure and wrongly, and files that once hung the reader: what looks like a claim and is
none, what is about somebody else's records, numbers that a word before the verb narrows or denies."""

import pytest

from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.truth import claims
from bihuan.summaries.truth.claims import Claim
from tests.summaries.conftest import SINCE, UNTIL


def decided(text: str, vocabulary: Vocabulary) -> list[Claim]:
    """The claims that records will prove or disprove."""
    found = claims.find(sections.sentences(from_text(text)), vocabulary, SINCE, UNTIL)
    return [one for one in found if one.kind.figures and not one.open]


@pytest.mark.parametrize(
    "text",
    [
        # denied
        "隐患未全部整改完毕。",
        "隐患没有全部整改完毕。",
        "并非所有隐患都整改完毕。",
        "隐患尚未能全部整改到位。",
        "因资金困难，不能如期整改。",
        "没有按期整改。",
        "未能全部当场整改。",
        "尚未全部复查。",
        "检查未实现全覆盖。",
        "未做到逐家检查。",
        "各村均没有检查。",
        "未对石桥村、石桥村分别进行检查。",
        "没有实行领导带队检查制度。",
        "建议停业整顿企业1家。",
        "查看有无逾期隐患。",
        "没有逾期不报的情况。",
        # a quality of some, no claim of all
        "整改率达到100%的村有3个。",
        "能按期整改。",
        # all but some
        "除2条外，隐患已全部整改完毕。",
        "隐患除1条外均已整改到位。",
        "大部分企业隐患已全部整改。",
        "有2家企业隐患已全部整改完毕。",
        "隐患基本全部整改。",
        # found by others, in another way, of one level
        "上级检查发现隐患5条，均已整改完毕。",
        "群众举报隐患5条，均已整改完毕。",
        "督促企业自查，发现隐患50条，均已整改完毕。",
        "夜查发现隐患2条，均已整改完毕。",
        "发现一般隐患2条，均已整改完毕。",
        "逾期隐患已全部整改。",
        "环保督察问题已全部整改完毕。",
        "规章制度均已整改到位。",
        "全区隐患整改率100%。",
        "专家检查未发现隐患。",
        "2家企业未发现隐患。",
        # checks of a part, or by others
        "重点企业检查全覆盖。",
        "对规上企业逐家检查。",
        "双随机检查全覆盖。",
        "主要领导每月带队检查。",
        "派出所每月开展检查。",
        "每月对学校检查一次。",
        "每月检查加油站。",
        "区应急局停业整顿企业1家。",
    ],
)
def test_what_records_cannot_decide_is_not_decided(text: str, vocabulary: Vocabulary) -> None:
    assert decided(text, vocabulary) == []


@pytest.mark.parametrize(
    "text",
    [
        "对发现的隐患跟踪督办，均已整改到位。",
        "检查企业18家，发现隐患40条，经复查，均已整改完毕。",
        "联合执法，发现隐患4条，目前已全部整改完毕。",
        "对全镇企业逐家检查。",
        "每月开展检查。",
        "没有一条逾期。",
        "责令停业整顿企业1家。",
    ],
)
def test_what_is_plainly_said_of_all_is_still_decided(text: str, vocabulary: Vocabulary) -> None:
    assert len(decided(text, vocabulary)) == 1
