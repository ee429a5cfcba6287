"""What a summary says of meetings and leaders, proved or disproved by the records."""

from datetime import date, timedelta

import pytest

from bihuan.core import clock
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import OutingPlan
from bihuan.meetings import actions
from bihuan.meetings.actions import Plan
from bihuan.meetings.models import Meeting
from bihuan.meetings.rules import Topic
from bihuan.summaries import actions as summaries
from tests.cast import TODAY, Cast
from tests.core.deeds import visit
from tests.meetings.deeds import drafted, held, present
from tests.notices.deeds import at

pytestmark = pytest.mark.usefixtures("no_rollups")
SINCE, UNTIL = date(2026, 4, 1), date(2026, 9, 30)
TEXTS = {
    "每季度会议": "每季度召开安委会全体会议。",
    "定期会议": "定期召开安委会会议，研究部署工作。",
    "定期听取汇报": "镇党委定期听取安全生产工作汇报。",
    "列入议事日程": "将安全生产工作列入党委会议重要议事日程。",
    "主要领导亲自抓": "坚持主要领导亲自抓、亲自调度。",
    "两个体系会议": "及时召开了建设“两个体系”的专门会议。",
}


def verdicts(cast: Cast, since: date = SINCE, until: date = UNTIL) -> dict[str, tuple[str, str, str]]:
    done = summaries.work_out(
        cast.chen.scope, text="".join(TEXTS.values()), since=since, until=until, as_of=until
    )
    found = {one.claim.kind.name: one.finding for one in done.claims}
    assert set(found) == set(TEXTS), set(TEXTS) ^ set(found)
    return {name: (one.verdict, one.text, one.wording) for name, one in found.items()}


def about(cast: Cast, sort: str, chair: str, *topics: str) -> Meeting:
    row = drafted(cast, sort)
    plan = Plan(
        row.title, row.at, row.place, row.posts, [Topic(f"t{at}", one) for at, one in enumerate(topics)]
    )
    row = actions.plan_meeting(cast.chen, row.pk, version=1, plan=plan)
    return actions.hold_meeting(
        cast.chen,
        row.pk,
        version=row.version,
        at=clock.now(),
        place="三楼",
        chair=str(cast.people[chair].pk),
        present=present(cast, row),
    )


def test_without_any_meeting_on_record_nothing_is_known(cast: Cast) -> None:
    assert {one[0] for one in verdicts(cast).values()} == {"undecidable"}


def test_meetings_in_each_quarter_with_leaders_who_went_out_prove_all(cast: Cast) -> None:
    for day in (TODAY, date(2026, 8, 3)):
        with at(day):
            held(cast)
            about(cast, "party", "qian", "听取安全生产工作汇报")
    about(cast, "special", "zhou", "部署“两个体系”建设")
    led = OutingPlan(leader=cast.people["shen"].pk)
    finish_check(cast.zhao, visit(cast, cast.zhao, outing=led), [])
    found = verdicts(cast)
    assert {one[0] for one in found.values()} == {"proved"}
    assert found["主要领导亲自抓"][1] == "期内主要领导带队检查1次，主持研究安全生产的会议4次"
    assert found["定期会议"][1].startswith("按每季度至少一次核对，二季度、三季度都有")


def test_a_quarter_without_a_meeting_and_leaders_who_stayed_in_disprove_them(cast: Cast) -> None:
    held(cast, chair="zhou")
    finish_check(cast.zhao, visit(cast, cast.zhao), [])
    found = verdicts(cast)
    assert {one[0] for one in found.values()} == {"disproved"}
    assert found["每季度会议"][1:] == (
        "三季度没有“安委会会议”的记录",
        "除三季度外，每季度召开安委会",
    )
    assert found["列入议事日程"][1] == "期内登记会议1次，没有一次是党委会研究安全生产"


def test_only_inspections_or_only_meetings_of_main_leaders_leave_it_open(cast: Cast) -> None:
    held(cast)
    finish_check(cast.zhao, visit(cast, cast.zhao), [])
    assert verdicts(cast)["主要领导亲自抓"][:2] == (
        "undecidable",
        "期内主要领导带队检查0次，主持研究安全生产的会议1次，不足以核对",
    )


def test_what_was_true_in_june_is_still_said_in_a_summary_of_june(cast: Cast) -> None:
    held(cast)
    with at(TODAY + timedelta(days=90)):
        found = verdicts(cast, date(2026, 4, 1), date(2026, 6, 30))
    assert found["每季度会议"][0] == "proved"
