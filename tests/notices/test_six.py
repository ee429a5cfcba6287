"""What meetings, letters, documents, training, publicity and tips tell, and whom: each kind reaches who has to do something, and nobody of elsewhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.letters.actions import sign_for_town
from bihuan.meetings import actions as meetings
from bihuan.notices.kinds import KINDS
from bihuan.policies import actions as policies
from bihuan.tipoffs import actions as tipoffs
from bihuan.training import actions as training
from bihuan.training.actions.drills import LessonGiven
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.letters import deeds as letters
from tests.meetings.deeds import drafted, issued
from tests.meetings.deeds import kinds as meeting_kinds
from tests.notices.deeds import at, bell, kinds, tick, told
from tests.policies.deeds import DUE, passed, received
from tests.publicity.deeds import planned as publicity_planned
from tests.tipoffs.deeds import answered, checked, done, proposed, sent, stranger, taken
from tests.training.deeds import drill, plan, planned

SIX = ("meetings", "letters", "policies", "training", "publicity", "tipoffs")


def hears(actor: Actor, label: str) -> bool:
    """Whether a kind stands behind a person's bell."""
    return label in kinds(actor)


@pytest.fixture(autouse=True)
def nothing_besides(no_rollups: None) -> Iterator[None]:
    yield


def test_meetings(cast: Cast) -> None:
    found(cast, cast.zhao, level="major", criterion="yh2017.5")
    row = drafted(cast)
    row = meetings.call_meeting(cast.chen, row.pk, version=1).meeting
    told(cast)
    assert hears(cast.qian, "会议通知") and not hears(cast.wang, "会议通知")
    meetings.cancel_meeting(cast.chen, row.pk, version=row.version, reason="与区里冲突")
    told(cast)
    assert hears(cast.qian, "会议取消") and not hears(cast.li, "会议取消")
    issued(cast)
    told(cast)
    assert hears(cast.li, "会议议定由我办理") and not hears(cast.lu, "会议议定由我办理")
    with at(DUE - timedelta(days=1)):
        tick(cast)
        assert hears(cast.li, "议定事项快到期") and not hears(cast.wang, "议定事项快到期")
    with at(DUE + timedelta(days=1)):
        tick(cast)
        assert hears(cast.li, "议定事项逾期") and hears(cast.zhou, "下级的议定事项逾期")
        assert not hears(cast.feng, "议定事项逾期")


def test_meetings_that_are_due_and_were_missed(cast: Cast) -> None:
    meeting_kinds(cast)
    with at(date(2026, 9, 28)):
        tick(cast)
        assert hears(cast.chen, "该开的会") and not hears(cast.wang, "该开的会")
    with at(date(2026, 10, 3)):
        tick(cast)
        assert hears(cast.zhou, "会议没有按期召开")


def test_letters(cast: Cast) -> None:
    letters.made(cast, "village")
    told(cast)
    assert hears(cast.li, "责任书待签") and not hears(cast.feng, "责任书待签")
    with at(letters.BY - timedelta(days=3)):
        tick(cast)
        assert hears(cast.li, "责任书签订期限")
        letters.signed(cast.li, letters.of(cast, "石桥村"))
    with at(letters.BY - timedelta(days=2)):
        tick(cast)
        assert hears(cast.zhou, "责任书等镇里签字") and "责任书签订期限" not in kinds(cast.li)
        sign_for_town(cast.zhou, [letters.of(cast, "石桥村").pk], signature=letters.TOWN_STROKE)
        told(cast)
        assert "责任书等镇里签字" not in kinds(cast.zhou)


def test_documents(cast: Cast) -> None:
    row = received(cast)
    row = passed(cast, row, "post:inspector", handled_by=(f"department:{cast.departments['城建办'].pk}",))
    told(cast)
    assert hears(cast.zhao, "文件请阅、请承办") and not hears(cast.li, "文件请阅、请承办")
    policies.report_handling(cast.zheng, row.pk, version=row.version, note="已摸排12处")
    told(cast)
    assert hears(cast.chen, "来文办理情况") and not hears(cast.zhao, "来文办理情况")
    with at(DUE - timedelta(days=2)):
        tick(cast)
        assert hears(cast.zheng, "来文答复将到期") and not hears(cast.zhao, "来文答复将到期")
    with at(DUE + timedelta(days=1)):
        tick(cast)
        assert hears(cast.zheng, "来文催办、催阅") and not hears(cast.wang, "来文催办、催阅")


def test_training(cast: Cast) -> None:
    session = planned(cast, held_on=TODAY + timedelta(days=3))
    told(cast)
    assert hears(cast.wang, "培训通知") and not hears(cast.feng, "培训通知")
    training.cancel_session(cast.chen, session.pk, version=1, reason="停电")
    told(cast)
    assert hears(cast.wang, "培训取消") and not hears(cast.feng, "培训取消")
    row = drill(cast.li, cell_id=cast.cells["石桥村"].pk)
    task = LessonGiven("集合点太远", cast.people["wang"].pk, TODAY + timedelta(days=9))
    training.finish_drill(cast.li, row.pk, version=1, people=20, summary="有序", lessons=[task])
    told(cast)
    assert hears(cast.wang, "演练改进") and not hears(cast.zhao, "演练改进")
    kept = plan(cast, issued_on=TODAY - timedelta(days=30), review_on=TODAY + timedelta(days=20))
    with at(kept.review_on - timedelta(days=10)):
        tick(cast)
        assert hears(cast.chen, "预案评估期限") and not hears(cast.wang, "预案评估期限")


def test_publicity(cast: Cast) -> None:
    publicity_planned(cast)
    told(cast)
    assert hears(cast.li, "宣传计划") and not hears(cast.feng, "宣传计划")
    with at(date(2026, 6, 25)):
        tick(cast)
        assert hears(cast.li, "宣传计划将到期") and not hears(cast.zheng, "宣传计划将到期")


def test_tips(cast: Cast) -> None:
    """None reaches the unit, nor its village until the tip is given to that."""
    tip, word = sent(cast)
    told(cast)
    assert hears(cast.chen, "收到举报")
    taken(cast, tip)
    told(cast)
    assert hears(cast.zhao, "举报交办")
    tipoffs.reply_to_town(stranger(cast), word, reply="晚上也住人")
    told(cast)
    assert hears(cast.chen, "举报人补充")
    checked(cast, tip)
    told(cast)
    assert hears(cast.chen, "举报待答复")
    answered(cast, tip)
    rewarded, _ = done(cast)
    row = proposed(cast, rewarded)
    told(cast)
    assert hears(cast.zhou, "举报奖励待批") and not hears(cast.zhao, "举报奖励待批")
    tipoffs.approve_reward(cast.zhou, row.pk, version=1)
    told(cast)
    assert hears(cast.chen, "举报奖励待发") and not hears(cast.zhou, "举报奖励待批")
    late, _ = sent(cast)
    with at(TODAY + timedelta(days=9)):
        tick(cast)
        assert hears(cast.zhou, "举报办理逾期")
        for actor in (cast.feng, cast.lu, cast.li, cast.wang, cast.zheng):
            assert not [one for one in bell(actor) if "举报" in one], actor.name
        assert clock.today() > late.due_on


def test_each_kind_of_the_six_has_its_story_above() -> None:
    story = Path(__file__).read_text(encoding="utf-8")
    mine = [kind.label for key, kind in KINDS.items() if key.split(".")[0] in SIX]
    assert len(mine) > 20 and not [label for label in mine if f'"{label}"' not in story]
