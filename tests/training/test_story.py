"""A session is planned, people come, sit the exam, and have the hours; who lacks what is told from that."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.queries import actor_of
from bihuan.training import actions
from bihuan.training.actions.bank import QuestionGiven
from bihuan.training.models import Exam, Question, TrainingSession
from bihuan.training.queries import (
    hours_of,
    lacking_units,
    own_hours,
    trained_posts,
    trained_units,
    wants_of_post,
    wants_of_unit,
)
from bihuan.units.actions import register_certificate
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.notices.deeds import bell, told
from tests.training.deeds import answered, exam_of, held, planned, rows

pytestmark = pytest.mark.usefixtures("no_rollups")

KEYS = ("sessions", "people", "hours", "invited", "absent", "examined", "passed", "units", "unheld")


def numbers(cast: Cast, on: date) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day; their identities hold."""
    asks = [Ask(f"training.{key}", FOUNDED, on, on) for key in KEYS]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("training."): found[ask].value for ask in asks}


def test_who_is_invited_signs_in_sits_the_exam_and_has_the_hours(cast: Cast) -> None:
    session = planned(cast)
    assert set(rows(cast, session)) == {"陈明", "赵强", "李桂兰", "王小红"}
    row = actions.sign_in(cast.zhao, session.pk)
    assert row.signed_on == TODAY and row.group == "officers"
    exam = exam_of(cast, row)
    assert len(exam.questions) == 4
    sent = actions.send_exam(row, exam.pk, answered(exam))
    assert (sent.score, sent.passed) == (100, True)
    assert hours_of(cast.chen.scope, cast.people["zhao"].pk, 2026) == 0  # not before it is ended
    actions.end_session(cast.chen, session.pk, version=1)
    assert hours_of(cast.chen.scope, cast.people["zhao"].pk, 2026) == Decimal("3.5")
    found = numbers(cast, TODAY)
    assert found == {
        "sessions": 1, "people": 1, "hours": Decimal("3.5"), "invited": 4, "absent": 3, "examined": 1, "passed": 1,
        "units": 0, "unheld": 0,
    }  # fmt: skip
    before = numbers(cast, TODAY - timedelta(days=1))
    assert not before["sessions"] and not before["people"]


def test_signing_in_twice_is_once(cast: Cast) -> None:
    session = planned(cast)
    first = actions.sign_in(cast.zhao, session.pk)
    assert actions.sign_in(cast.zhao, session.pk).pk == first.pk
    assert Exam.objects.within(cast.chen.scope).filter(attendee=first).count() == 1
    guest = {"name": "张晓", "phone": "13911112222", "group": "heads", "unit_name": "永安烟花店"}
    one = actions.sign_guest(session.code, **guest)
    assert actions.sign_guest(session.code, **guest).pk == one.pk
    assert one.unit == cast.units["yongan"]
    with pytest.raises(Incomplete, match="已经由别人签到"):
        actions.sign_guest(session.code, **guest | {"name": "王二"})


def test_an_exam_sent_twice_counts_once(cast: Cast) -> None:
    session = planned(cast)
    row = actions.sign_in(cast.zhao, session.pk)
    exam = exam_of(cast, row)
    first = actions.send_exam(row, exam.pk, answered(exam, wrong=2))
    assert (first.score, first.passed) == (50, False)
    again = actions.send_exam(row, exam.pk, answered(exam))
    assert (again.score, again.passed) == (50, False)
    assert Event.objects.within(cast.chen.scope).filter(action="send_exam").count() == 1
    assert rows(cast, session)["赵强"].passed_on is None
    with pytest.raises(Forbidden):
        actions.allow_again(cast.li, row.pk)
    second = actions.allow_again(cast.chen, row.pk)
    assert second.number == 2 and second.questions != exam.questions
    row = rows(cast, session)["赵强"]
    assert actions.send_exam(row, second.pk, answered(second)).passed
    with pytest.raises(NotAllowed, match="已经合格"):
        actions.allow_again(cast.chen, row.pk)
    actions.end_session(cast.chen, session.pk, version=1)
    found = numbers(cast, TODAY)
    assert (found["examined"], found["passed"]) == (1, 1)


def test_an_exam_that_leaves_one_out_or_is_another_persons_is_not_taken(cast: Cast) -> None:
    session = planned(cast)
    row, other = actions.sign_in(cast.zhao, session.pk), actions.sign_in(cast.wang, session.pk)
    exam = exam_of(cast, row)
    with pytest.raises(Incomplete, match="第2题还没有作答"):
        given = answered(exam)
        actions.send_exam(row, exam.pk, [given[0], [], *given[2:]])
    with pytest.raises(Incomplete, match="对不上"):  # an option that the question does not have
        actions.send_exam(row, exam.pk, [[7], *answered(exam)[1:]])
    with pytest.raises(NotAllowed, match="不是您的试卷"):
        actions.send_exam(other, exam.pk, answered(exam))
    with clock.moved(NOW + timedelta(days=4)), pytest.raises(NotAllowed, match="截止"):
        actions.send_exam(row, exam.pk, answered(exam))
    assert exam_of(cast, row).sent_at is None


