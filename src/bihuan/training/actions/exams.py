"""Verbs of an exam: drawn for who came, sent once, and once more where the organiser allows it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.training.actions.sessions import ORGANISES
from bihuan.training.lifecycle import CANCELLED
from bihuan.training.models import Attendee, Exam, TrainingSession
from bihuan.training.queries import bank, exam_open_until
from bihuan.training.rules import draw, marked


def draw_exams(session: TrainingSession, rows: Sequence[Attendee], number: int = 1) -> None:
    """The questions of some who came, written down: what is asked of a person does not change while he answers. Part of an action."""
    if not session.exam_count:
        return
    questions = bank(Scope.whole_town(session.town_id), session.held_on)
    Exam.objects.bulk_create(
        [
            Exam(
                town_id=session.town_id,
                attendee=row,
                number=number,
                questions=[
                    one.as_kept()
                    for one in draw(questions, row.group, session.exam_count, f"{row.pk} {number}")
                ],
            )
            for row in rows
        ],
        batch_size=200,
    )


@transaction.atomic
def send_exam(attendee: Attendee, exam_id: UUID, answers: Sequence[Sequence[int]]) -> Exam:
    """交卷: who came sends the answers, opened by the person's own account or ticket. What was sent before stands, and is returned."""
    town = Actor.founder(attendee.town_id)
    exam = town.hold(Exam, exam_id, what="份试卷")
    if exam.attendee_id != attendee.pk:
        raise NotAllowed("这不是您的试卷，请从自己的签到页进入。")
    if exam.sent_at:
        return exam
    session = attendee.session
    if session.state == CANCELLED:
        raise NotAllowed("这场培训已经取消，不用考试。")
    if clock.today() > exam_open_until(session):
        raise NotAllowed(f"考试已于{in_words(exam_open_until(session))}截止，不能再交卷。")
    questions = exam.asked
    left = [str(at) for at, given in enumerate(answers, 1) if not given]
    wrong = len(answers) != len(questions) or any(
        not 0 <= one < len(asked.options)
        for asked, given in zip(questions, answers, strict=True)
        for one in given
    )
    if wrong or left:
        raise Incomplete(
            f"第{'、'.join(left)}题还没有作答，答完再交卷。" if left else "试卷与题目对不上，请刷新后再答。"
        )
    score = marked(questions, answers)
    passed = score >= session.pass_mark
    exam.answers, exam.score, exam.passed, exam.sent_at = (
        [list(one) for one in answers],
        score,
        passed,
        clock.now(),
    )
    exam.save(update_fields=["answers", "score", "passed", "sent_at"])
    values = {"score": score, "examined_on": clock.today(), "passed_on": clock.today() if passed else None}
    Attendee.objects.within(town.scope).filter(pk=attendee.pk).update(**values)
    for name, value in values.items():
        setattr(attendee, name, value)
    who = Actor(person=attendee.person_id, name=attendee.name, scope=Scope(town=attendee.town_id))
    given = {"title": session.title, "name": attendee.name, "score": score, "passed": passed}
    events.record(who, "send_exam", session, given=given)
    return exam


@transaction.atomic
def allow_again(actor: Actor, attendee_id: UUID) -> Exam:
    """允许补考: who has failed is asked other questions once more."""
    actor.need(ORGANISES)
    attendee = actor.hold(Attendee, attendee_id, what="名参训人员")
    session = attendee.session
    last = Exam.objects.within(actor.scope).filter(attendee=attendee).order_by("-number").first()
    if last is None or not last.sent_at:
        raise NotAllowed("还没有交卷，直接考试就可以。")
    if attendee.passed_on:
        raise NotAllowed("已经合格，不用补考。")
    if clock.today() > exam_open_until(session):
        raise NotAllowed(f"考试已于{in_words(exam_open_until(session))}截止，不能再安排补考。")
    draw_exams(session, [attendee], last.number + 1)
    events.record(actor, "allow_again", session, given={"title": session.title, "name": attendee.name})
    again: Exam = Exam.objects.within(actor.scope).get(attendee=attendee, number=last.number + 1)
    return again
