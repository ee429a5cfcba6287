"""The truth check over the cast's records: the same words proved, disproved and left open, as the records are."""

from collections.abc import Callable
from dataclasses import replace as replaced
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.majors.actions import accept
from bihuan.summaries import actions
from bihuan.summaries.engine import Result, row_ids
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import filed
from tests.summaries.test_story import finding, visit

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def nothing(cast: Cast) -> None:
    """The town has its register, and nobody has gone out."""


def left(cast: Cast) -> Any:
    """永安 is checked in a campaign and all is mended in time; the order of the site runs out. The school is not visited."""
    drive = begin_campaign(
        cast.chen,
        name="夏季攻坚行动",
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
        aliases=["夏季攻坚"],
    )
    ordered, open_ = finding(cast, "deadline"), finding(cast, "deadline")
    at_yongan = visit(cast, "yongan", outing=OutingPlan(campaign=drive.pk))
    hazards.finish_check(cast.chen, at_yongan, [ordered, finding(cast, "onsite")])
    hazards.finish_check(cast.chen, visit(cast, "site"), [open_])
    reinspect(cast, "yongan", ordered, after_days=3)
    return open_


def mended(cast: Cast) -> None:
    """The site's order is met before its last day as well."""
    reinspect(cast, "site", left(cast), after_days=4)


def late(cast: Cast) -> None:
    """The site's order is met a month after it was given."""
    reinspect(cast, "site", left(cast), after_days=30)


def whole(cast: Cast) -> None:
    """Every unit is checked with a leader, and the one hazard is mended on the spot."""
    for unit in ("yongan", "school", "site"):
        led = visit(cast, unit, outing=OutingPlan(leader=cast.people["zhou"].pk))
        hazards.finish_check(cast.chen, led, [finding(cast, "onsite")] if unit == "yongan" else [])


def reinspect(cast: Cast, unit: str, hazard: Any, *, after_days: int) -> None:
    with clock.moved(NOW + timedelta(days=after_days)):
        again = visit(cast, unit, kind="reinspection")
        hazards.reinspect(cast.chen, again, [Reviewed(hazard.id, 1, True, "已更换")])


STAGES: dict[str, Callable[[Cast], object]] = {
    "nothing": nothing,
    "left": left,
    "mended": mended,
    "late": late,
    "whole": whole,
}
VERDICTS = {"P": "proved", "D": "disproved", "?": "undecidable"}
# The verdicts in the stages' order: nothing, left, mended, late, whole.
CLAIMS = {
    "隐患已全部整改完毕。": "?DPPP",
    "对发现的隐患逐一整改到位。": "?DPPP",
    "整改后无一条未整改。": "?DPPP",
    "隐患均已按期整改完毕。": "?DPD?",
    "隐患按期整改率100%。": "?DPD?",
    "企业按期整改。": "?DPD?",
    "隐患整改无一逾期。": "?DPD?",
    "全镇没有一条逾期。": "?DPP?",
    "全镇零逾期。": "?DPP?",
    "责令限期整改的隐患均已整改完毕。": "?DPP?",
    "限期整改的隐患全部复查合格。": "?DPP?",
    "对限期整改的隐患100%复查。": "?DPP?",
    "复查率达到100%。": "?DPP?",
    "各村隐患均已整改。": "?DPPP",
    "各专项行动发现的隐患均已整改完毕。": "?PPP?",
    "每月发现的隐患均已整改。": "?D???",
    "重大隐患均已整改完毕。": "?????",
    "发现的问题均当场整改。": "?DDDP",
    "实现企业检查全覆盖。": "?DDDP",
    "对全镇企业逐家检查。": "?DDDP",
    "对全镇企业挨家挨户进行排查。": "?DDDP",
    "排查企业无一遗漏。": "?DDDP",
    "对各村均进行了检查。": "?PPPP",
    "对石桥村、柳林村分别进行了检查。": "?PPPP",
    "对学校、建筑工地分别进行了检查。": "?DDDP",
    "对学校、飞机场分别进行了检查。": "?????",
    "每月开展检查。": "?DDDD",
    "每季度开展检查。": "?DDDD",
    "除柳林村外，各村隐患均已整改。": "?PPPP",
    "除1月、2月、3月、4月、5月、7月、8月、9月、10月、11月、12月外，每月开展检查。": "?PPPP",
    "定期开展检查。": "?????",
    "网格员每月巡查。": "?????",
    "每季度召开例会研究工作。": "?????",
    "检查中未发现重大隐患。": "?PPPP",
    "全镇无重大隐患。": "????P",
    "目前无重大隐患。": "????P",
    "全镇零隐患。": "?DDDD",
    "检查未发现隐患。": "?DDDD",
    "坚持领导带队检查制度。": "????P",
    "采取四不两直方式检查。": "?????",
    "实行责任倒查制度。": "?????",
    "全年未发生火灾。": "?????",
    "全年无一人伤亡。": "?????",
    "企业负责人培训全覆盖。": "?????",
    "安全形势持续平稳。": "?????",
}


