"""What reports say of assessments and vetoes: their words find the figures, and 严格落实一票否决 is printed only when nothing waits."""

import pytest

from bihuan.accidents.rules import Counts
from bihuan.assessments import actions
from bihuan.core import clock
from bihuan.summaries import actions as summaries
from bihuan.summaries.engine import Result
from tests.assessments.deeds import candidates, decided, published, raised, told
from tests.cast import FOUNDED, TODAY, Cast

pytestmark = pytest.mark.usefixtures("no_rollups")
TEXT = "我镇严格落实安全生产“一票否决”。"


def worked_out(cast: Cast, text: str, until=TODAY) -> Result:  # type: ignore[no-untyped-def]
    with clock.moved(clock.at(until, 18)):
        return summaries.work_out(cast.chen.scope, text=text, since=FOUNDED, until=until, as_of=until)


def verdict(cast: Cast, name: str = "落实一票否决", text: str = TEXT, until=TODAY) -> tuple[str, str, str]:  # type: ignore[no-untyped-def]
    [one] = [claim for claim in worked_out(cast, text, until).claims if claim.claim.kind.name == name]
    return one.finding.verdict, one.finding.text, one.finding.wording


def test_without_a_cause_nothing_is_proved(cast: Cast) -> None:
    assert verdict(cast)[0] == "undecidable"


def test_one_that_waits_disproves_it_and_the_true_words_are_offered(cast: Cast) -> None:
    raised(cast, Counts(deaths=1))
    first = candidates(cast)[0]
    decided(cast, first)
    assert verdict(cast) == (
        "disproved",
        "触发一票否决情形3起，已认定否决1起，不予否决0起，待认定2起",
        "触发一票否决情形3起，已认定1起，其余2起正在认定",
    )
    for one in candidates(cast):
        actions.drop_veto(cast.zhou, one.pk, reason="没有责任", version=one.version)
    assert verdict(cast)[:2] == ("proved", "触发一票否决情形3起，已认定否决1起，不予否决2起")


def test_the_assessment_of_every_village_is_proved_by_the_published_sheets(cast: Cast) -> None:
    text = "对各村均进行考核。组织年度考核。"
    assert verdict(cast, "各村均考核", text)[0] != "proved"
    scheme = published(cast, told(cast))
    until = scheme.published_on
    assert verdict(cast, "各村均考核", text, until)[0] == "proved"
    assert verdict(cast, "年度考核", text, until)[:2] == ("proved", "期内公布考核结果2个（村2个）")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("决定一票否决XX家。", ["veto.decided"]),
        ("触发一票否决情形XX起。", ["veto.raised"]),
        (
            "考核对象XX个，考核优秀XX个，考核不合格XX个。",
            ["assess.subjects", "assess.excellent", "assess.failing"],
        ),
        ("考核得分率XX%。", ["assess.average"]),
        ("取消评先评优资格XX件。", ["honours.barred"]),
    ],
)
def test_their_words_find_the_figures(cast: Cast, text: str, figures: list[str]) -> None:
    raised(cast)
    published(cast, told(cast))
    found = worked_out(cast, text)
    assert [one.ask.figure if one.ask else "" for one in found.blanks] == figures
