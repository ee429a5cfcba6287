"""What comes from above: registered, passed on, read, answered, asked for again; and what becomes of it when a post changes hands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock, events
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.grid.actions import appoint, end_post, register_person
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.meetings.agenda import Asking, proposed
from bihuan.meetings.models import MeetingKind
from bihuan.policies import actions
from bihuan.policies.models import Delivery, Received
from bihuan.policies.queries import handled_so_far, readers, received_by, to_answer, to_read
from bihuan.referrals.actions import receive_assignment
from bihuan.referrals.models import Assignment
from bihuan.search.queries import find
from tests.cast import FOUNDED, TODAY, Cast
from tests.notices.deeds import at, bell, told
from tests.policies.deeds import DUE, fresh, passed, received

YEAR_END = TODAY.replace(month=12, day=31)


def numbers(cast: Cast, on: object = YEAR_END) -> dict[str, object]:
    """The figures of the year as of a day; identities hold."""
    keys = ("documents", "owed", "in_time", "late", "unanswered", "rate")
    asks = {key: Ask(f"received.{key}", FOUNDED, on, on) for key in keys}  # type: ignore[arg-type]
    found = evaluate(cast.chen.scope, list(asks.values()))
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)  # type: ignore[arg-type]
    assert all(one.holds for some in verdicts.values() for one in some)
    return {key: found[ask].value for key, ask in asks.items()}


def desk(actor: object, title: str) -> list[str]:
    found = [one for one in sections_of(actor, clock.now()) if one.title == title]  # type: ignore[arg-type]
    return [item.text for section in found for item in section.items]


def test_a_document_is_registered_passed_on_read_and_answered(cast: Cast) -> None:
    row = received(cast)
    assert row.number == "东安委办〔2026〕12号" and row.state == "registered"
    row = passed(cast, row, "post:mayor", f"department:{cast.departments['城建办'].pk}")
    assert row.state == "passed" and row.passed_on == TODAY
    assert {one.post.person.name for one in row.deliveries.within(cast.chen.scope)} == {"沈立", "郑建"}
    assert desk(cast.shen, "待阅文件") == [f"请阅：{row.title}"] and desk(cast.wu, "待阅文件") == []
    actions.read_document(cast.shen, row.pk)
    assert desk(cast.shen, "待阅文件") == [] and desk(cast.zheng, "待阅文件") == [f"请阅：{row.title}"]
    with pytest.raises(NotAllowed, match="已经签阅过"):
        actions.read_document(cast.shen, row.pk)
    with pytest.raises(NotAllowed, match="没有分送给您"):
        actions.read_document(cast.wu, row.pk)
    done = actions.answer_document(cast.chen, row.pk, version=row.version, note="已排查12处", on=TODAY)
    assert done.state == "answered" and not done.is_late(TODAY)
    with pytest.raises(NotAllowed, match="已答复"):
        actions.answer_document(cast.chen, row.pk, version=done.version, note="又答", on=TODAY)


def test_each_refusal_says_what_to_do(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.receive_document(cast.li, source="区里", title="通知", received_on=TODAY)
    with pytest.raises(Incomplete) as wrong:
        received(cast, source=" ", title="", received_on=TODAY + timedelta(days=1))
    assert set(wrong.value.fields) == {"source", "title", "received_on"}
    with pytest.raises(Incomplete, match="不能早于收到日期"):
        received(cast, due_on=TODAY - timedelta(days=1))
    row = received(cast)
    with pytest.raises(Incomplete, match="已经登记过"):
        received(cast, number="东安委办〔2026〕12号")
    with pytest.raises(Incomplete, match="没有任职的人"):
        passed(cast, row, f"department:{cast.departments['教委办'].pk}")
    with pytest.raises(Incomplete, match="不在列表中"):
        passed(cast, row, "post:admin")
    with pytest.raises(Incomplete, match="请选择分送给谁"):
        passed(cast, row)
    with pytest.raises(Incomplete, match="不能早于收到"):
        actions.answer_document(cast.chen, row.pk, version=1, note="好", on=TODAY - timedelta(days=1))
    with pytest.raises(Stale):
        actions.answer_document(cast.chen, row.pk, version=9, note="好", on=TODAY)
    with pytest.raises(NotFound):
        actions.void_document(cast.sun, row.pk, version=1, note="别镇的")
    known = received(cast, number="", due_on=None)
    with pytest.raises(NotAllowed, match="不能答复"):
        actions.answer_document(cast.chen, known.pk, version=1, note="好", on=TODAY)


def test_who_has_it_already_is_passed_over_and_can_be_made_to_see_to_it(cast: Cast) -> None:
    row = passed(cast, received(cast), "post:mayor")
    with pytest.raises(NotAllowed, match="都已经分送过"):
        passed(cast, row, "post:mayor")
    row = passed(cast, row, "post:mayor", "post:village_head", handled_by=("post:mayor",))
    found = {one.whose: one.handles for one in row.deliveries.within(cast.chen.scope)}
    assert found == {"镇长": True, "石桥村 村网格长": False}
    assert [one.pk for one in to_answer(cast.shen, TODAY)] == [row.pk]
    assert list(to_answer(cast.li, TODAY)) == []


def test_only_those_to_whom_it_went_know_of_it(cast: Cast) -> None:
    row = passed(cast, received(cast), "post:village_head")
    assert [one.pk for one in received_by(cast.li)] == [row.pk]
    assert list(received_by(cast.wu)) == [] and [one.pk for one in received_by(cast.zhao)] == [row.pk]
    assert [hit.title for one in find(cast.li, "腌制池", 5) for hit in one.hits] == [row.title]
    assert find(cast.wu, "腌制池", 5) == [] and find(cast.sun, "腌制池", 5) == []


def test_what_was_not_read_waits_for_whoever_takes_the_post(cast: Cast) -> None:
    row = passed(cast, received(cast), "post:village_head")
    old = Post.objects.within(cast.chen.scope).get(kind="village_head")
    listed = [
        one.text for part in held_at(old, TODAY) if part.label == "待阅、承办的文件" for one in part.rows
    ]
    assert listed == [row.title]
    person = register_person(cast.xu, name="新网格长", username="new-head")
    end_post(cast.xu, old.pk, to_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    with at(tomorrow):
        appoint(cast.xu, person.pk, kind="village_head", cell_id=old.cell_id, from_on=tomorrow)
        new = actor_of(person)
        assert [one.title for one in to_read(new, tomorrow)] == [row.title]
        actions.read_document(new, row.pk)
    kept = Delivery.objects.within(cast.chen.scope).get()
    assert (kept.read_by, kept.read_on, kept.post) == (person, tomorrow, old)


def test_a_matter_goes_on_as_an_assignment_and_is_not_typed_twice(cast: Cast) -> None:
    row = received(cast)
    done = actions.assign_document(cast.chen, row.pk, version=row.version)
    matter = Assignment.objects.within(cast.chen.scope).get()
    assert done.state == "assigned" and done.assignment == matter
    assert (matter.title, matter.number, matter.due_on, matter.text) == (
        row.title,
        row.number,
        DUE,
        "报送排查情况",
    )
    assert numbers(cast)["owed"] == 0


def test_an_assignment_that_is_there_already_is_taken(cast: Cast) -> None:
    there = receive_assignment(
        cast.chen,
        source="东城区安委会办公室",
        number="东安委办〔2026〕12号",
        title="有限空间排查",
        received_on=TODAY,
        due_on=DUE,
    )
    row = received(cast)
    done = actions.assign_document(cast.chen, row.pk, version=row.version)
    assert done.assignment_id == there.pk
    assert Assignment.objects.within(cast.chen.scope).count() == 1


def test_the_figures_tell_each_day_as_it_was(cast: Cast) -> None:
    late, good = received(cast), received(cast, number="2号")
    received(cast, number="3号", due_on=None)
    voided = received(cast, number="4号")
    actions.void_document(cast.chen, voided.pk, version=1, note="登错了")
    actions.answer_document(cast.chen, good.pk, version=1, note="好", on=TODAY)
    after = DUE + timedelta(days=2)
    with at(after):
        before = numbers(cast, after)
        assert before == {
            "documents": 3,
            "owed": 2,
            "in_time": 1,
            "late": 0,
            "unanswered": 1,
            "rate": before["rate"],
        }
        actions.answer_document(cast.chen, late.pk, version=1, note="迟", on=after)
        assert numbers(cast, DUE + timedelta(days=1))["unanswered"] == 1
    now = numbers(cast)
    assert (now["late"], now["unanswered"], str(now["rate"])) == (1, 0, "50.0")
    run_due(cast.town.pk)
    assert differing(Scope.whole_town(cast.town.pk)) == []
    assert fresh(cast, late).is_late(after)


def test_what_is_late_is_asked_for_again_and_who_has_not_read_hears_of_it(cast: Cast) -> None:
    told(cast)  # begins here
    row = passed(cast, received(cast), "post:mayor", handled_by=("post:village_head",))
    told(cast)
    assert bell(cast.li) == [f"请承办，2026年6月12日前答复：{row.title}"]
    assert bell(cast.shen) == [f"请阅：{row.title}"]
    actions.read_document(cast.shen, row.pk)
    actions.read_document(cast.li, row.pk)
    told(cast)
    assert bell(cast.shen) == [] and bell(cast.li) == []
    with at(DUE + timedelta(days=1)):
        assert actions.remind_late(cast.chen, clock.today()) == 1
        assert actions.remind_late(cast.chen, clock.today()) == 0
        told(cast)
        said = f"已逾期（2026年6月12日到期），请答复：{row.title}"
        assert said in bell(cast.li) and said in bell(cast.chen) and said not in bell(cast.shen)
        with pytest.raises(NotAllowed, match="今天已经催过"):
            actions.remind_document(cast.chen, row.pk)
    with at(DUE + timedelta(days=5)):
        assert actions.remind_late(cast.chen, clock.today()) == 1


def test_a_correction_keeps_what_was_answered(cast: Cast) -> None:
    row = received(cast)
    given = {
        "source": row.source,
        "title": "改过的标题",
        "received_on": TODAY,
        "due_on": DUE,
        "number": "13号",
    }
    fixed = actions.correct_document(cast.chen, row.pk, version=1, text="新的正文", **given)
    assert fixed.version == 2 and fresh(cast, row).title == "改过的标题"
    assert [hit.title for one in find(cast.chen, "新的正文", 5) for hit in one.hits] == ["改过的标题"]
    event = Event.objects.within(cast.chen.scope).filter(action="correct_document").get()
    assert event.given["was"]["title"] == row.title
    with pytest.raises(Stale):
        actions.correct_document(cast.chen, row.pk, version=1, text="", **given)
    actions.answer_document(cast.chen, row.pk, version=2, note="好", on=TODAY)
    with pytest.raises(Incomplete, match="答复期限不能再改"):
        actions.correct_document(cast.chen, row.pk, version=3, text="", **given | {"due_on": None})


def test_passing_on_to_many_takes_no_more_statements(cast: Cast) -> None:
    few, many = received(cast), received(cast, number="2号")
    with CaptureQueriesContext(
        connection,
    ) as first:
        passed(cast, few, "post:mayor")
    with CaptureQueriesContext(connection) as second:
        passed(
            cast,
            many,
            "post:mayor",
            "post:village_head",
            "post:grid_member",
            "post:inspector",
            "post:secretary",
        )
    assert len(second) == len(first)
    assert Received.objects.within(Scope.whole_town(cast.town.pk)).count() == 2


def test_what_came_is_proposed_for_the_next_meetings_agenda(cast: Cast) -> None:
    row = received(cast)
    gone = received(cast, number="9号", title="不算的通知")
    actions.void_document(cast.chen, gone.pk, version=1, note="重复")
    kind = MeetingKind(sort="party", town_id=cast.town.pk)
    found = proposed(Asking(cast.chen.scope, kind, TODAY - timedelta(days=30), TODAY))
    (lines,) = [one.lines for one in found if one.key == "documents"]
    assert [text for text, _ in lines] == [
        f"东城区安委会办公室《{row.title}》东安委办〔2026〕12号，2026年6月12日前答复"
    ]


def test_who_has_it_in_hand_says_how_far_it_is_and_the_answer_begins_with_that(cast: Cast) -> None:
    row = received(cast)
    department = f"department:{cast.departments['城建办'].pk}"
    row = passed(cast, row, "post:inspector", handled_by=(department,))
    told(cast)
    with pytest.raises(Forbidden, match="不是由您承办"):
        actions.report_handling(cast.zhao, row.pk, version=row.version, note="看过了")
    with pytest.raises(Incomplete, match="办到哪一步"):
        actions.report_handling(cast.zheng, row.pk, version=row.version, note="  ")
    with pytest.raises(Stale):
        actions.report_handling(cast.zheng, row.pk, version=row.version - 1, note="已摸排")
    actions.report_handling(cast.zheng, row.pk, version=row.version, note="已摸排8处")
    [one] = actions.report_handling(cast.zheng, row.pk, version=row.version, note="已摸排12处，2处要整改")
    told(cast)
    assert any("城建办" in text and "2处要整改" in text for text in bell(cast.chen))
    assert handled_so_far(row) == f"{one.whose}：已摸排12处，2处要整改"
    shown = next(each for each in readers(row) if each.pk == one.pk)
    assert shown.read_on == TODAY and shown.said_by_id == cast.zheng.person  # who reports has read it
    said = [event for event in events.trail(cast.chen.scope, row.pk) if event.action == "report_handling"]
    assert len(said) == 2
    actions.answer_document(cast.chen, row.pk, version=row.version, note="已排查", on=TODAY)
    with pytest.raises(NotAllowed, match="已答复"):
        actions.report_handling(cast.zheng, row.pk, version=row.version + 1, note="又查了一处")