def test_the_code_on_the_wall_is_good_on_its_day_alone(cast: Cast) -> None:
    session = planned(cast, held_on=TODAY + timedelta(days=1))
    guest = {"name": "张晓", "phone": "13911112222", "group": "villagers"}
    for moment in (NOW, NOW + timedelta(days=2)):
        with clock.moved(moment):
            with pytest.raises(NotAllowed, match="只在培训当天"):
                actions.sign_guest(session.code, **guest)
            with pytest.raises(NotAllowed, match="只在培训当天"):
                actions.sign_in(cast.zhao, session.pk)
    with clock.moved(NOW + timedelta(days=1)):
        assert actions.sign_guest(session.code, **guest).signed_on == TODAY + timedelta(days=1)
    with pytest.raises(NotFound):
        actions.sign_guest("nothing", **guest)


def test_a_session_to_come_is_not_ended_nor_one_where_nobody_was(cast: Cast) -> None:
    session = planned(cast, held_on=TODAY + timedelta(days=3))
    with pytest.raises(NotAllowed, match="还没有举办"):
        actions.end_session(cast.chen, session.pk, version=1)
    with pytest.raises(NotAllowed, match="还没有举办"):
        actions.tick(cast.chen, session.pk, [one.pk for one in rows(cast, session).values()])
    with clock.moved(NOW + timedelta(days=3)):
        with pytest.raises(NotAllowed, match="还没有人签到"):
            actions.end_session(cast.chen, session.pk, version=1)
        actions.sign_in(cast.zhao, session.pk)
        with pytest.raises(Stale):
            actions.end_session(cast.chen, session.pk, version=7)
        actions.end_session(cast.chen, session.pk, version=1)
        with pytest.raises(NotAllowed):
            actions.cancel_session(cast.chen, session.pk, version=2, reason="晚了")
        with pytest.raises(NotAllowed, match="已经结束"):
            actions.sign_in(cast.wang, session.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours", Decimal(25)),
        ("hours", Decimal(0)),
        ("hours", None),
        ("held_on", None),
        ("held_on", TODAY - timedelta(days=400)),
        ("title", "  "),
        ("kind", "nobody"),
        ("exam_count", 51),
        ("pass_mark", 101),
        ("link", "javascript:alert(1)"),
        ("posts", ["king"]),
    ],
)
def test_bad_input_names_its_field_and_writes_nothing(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(Incomplete) as refused:
        planned(cast, **{field: value})
    assert field in refused.value.fields
    assert not TrainingSession.objects.within(cast.chen.scope).exists()


def test_who_may_not_organise_cannot_and_the_next_town_sees_nothing(cast: Cast) -> None:
    for actor in (cast.li, cast.feng, cast.lu, cast.he):
        with pytest.raises(Forbidden):
            planned(cast, actor)
    session = planned(cast)
    with pytest.raises(NotFound):
        actions.end_session(cast.sun, session.pk, version=1)
    with pytest.raises(NotFound):
        actions.sign_in(cast.sun, session.pk)


def test_a_unit_is_invited_by_its_trade_and_the_hours_are_its_heads(cast: Cast) -> None:
    session = planned(cast, kind="enterprises", posts=[], categories=["fireworks"], hours=Decimal(16))
    row = rows(cast, session)["冯永"]
    assert row.unit == cast.units["yongan"] and row.group == "heads"
    guest = {"name": "冯永", "phone": "13911112222", "group": "heads", "unit_name": "永安烟花店"}
    assert actions.sign_guest(session.code, **guest).pk == row.pk  # the row that was foreseen
    actions.end_session(cast.chen, session.pk, version=1)
    unit = trained_units(cast.chen.scope, TODAY).get(pk=cast.units["yongan"].pk)
    assert unit.head_hours == 16 and unit.manager_hours == 0
    wants = {one.kind for one in wants_of_unit(unit, TODAY, own_hours(cast.chen.scope))}
    assert "managers" in wants and "heads" not in wants


def test_a_certificate_that_ran_out_is_lacking_from_the_next_day(cast: Cast) -> None:
    unit = cast.units["yongan"]
    for kind in ("head", "manager"):
        register_certificate(
            cast.chen, unit.pk, kind=kind, number="A1", holder="冯永", valid_until=TODAY + timedelta(days=1)
        )

    def lacking(day: date) -> set[str]:
        row = trained_units(cast.chen.scope, day).get(pk=unit.pk)
        return {one.kind for one in wants_of_unit(row, day, ())} & {"head", "manager", "expired"}

    def counted(day: date) -> list[int | Decimal | None]:
        asks = [Ask(f"training.{key}_units", FOUNDED, day, day) for key in ("certified", "uncertified")]
        found = evaluate(cast.chen.scope, asks)
        return [found[ask].value for ask in asks]

    last, next_day = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    assert lacking(last) == set() and lacking(next_day) == {"head", "manager", "expired"}
    assert counted(last) == [1, 1] and counted(next_day) == [0, 2]  # the site lacks both all along
    for want in ("head", "manager", "expired"):
        rows_of = trained_units(cast.chen.scope, next_day).filter(lacking_units(want, next_day, ()))
        assert unit.pk in set(rows_of.values_list("pk", flat=True)), want


def test_officers_lack_cards_and_hours_by_the_rules_of_the_day(cast: Cast) -> None:
    def wants(name: str) -> list[str]:
        found = {row.person.name: row for row in trained_posts(cast.chen.scope, TODAY)}
        return [one.text for one in wants_of_post(found[name], TODAY, own_hours(cast.chen.scope))]

    assert wants("赵强") == ["学时差60"] and wants("李桂兰") == []
    actions.ask_hours(cast.chen, group="grid", hours=8, source="东安办发〔2026〕3号")
    assert wants("李桂兰") == ["学时差8"]
    held(cast)
    assert wants("赵强") == ["学时差56.5"] and wants("李桂兰") == ["学时差4.5"]
    with pytest.raises(Incomplete, match="不能更少"):
        actions.ask_hours(cast.chen, group="officers", hours=40, source="镇发")
    with pytest.raises(Incomplete) as refused:
        actions.ask_hours(cast.chen, group="grid", hours=8, source=" ")
    assert "source" in refused.value.fields
    with pytest.raises(Forbidden):
        actions.ask_hours(cast.zhao, group="grid", hours=8, source="镇发")
    actions.ask_hours(cast.chen, group="grid", hours=0, source="")
    assert wants("李桂兰") == []


def test_the_bank_takes_no_question_without_a_right_answer_and_a_sheet_is_all_or_nothing(cast: Cast) -> None:
    good = QuestionGiven("single", "镇值班电话由谁接听？", ("值班员", "门卫"), (0,), group="grid")
    with pytest.raises(Incomplete) as refused:
        actions.add_question(cast.chen, QuestionGiven("single", "没有答案的题", ("甲", "乙"), ()))
    assert "right" in refused.value.fields
    with pytest.raises(Incomplete, match="第2题：没有正确答案"):
        actions.add_questions(cast.chen, [good, QuestionGiven("judge", "另一题", (), ())])
    assert not Question.objects.within(cast.chen.scope).exists()
    made = actions.add_questions(cast.chen, [good, QuestionGiven("judge", "另一题", (), (1,))])
    with pytest.raises(Incomplete, match="已经有这道题"):
        actions.add_question(cast.chen, good)
    with pytest.raises(Forbidden):
        actions.add_question(cast.wang, QuestionGiven("judge", "第三题", (), (1,)))
    session = planned(cast, exam_count=50)
    asked = exam_of(cast, actions.sign_in(cast.wang, session.pk)).asked
    assert good.text in {one.text for one in asked}
    actions.end_question(cast.chen, made[0].pk)
    later = planned(cast, exam_count=50)
    asked = exam_of(cast, actions.sign_in(cast.wang, later.pk)).asked
    assert good.text not in {one.text for one in asked}


def test_who_came_without_signing_in_is_ticked_or_added_for_a_week(cast: Cast) -> None:
    session = planned(cast)
    people = rows(cast, session)
    assert actions.tick(cast.chen, session.pk, [people["李桂兰"].pk]) == 1
    with pytest.raises(Incomplete, match="还没有签到的人"):
        actions.tick(cast.chen, session.pk, [people["李桂兰"].pk])
    added = actions.add_attendee(
        cast.chen, session.pk, name="刘工", group="workers", unit_id=cast.units["site"].pk
    )
    assert added.ticked and added.recorded_category == "building"
    with pytest.raises(Incomplete) as refused:
        actions.add_attendee(cast.chen, session.pk, name="刘工", group="workers")
    assert "unit_id" in refused.value.fields
    actions.end_session(cast.chen, session.pk, version=1)
    with clock.moved(NOW + timedelta(days=7)):
        actions.tick(cast.chen, session.pk, [people["王小红"].pk])
    with clock.moved(NOW + timedelta(days=8)), pytest.raises(NotAllowed, match="不能再改"):
        actions.tick(cast.chen, session.pk, [people["赵强"].pk])
    assert numbers(cast, TODAY)["people"] == 2 and numbers(cast, TODAY + timedelta(days=8))["people"] == 3


def test_the_invited_hear_of_it_and_that_it_was_called_off(cast: Cast) -> None:
    told(cast)
    session = planned(cast)
    told(cast)
    assert any("请参加培训：执法程序培训" in one for one in bell(cast.wang))
    assert not bell(cast.lu)
    actions.cancel_session(cast.chen, session.pk, version=1, reason="防汛")
    told(cast)
    assert any("培训取消：执法程序培训" in one for one in bell(cast.wang))
    assert numbers(cast, TODAY)["unheld"] == 0


def test_a_persons_hours_follow_the_person_and_the_town_scope_is_kept(cast: Cast) -> None:
    held(cast)
    mine = actor_of(cast.people["li"], TODAY)
    assert {row.person.name for row in trained_posts(mine.scope, TODAY)} == {"李桂兰", "王小红"}
    assert hours_of(Scope.whole_town(cast.next_town.pk), cast.people["li"].pk, 2026) == 0