def worked_out(cast: Cast, text: str, since: date = SINCE, until: date = UNTIL) -> Result:
    """The text after a blank of no account, so that any text is taken."""
    return actions.work_out(
        cast.chen.scope, text=f"东岭镇总结\n{text}\n联系人XX。", since=since, until=until, as_of=until
    )


def verdicts(cast: Cast, text: str) -> list[str]:
    return [one.finding.verdict for one in worked_out(cast, text).claims]


@pytest.mark.parametrize("stage", STAGES)
def test_a_claim_is_as_true_as_the_records(stage: str, cast: Cast) -> None:
    STAGES[stage](cast)
    at = list(STAGES).index(stage)
    wanted = {text: [VERDICTS[row[at]]] for text, row in CLAIMS.items()}
    assert {text: verdicts(cast, text) for text in CLAIMS} == wanted


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("隐患已全部整改完毕。", "隐患已整改2条，整改率66.7%，逾期未整改1条。"),
        ("发现问题XX项，目前均已销号。", "发现问题XX项，目前已销号2项，整改率66.7%，逾期未整改1项。"),
        ("隐患动态清零。", "隐患已整改2条，整改率66.7%，逾期未整改1条。"),
        ("限期整改XX处隐患已整改完毕。", "限期整改XX处隐患，已完成1处，其余1处正在督促整改。"),
        ("隐患均已按期整改。", "隐患按期整改1条，逾期未整改1条。"),
        ("对企业逐家检查。", "对企业检查，已检查2家，覆盖率66.7%。"),
        ("检查覆盖率达到100%，排查隐患XX条。", "检查覆盖率达到66.7%，排查隐患XX条。"),
        ("各村隐患均已整改。", "除柳林村外，各村隐患均已整改。"),
        ("对学校、建筑工地分别进行了检查。", "对建筑工地进行了检查。"),
        ("每季度开展检查。", "二季度开展检查。"),
        ("全镇没有一条逾期。", "全镇逾期未整改1条。"),
        ("复查率达到100%。", "复查率达到50.0%。"),
        ("对限期整改的隐患全部复查。", "对限期整改的隐患已复查1条，还有1条没有复查。"),
        ("隐患按期整改率100%。", "隐患按期整改率50.0%。"),
        ("隐患整改无一逾期。", "隐患整改有1条逾期。"),
    ],
)
def test_the_offered_sentence_is_put_as_the_untrue_one_is(text: str, offered: str, cast: Cast) -> None:
    left(cast)
    (untrue,) = [one for one in worked_out(cast, text).claims if one.finding.verdict == "disproved"]
    assert text.replace(untrue.claim.text, untrue.finding.wording) == offered
    assert "disproved" not in verdicts(cast, offered)


def test_what_is_offered_is_never_untrue_in_turn(cast: Cast) -> None:
    left(cast)
    for text in CLAIMS:
        for one in worked_out(cast, text).claims:
            if one.finding.verdict == "disproved":
                assert one.finding.wording, text
                assert "disproved" not in verdicts(cast, text.replace(one.claim.text, one.finding.wording))


def test_who_fails_is_named_with_the_records_against_it(cast: Cast) -> None:
    open_ = left(cast)
    (villages,) = worked_out(cast, "各村隐患均已整改。").claims
    assert villages.finding.text == "未整改：柳林村1条" and "便民中心工地" in villages.offending[0]
    assert villages.against is not None
    assert row_ids(cast.chen.scope, villages.against) == [str(open_.id)]
    (months,) = worked_out(cast, "上半年每月开展检查。").claims
    assert months.finding.failing == ("1月", "2月", "3月", "4月", "5月")
    (late_,) = worked_out(cast, "隐患均已按期整改。").claims
    assert late_.finding.text == "限期整改2条，逾期未整改1条，还没有整改完成1条"


