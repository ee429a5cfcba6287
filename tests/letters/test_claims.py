"""What reports say of letters: their words find the figures, and 分别签订 is printed only when everybody has signed."""

import pytest

from bihuan.core import clock
from bihuan.letters import actions
from bihuan.letters.models import ResponsibilityLetter
from bihuan.summaries import actions as summaries
from bihuan.summaries.engine import Result
from tests.cast import FOUNDED, TODAY, Cast
from tests.letters.deeds import TOWN_STROKE, made, of, signed, signed_by_both, town

pytestmark = pytest.mark.usefixtures("no_rollups")
TEXT = "我镇与监管企业、办事处、村分别签订责任书。签订责任书XX份。"


def worked_out(cast: Cast, text: str = TEXT) -> Result:
    return summaries.work_out(cast.chen.scope, text=text, since=FOUNDED, until=TODAY, as_of=TODAY)


def verdict(cast: Cast, text: str = TEXT) -> tuple[str, str, str, tuple[str, ...]]:
    [one] = [claim for claim in worked_out(cast, text).claims if claim.claim.kind.name == "责任书全部签订"]
    return one.finding.verdict, one.finding.text, one.finding.wording, one.offending


def test_without_a_plan_nothing_is_proved(cast: Cast) -> None:
    assert verdict(cast)[0] == "undecidable"


def test_one_that_is_left_disproves_it_and_the_true_number_is_offered(cast: Cast) -> None:
    made(cast, "village", "office", "fireworks")
    for name, actor in (("石桥村", cast.li), ("东片办事处", cast.wu), ("永安烟花店", cast.feng)):
        signed_by_both(cast, actor, name)
    said, rests_on, wording, against = verdict(cast)
    assert (said, wording) == ("disproved", "签订责任书3份，其余2份尚未签订")
    assert rests_on == "应签订责任书5份，已签订3份（期内签订：办事处1份、村1份、监管单位1份），未签订2份"
    assert len(against) == 2 and all("柳林村" in one or "西片办事处" in one for one in against)
    assert verdict(cast, "安全生产责任书均已签订。")[2] == "责任书签订3份，其余2份尚未签订"


def test_all_signed_proves_it(cast: Cast) -> None:
    made(cast, "village", "fireworks")
    signed_by_both(cast, cast.feng, "永安烟花店")
    signed_by_both(cast, cast.li, "石桥村")
    letter = signed(cast.zhao, of(cast, "柳林村"), name="柳村长")
    assert verdict(cast)[0] == "disproved"  # one side is not both
    actions.sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)
    assert verdict(cast)[:2] == ("proved", "应签订责任书3份，已签订3份（期内签订：村2份、监管单位1份）")
    assert verdict(cast, "镇村企层层签订责任书。")[0] == "proved"


@pytest.mark.parametrize(
    ("text", "figures", "values"),
    [
        ("签订安全生产目标责任书XX份。", ["letters.signed"], [1]),
        ("应签订责任书XX份，已签订责任书XX份。", ["letters.due", "letters.done"], [3, 1]),
        ("责任书签订率XX%。", ["letters.rate"], ["33.3"]),
        ("签订责任书的单位XX家。", ["letters.units"], [1]),
        ("未签订责任书XX份。", ["letters.left"], [2]),
    ],
)
def test_reports_words_find_their_figures(
    cast: Cast, text: str, figures: list[str], values: list[object]
) -> None:
    made(cast, "village", "fireworks")
    signed_by_both(cast, cast.li, "石桥村")
    found = worked_out(cast, text).blanks
    assert [(one.binding.figure, one.binding.status) for one in found] == [(key, "bound") for key in figures]
    assert [str(one.value.value) for one in found if one.value] == [str(one) for one in values]


def test_a_letter_signed_last_year_is_none_of_this_years(cast: Cast) -> None:
    made(cast, "village")
    signed_by_both(cast, cast.li, "石桥村")
    rows = ResponsibilityLetter.objects.within(town(cast))
    assert rows.filter(signed_on=clock.today()).count() == 1
    next_year = summaries.work_out(
        cast.chen.scope,
        text="签订责任书XX份。",
        since=TODAY.replace(year=2027, month=1, day=1),
        until=TODAY.replace(year=2027),
        as_of=TODAY.replace(year=2027),
    )
    assert [one.value.value for one in next_year.blanks if one.value] == [0]
