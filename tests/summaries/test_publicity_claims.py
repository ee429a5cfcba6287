"""Claims about publicity: every village by its records, each channel that is named by its own."""

import pytest

from bihuan.figures.evaluation import Value
from bihuan.publicity.rules import CHANNELS
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.truth import claims
from bihuan.summaries.truth.judges import Each, Values
from tests.cast import Cast
from tests.publicity.deeds import handed_out
from tests.summaries.test_claims import found
from tests.summaries.test_truth import verdicts, worked_out

OWN = "通过走访服务企业、发放宣传册、张贴宣传牌、短信、微信、宣传屏、宣传车等宣传方式"
NAMED = ("visit", "leaflet", "board", "sms", "wechat", "screen", "vehicle")


def values(*channels: str, came: int | None = 0, there: int = 26) -> Values:
    """Each of some channels was used twice; so many villages were reached."""
    told: Values = {f"out.times_{code}": Value(2 * (code in channels), 2) for code in CHANNELS}
    told["out.times"] = Value(2 * len(channels) or None, 2, "没有“宣传（各渠道）”，不能据此填0")
    told["out.villages"] = Value(came, came or 0, "没有宣传记录" if came is None else "")
    return told | {"out.villages_all": Value(there, there)}


def judged(text: str, known: Values, vocabulary: Vocabulary) -> claims.Finding:
    (claim,) = found(text, vocabulary)
    each: Each = [(one.name, known) for one in claim.members]
    return claims.judge(claim, known, each)


@pytest.mark.parametrize(
    ("channels", "verdict", "said"),
    [
        (NAMED, "proved", "走访2次"),
        ((*NAMED, "banner"), "proved", "宣传车2次"),
        (NAMED[:-1], "disproved", "没有记录的渠道：宣传车"),
        (("leaflet",), "disproved", "走访、海报展板、短信、微信、电子屏、宣传车"),
        ((), "undecidable", "不能据此填0"),
    ],
)
def test_the_towns_own_sentence_is_true_if_each_channel_was_used(
    channels: tuple[str, ...], verdict: str, said: str, vocabulary: Vocabulary
) -> None:
    finding = judged(f"{OWN}，营造安全氛围。", values(*channels), vocabulary)
    assert finding.verdict == verdict and said in finding.text


def test_the_true_sentence_names_what_was_used(vocabulary: Vocabulary) -> None:
    finding = judged(OWN, values("leaflet", "wechat"), vocabulary)
    assert finding.wording == "通过发放宣传册、微信等宣传方式"
    assert judged(OWN, values("banner"), vocabulary).wording == ""


def test_a_way_that_is_no_channel_is_left_open(vocabulary: Vocabulary) -> None:
    text = "利用抖音直播、微信等方式广泛宣传安全知识"
    assert judged(text, values("wechat"), vocabulary).verdict == "undecidable"
    assert "抖音直播" in judged(text, values("wechat"), vocabulary).text
    assert judged(text, values("leaflet"), vocabulary).verdict == "disproved"


@pytest.mark.parametrize(
    "text",
    [
        "通过检查、培训等方式督促整改",
        "通过微信、短信等方式上报信息",
        "将通过微信、宣传车等方式开展宣传",
        "下一步，通过微信、宣传车等宣传方式营造氛围",
    ],
)
def test_other_ways_and_plans_are_no_claims(text: str, vocabulary: Vocabulary) -> None:
    assert not [one for one in found(text, vocabulary) if one.kind.name == "宣传方式"]


@pytest.mark.parametrize(
    "text",
    ["安全宣传实现全覆盖", "做到安全宣传村村全覆盖", "宣传教育覆盖率达100%", "村村开展了安全宣传"],
)
@pytest.mark.parametrize(
    ("came", "verdict", "said"),
    [
        (26, "proved", "26个村都有"),
        (25, "disproved", "没有的1个"),
        (0, "disproved", "没有的26个"),
        (None, "undecidable", "没有宣传记录"),
    ],
)
def test_full_coverage_asks_each_village(
    text: str, came: int | None, verdict: str, said: str, vocabulary: Vocabulary
) -> None:
    finding = judged(text, values(came=came), vocabulary)
    assert finding.verdict == verdict and said in finding.text
    assert (finding.wording == f"宣传到村{came}个（共26个村）") == (verdict == "disproved")


def test_the_village_that_was_not_reached_speaks_against_it(cast: Cast) -> None:
    handed_out(cast.li, cast.cells["石桥村"])
    handed_out(cast.chen, cast.cells["town"], channel="sms", count=9000)
    (claim,) = worked_out(cast, "安全宣传实现全覆盖。").claims
    assert "2个村中有到村宣传记录的1个" in claim.finding.text
    assert any("柳林村" in line for line in claim.offending) and len(claim.offending) == 1
    assert verdicts(cast, "利用短信、发放明白纸等方式开展宣传。") == ["proved"]
    assert verdicts(cast, "利用短信、宣传车等方式开展宣传。") == ["disproved"]
    assert verdicts(cast, "各村均开展了安全宣传。") == ["disproved"]
    handed_out(cast.chen, cast.cells["柳林村"], channel="lecture", count=1)
    assert verdicts(cast, "安全宣传实现全覆盖。") == ["proved"]
    assert verdicts(cast, "各村均开展了安全宣传。") == ["proved"]