def test_each_month_counts_only_once_it_is_over(cast: Cast) -> None:
    left(cast)
    june = TODAY.replace(day=1)
    assert [
        one.finding.verdict for one in worked_out(cast, "每月开展检查。", june, date(2026, 6, 30)).claims
    ] == ["proved"]
    running = worked_out(cast, "每月开展检查。", june, TODAY)
    assert running.claims[0].finding.verdict == "undecidable"
    often = worked_out(cast, "每月开展检查不少于四次。", june, date(2026, 6, 30))
    assert often.claims[0].finding.text == "6月不到4次"


def test_a_major_hazard_is_counted_apart(cast: Cast) -> None:
    grave = finding(cast, "deadline")
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "onsite")])
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [replaced(grave, level="major")])
    text = "重大隐患均已整改。目前无重大隐患。检查中未发现重大隐患。"
    assert verdicts(cast, text) == ["disproved"] * 3
    offered = [one.finding.wording for one in worked_out(cast, text).claims]
    assert offered[0] == "重大隐患已整改0条，其余1条尚未整改完成"
    reinspect(cast, "yongan", grave, after_days=3)
    assert verdicts(cast, text) == ["disproved"] * 3  # seen to be mended, not yet accepted
    with clock.moved(NOW + timedelta(days=4)):
        filed(cast, grave.id)
        accept(cast.zhou, grave.id, version=2, note="现场验收合格")
    assert verdicts(cast, text) == ["proved", "undecidable", "disproved"]


def test_a_unit_that_reported_in_time_was_in_time(cast: Cast) -> None:
    """永安 says on its last day that it is mended; the officer comes to look two days later."""
    ordered = finding(cast, "deadline")
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [ordered])
    with clock.moved(NOW + timedelta(days=5)):
        photo = cast.photo(cast.feng, "blue")
        hazards.report_rectified(cast.feng, ordered.id, version=1, note="已更换", photos_after=[photo])
    with clock.moved(NOW + timedelta(days=7)):
        again = visit(cast, "yongan", kind="reinspection")
        hazards.reinspect(cast.chen, again, [Reviewed(ordered.id, 2, True, "已更换")])
    assert verdicts(cast, "隐患均已按期整改。") == ["proved"]


def test_a_judgement_is_given_the_figures_to_weigh_it_by(cast: Cast) -> None:
    left(cast)
    (judgement,) = worked_out(cast, "安全形势持续平稳。").claims
    assert "检查企业家次2家次，排查隐患3条，整改率66.7%" in judgement.finding.text


@pytest.mark.parametrize(
    "text",
    [
        "督促企业按期整改。",
        "责令按期整改。",
        "按期整改XX条。",
        "未按期整改的企业移送处理。",
        "要求各村每月检查。",
        "建立台账，逐项销号。",
        "企业每月开展自查。",
        "每月检查情况及时上报。",
        "重大隐患整改率XX%。",
        "下一步，对企业逐家检查。",
        "能当场整改的均当场整改。",
    ],
)
def test_words_that_only_sound_alike_are_no_claim(text: str, cast: Cast) -> None:
    assert worked_out(cast, text).claims == ()


def test_claims_share_one_evaluation(cast: Cast) -> None:
    """Many claims cost what one costs, and a disproved one a query for the records against it."""
    left(cast)
    open_ = "检查中未发现重大隐患。安全形势持续平稳。各专项行动发现的隐患均已整改。对各村均进行了检查。"
    one, many = queries(cast, "检查中未发现重大隐患。"), queries(cast, open_ * 5)
    assert many <= one + 1, "the outings, if at all"
    more = 3  # the records against what is disproved, and the rows of many cells by cell
    assert queries(cast, open_ + "隐患已全部整改完毕。各村隐患均已整改。每月开展检查。") <= one + 1 + more


def queries(cast: Cast, text: str) -> int:
    scope = cast.chen.scope
    with CaptureQueriesContext(
        connection,
    ) as told:
        actions.work_out(scope, text=f"{text}联系人XX。", since=SINCE, until=UNTIL, as_of=UNTIL)
    return len(told)
