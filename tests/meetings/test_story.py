"""A meeting is drafted from what is open, called, held, minuted; what it decides becomes work, is reported, and told in the next one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.models import Event
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.meetings import actions
from bihuan.meetings.actions import Plan
from bihuan.meetings.models import Attendance, Meeting, MeetingPaper, Resolution
from bihuan.meetings.queries import invited, last_of_kind, rhythm
from bihuan.meetings.rules import Topic, Wanted
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found
from tests.meetings.deeds import (
    DUE,
    drafted,
    held,
    issued,
    kinds,
    present,
    resolution,
    seat,
    topics,
    town,
    wanted,
)
from tests.notices.deeds import at, bell, tick, told
from tests.referrals.deeds import assigned

pytestmark = pytest.mark.usefixtures("no_rollups")
LATER = DUE + timedelta(days=3)


def numbers(cast: Cast, on: date) -> dict[str, object]:
    """The figures of the year as of the end of a day; their identities hold."""
    keys = (
        "meetings.held",
        "meetings.party",
        "meetings.committee",
        "meetings.decided",
        "meetings.decided_done",
        "meetings.decided_in_time",
        "meetings.decided_open",
        "meetings.decided_overdue",
    )
    asks = [Ask(key, FOUNDED, on, on) for key in keys]
    values = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("meetings."): values[ask].value for ask in asks}


def test_a_draft_takes_its_agenda_from_what_is_open_now(cast: Cast) -> None:
    found(cast, cast.chen, level="major", criterion="yh2017.5")
    assigned(cast)
    row = drafted(cast)
    assert row.title == "2026年第一次安委会全体会议" and row.place == "东岭镇会议室"
    said = {one.title: [text for text, _ in one.lines] for one in row.topics}
    assert "永安烟花店：库房电线老化裸露" in said["研究重大事故隐患整改"][0]
    assert "核查永安烟花店储存超量问题" in said["传达上级文件和交办事项"][0]
    assert "检查企业家次1家次" in said["听取近期安全生产工作情况汇报"]
    assert "通报上次会议议定事项落实情况" not in said
    with pytest.raises(NotAllowed, match="还没有开"):
        drafted(cast)


def test_a_notice_asks_those_who_hold_the_posts_on_the_day_and_is_frozen(cast: Cast) -> None:
    row = drafted(cast)
    with pytest.raises(Incomplete) as refused:
        actions.call_meeting(cast.chen, row.pk, version=1)
    assert "topics" in refused.value.fields  # nothing is open: somebody has to say what it is about
    plan = Plan(row.title, row.at, row.place, row.posts, [Topic("t1", "部署防汛")])
    row = actions.plan_meeting(cast.zhao, row.pk, version=1, plan=plan)
    paper = actions.call_meeting(cast.chen, row.pk, version=row.version)
    assert paper.number == "东安委〔2026〕1号" and "沈立" in "".join(paper.content["persons"])
    told(cast)
    assert any("2026年第一次安委会全体会议，2026年6月4日 09:00" in text for text in bell(cast.wu))
    assert not bell(cast.li)  # villages are not asked
    moved, seen = replace(plan, at=clock.at(TODAY + timedelta(days=6), 14)), paper.meeting.version
    with pytest.raises(Incomplete, match="请填写原因"):
        actions.call_again(cast.chen, row.pk, version=seen, plan=moved, reason="")
    second = actions.call_again(cast.chen, row.pk, version=seen, plan=moved, reason="与区里会议冲突")
    assert (second.number, second.version) == (paper.number, 2)
    assert MeetingPaper.objects.within(town(cast)).get(version=1).content["at"] == "2026年6月4日 09:00"
    told(cast)
    assert any(text.startswith("会议改期：") for text in bell(cast.wu))
    cancelled = actions.cancel_meeting(cast.chen, row.pk, version=second.meeting.version, reason="并入下次")
    told(cast)
    assert cancelled.state == "cancelled" and any("会议取消" in text for text in bell(cast.wu))
    assert numbers(cast, TODAY)["committee"] is None  # nothing was held: unknown, not 0


def test_who_is_asked_follows_the_post_to_the_day_of_the_meeting(cast: Cast) -> None:
    row = drafted(cast)
    post = Post.objects.within(town(cast)).get(person=cast.people["wu"])
    end_post(cast.chen, post.pk, to_on=TODAY)
    appoint(
        cast.chen,
        cast.people["wang"].pk,
        kind="office_head",
        cell_id=post.cell_id,
        from_on=TODAY + timedelta(days=1),
    )
    names = [one.person.name for one in invited(town(cast), row, TODAY + timedelta(days=2))]
    assert "王小红" in names and "吴刚" not in names


def test_who_was_there_led_and_spoke_is_kept_and_can_be_said_anew(cast: Cast) -> None:
    row = held(cast, zhou="leave", zheng="absent")
    lines = {one.person_id: one for one in Attendance.objects.within(town(cast)).filter(meeting=row)}
    led = lines[cast.people["shen"].pk]
    assert (led.leads, led.spoke, led.state) == (True, True, "present")
    assert lines[cast.people["zhou"].pk].note == "出差"
    said = {"at": row.at, "place": "二楼", "chair": str(cast.people["zhou"].pk)}
    with pytest.raises(Incomplete) as refused:
        actions.hold_meeting(
            cast.chen, row.pk, version=row.version, present=present(cast, row, zhou="leave"), **said
        )
    assert refused.value.fields == {"chair": "主持人应当是出席的人。"}
    row = actions.hold_meeting(cast.chen, row.pk, version=row.version, present=present(cast, row), **said)
    again = {one.person_id: one for one in Attendance.objects.within(town(cast)).filter(meeting=row)}
    assert len(again) == len(lines) and again[cast.people["zhou"].pk].leads and row.chair_post == "vice_mayor"
    with pytest.raises(Incomplete, match="不能晚于现在"):
        actions.hold_meeting(
            cast.chen,
            row.pk,
            version=row.version,
            present=present(cast, row),
            **said | {"at": clock.now() + timedelta(hours=1)},
        )


def test_minutes_are_refused_where_a_decision_lacks_its_person_or_day_and_a_draft_is_kept(cast: Cast) -> None:
    row = held(cast)
    half = topics(row, Wanted("更换库房线路"))
    saved = actions.save_minutes(cast.zhao, row.pk, version=row.version, topics=half, signer="沈立")
    assert saved.topics[-1].wanted[0].text == "更换库房线路"
    with pytest.raises(Incomplete) as refused:
        actions.issue_minutes(cast.chen, row.pk, version=saved.version, topics=half, signer="沈立")
    assert set(refused.value.fields) == {"post_t9_0", "due_t9_0"}
    with pytest.raises(Forbidden):
        actions.issue_minutes(
            cast.zhao, row.pk, version=saved.version, topics=topics(row, wanted(cast)), signer="沈立"
        )
    assert not Resolution.objects.within(town(cast)).exists()
    with pytest.raises(Stale):
        actions.issue_minutes(cast.chen, row.pk, version=1, topics=topics(row, wanted(cast)), signer="沈立")


def test_a_decision_becomes_work_is_reported_and_told_in_the_next_meeting(cast: Cast) -> None:
    row = issued(cast)
    assert (row.number, row.state) == ("东安委纪〔2026〕1号", "issued")
    one = resolution(cast)
    assert (one.holder, one.due_on) == ("石桥村 村网格长（李桂兰）", DUE)
    told(cast)
    assert any("会议议定由您办理，2026年6月12日前完成" in text for text in bell(cast.li))
    assert numbers(cast, TODAY) | {} == {
        "held": 1,
        "party": 0,
        "committee": 1,
        "decided": 1,
        "decided_done": 0,
        "decided_in_time": 0,
        "decided_open": 1,
        "decided_overdue": 0,
    }
    with pytest.raises(Forbidden):
        actions.report_resolution(cast.wang, one.pk, version=1, result="不是我的")
    with at(TODAY + timedelta(days=2)):
        with pytest.raises(Incomplete, match="请用一句话写明结果"):
            actions.report_resolution(cast.li, one.pk, version=1, result=" ")
        done = actions.report_resolution(
            cast.li, one.pk, version=1, result="已换铜芯线", photo=cast.photo(cast.li)
        )
        assert done.how == "done" and done.photo is not None
        told(cast)
        assert not bell(cast.li)
        second = drafted(cast)
        [first] = [one for one in second.topics if one.source == "last"]
        assert "督促永安烟花店更换库房线路" in first.lines[0][0] and "按期完成" in first.lines[0][0]
        second = actions.hold_meeting(
            cast.chen,
            second.pk,
            version=1,
            at=clock.now(),
            place="三楼",
            chair=str(cast.people["shen"].pk),
            present=present(cast, second),
        )
        assert resolution(cast).told_in_id == second.pk
        paper = actions.issue_minutes(
            cast.chen, second.pk, version=second.version, topics=topics(second), signer="沈立"
        )
        assert "已换铜芯线" in paper.content["told"][0]
        with at(TODAY + timedelta(days=60)):
            assert not [one for one in drafted(cast).topics if one.source == "last"]  # told once, and closed
    assert numbers(cast, TODAY)["decided_done"] == 0  # what was true in June is still said


def test_what_is_late_presses_the_holder_and_those_above_until_it_is_done(cast: Cast) -> None:
    issued(cast)
    one = resolution(cast)
    with at(DUE - timedelta(days=3)):
        tick(cast)
        assert any("议定事项2026年6月12日到期" in text for text in bell(cast.li))
    with at(LATER):
        tick(cast)
        assert any("议定事项已逾期" in text for text in bell(cast.li))
        above = [text for text in bell(cast.zhou) if "议定事项逾期未完成" in text]
        assert len(above) == 1 and "村网格长李桂兰" in above[0]
        assert numbers(cast, LATER)["decided_overdue"] == 1
        later = actions.extend_resolution(
            cast.chen, one.pk, version=1, due_on=LATER + timedelta(days=5), reason="配件未到"
        )
        assert later.how == "open" and later.first_due_on == DUE
        assert numbers(cast, LATER)["decided_overdue"] == 1  # an extension does not make it in time
        actions.report_resolution(cast.chen, one.pk, version=2, result="已完成")
        tick(cast)
        assert not [text for text in bell(cast.zhou) if "逾期未完成" in text]
    assert numbers(cast, LATER)["decided_in_time"] == 0
    assert numbers(cast, LATER)["decided_done"] == 1


def test_a_decision_follows_the_post_to_who_takes_it_over(cast: Cast) -> None:
    issued(cast)
    one = resolution(cast)
    post = Post.objects.within(town(cast)).select_related("cell").get(person=cast.people["li"])
    open_there = {section.label: [row.text for row in section.rows] for section in held_at(post, TODAY)}
    assert open_there["会议议定的事项"] == [one.text]
    told(cast)
    end_post(cast.chen, post.pk, to_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    with at(tomorrow):
        appoint(
            cast.chen, cast.people["zheng"].pk, kind="village_head", cell_id=post.cell_id, from_on=tomorrow
        )
        told(cast)
        assert any("会议议定由您办理" in text for text in bell(actor_of(cast.people["zheng"])))
        with pytest.raises(Forbidden):
            actions.report_resolution(actor_of(cast.people["li"]), one.pk, version=1, result="已办")
        actions.report_resolution(actor_of(cast.people["zheng"]), one.pk, version=1, result="已办")


def test_corrected_minutes_are_another_version_and_carry_their_decisions_along(cast: Cast) -> None:
    row = issued(cast, wanted(cast), wanted(cast, "wu", "巡查河堤"))
    rows = {one.text: one for one in Resolution.objects.within(town(cast))}
    kept = rows["巡查河堤"]
    said = [one for one in row.topics if one.key != "t9"]
    same = Wanted("巡查河堤、渡口", str(kept.post_id), (DUE + timedelta(days=1)).isoformat(), str(kept.pk))
    new = wanted(cast, "zheng", "检查在建工地")
    changed = [*said, Topic("t9", "研究烟花爆竹安全", wanted=(same, new))]
    with pytest.raises(Incomplete, match="请填写更正原因"):
        actions.correct_minutes(cast.chen, row.pk, version=row.version, topics=changed, signer="沈立")
    paper = actions.correct_minutes(
        cast.chen, row.pk, version=row.version, topics=changed, signer="沈立", reason="责任划分有误"
    )
    assert (paper.version, paper.number) == (2, "东安委纪〔2026〕1号")
    now = {one.text: one for one in Resolution.objects.within(town(cast))}
    assert now["督促永安烟花店更换库房线路"].state == "dropped"
    assert now["巡查河堤、渡口"].pk == kept.pk and now["检查在建工地"].state == "open"
    assert numbers(cast, TODAY)["decided"] == 2
    first = MeetingPaper.objects.within(town(cast)).get(kind="minutes", version=1)
    assert "巡查河堤" in str(first.content) and "渡口" not in str(first.content)


def test_a_party_meeting_counts_once_however_many_topics_and_not_without_one(cast: Cast) -> None:
    row = drafted(cast, "party")
    plan = Plan(row.title, row.at, row.place, row.posts, [])
    both = (
        Topic("t1", "研究安全生产"),
        Topic("t2", "听取安全生产工作汇报"),
        Topic("t3", "干部任免", safety=False),
    )
    row = actions.plan_meeting(cast.chen, row.pk, version=1, plan=replace(plan, topics=both))
    here = {"at": clock.now(), "place": "二楼", "chair": str(cast.people["qian"].pk)}
    actions.hold_meeting(cast.chen, row.pk, version=row.version, present=present(cast, row), **here)
    second = drafted(cast, "party")
    second = actions.plan_meeting(cast.chen, second.pk, version=1, plan=replace(plan, topics=both[2:]))
    actions.hold_meeting(cast.chen, second.pk, version=2, present=present(cast, second), **here)
    found = numbers(cast, TODAY)
    assert (found["held"], found["party"]) == (2, 1)


def test_the_desk_says_which_meeting_is_due_and_missed_quarters_are_told(cast: Cast) -> None:
    kinds(cast)
    by_sort = {one.kind.sort: one for one in rhythm(town(cast), TODAY)}
    assert set(by_sort) == {"party", "committee"} and not by_sort["committee"].presses(TODAY)
    end = date(2026, 6, 20)
    with at(end):
        assert rhythm(town(cast), end)[0].presses(end)
        tick(cast)
        assert any(
            "安委会全体会议二季度还没有召开，应在2026年6月30日前召开" in text for text in bell(cast.chen)
        )
    with at(date(2026, 10, 1)):
        by_sort = {one.kind.sort: one for one in rhythm(town(cast), date(2026, 10, 1))}
        assert [one.label for one in by_sort["committee"].missed] == [
            "三季度"
        ]  # set in the middle of the second
        tick(cast)
        assert any("安委会全体会议三季度没有召开" in text for text in bell(cast.zhou))
    held(cast)
    assert {one.kind.sort: one.held is not None for one in rhythm(town(cast), TODAY)}["committee"]


def test_a_kind_is_changed_by_another_in_its_place_and_its_rhythm_goes_on(cast: Cast) -> None:
    before = kinds(cast)["committee"]
    given = {
        "sort": "committee",
        "name": before.name,
        "body": before.body,
        "chair": "mayor",
        "posts": ["mayor"],
    }
    with at(TODAY + timedelta(days=30)):
        after = actions.set_kind(cast.chen, every="quarter", replaces=before.pk, **given)
        assert after.from_on == before.from_on
        with pytest.raises(NotAllowed, match="已经停用或者修改过"):
            actions.set_kind(cast.chen, every="month", replaces=before.pk, **given)
        with pytest.raises(NotAllowed, match="已经有"):
            actions.set_kind(cast.chen, every="month", **given)
    with pytest.raises(Forbidden):
        actions.adopt_usual_kinds(cast.zhao)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.draft_meeting(cast.chen, before.pk)


def test_a_kind_that_is_called_otherwise_is_told_what_was_decided_before(cast: Cast) -> None:
    issued(cast)
    before = kinds(cast)["committee"]
    named = {
        "name": "安委会扩大会议",
        "body": before.body,
        "chair": "mayor",
        "posts": ["mayor", "safety_head"],
    }
    with pytest.raises(Incomplete, match="类别不能改"):
        actions.set_kind(cast.chen, sort="special", every="", replaces=before.pk, **named)
    after = actions.set_kind(cast.chen, sort="committee", every="quarter", replaces=before.pk, **named)
    with at(TODAY + timedelta(days=2)):
        second = actions.draft_meeting(cast.chen, after.pk)
        assert second.title == "2026年第二次安委会扩大会议"
        [first] = [one for one in second.topics if one.source == "last"]
        assert "督促永安烟花店更换库房线路" in first.lines[0][0]
        assert last_of_kind(cast.chen.scope, after) is not None
        with pytest.raises(NotAllowed, match="还没有开"):
            actions.draft_meeting(cast.chen, after.pk)


def test_another_town_sees_nothing_and_the_log_tells_each_step(cast: Cast) -> None:
    row = issued(cast)
    assert not Meeting.objects.within(cast.sun.scope).exists()
    steps = Event.objects.within(town(cast)).filter(subject_id__in=[row.pk, resolution(cast).pk])
    assert list(steps.order_by("seq").values_list("action", flat=True)) == [
        "draft_meeting",
        "hold_meeting",
        "issue_minutes",
        "decide_resolution",
    ]


def test_a_draft_and_minutes_ask_the_same_number_of_queries_however_much_there_is(cast: Cast) -> None:
    def drafting() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            row = drafted(cast, "special")
        assert row.pk
        return len(seen)

    issued(cast, wanted(cast), sort="special", chair="zhou")
    few = drafting()
    issued(cast, *(wanted(cast, "wu", f"第{at}项") for at in range(8)), sort="special", chair="zhou")
    assert drafting() == few
    assert seat(cast, "li")
