"""What the stories of training and drills do."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.training import actions
from bihuan.training.actions.bank import QuestionGiven
from bihuan.training.models import Attendee, ContingencyPlan, Drill, Exam, Lesson, TrainingSession
from tests.cast import TODAY, Cast


def planned(cast: Cast, actor: Actor | None = None, **given: Any) -> TrainingSession:
    """The office plans a session of today for its officers and the grid, with an exam of four questions."""
    usual: dict[str, Any] = {
        "title": "执法程序培训",
        "kind": "officers",
        "held_on": TODAY,
        "hours": Decimal("3.5"),
        "place": "镇会议室",
        "lecturer": "区局法规科",
        "posts": ["safety_head", "inspector", "village_head", "grid_member"],
        "exam_count": 4,
        "pass_mark": 75,
    }
    return actions.open_session(actor or cast.chen, **usual | given)


def rows(cast: Cast, session: TrainingSession) -> dict[str, Attendee]:
    """Who is on a session's list, by name."""
    found = Attendee.objects.within(Scope.whole_town(cast.town.pk)).filter(session=session)
    return {one.name: one for one in found.select_related("session", "person", "unit")}


def exam_of(cast: Cast, attendee: Attendee) -> Exam:
    found: Exam = (
        Exam.objects.within(Scope.whole_town(cast.town.pk)).filter(attendee=attendee).latest("number")
    )
    return found


def answered(exam: Exam, wrong: int = 0) -> list[list[int]]:
    """The right answers, but for the first few."""
    said = [list(one.right) for one in exam.asked]
    for at in range(wrong):
        one = exam.asked[at]
        said[at] = [next(n for n in range(len(one.options)) if [n] != said[at])]
    return said


def held(cast: Cast, **given: Any) -> TrainingSession:
    """A session at which all who were invited were ticked, and that was ended."""
    session = planned(cast, **given)
    actions.tick(cast.chen, session.pk, [one.pk for one in rows(cast, session).values()])
    return actions.end_session(cast.chen, session.pk, version=session.version)


def drill(actor: Actor, day: date = TODAY, **given: Any) -> Drill:
    usual: dict[str, Any] = {
        "title": "火灾疏散演练",
        "kind": "field",
        "held_on": day,
        "place": "店前",
        "scenario": "货架起火，两分钟内疏散",
    }
    return actions.plan_drill(actor, **usual | given)


def plan(cast: Cast, **given: Any) -> ContingencyPlan:
    usual: dict[str, Any] = {
        "cell_id": cast.cells["town"].pk,
        "kind": "overall",
        "title": "东岭镇生产安全事故应急预案",
        "issued_on": TODAY - timedelta(days=1000),
    }
    return actions.set_plan(cast.chen, **usual | given)


def trained(actor: Actor, unit: Any) -> dict[str, Any]:
    """A session at which the unit's head was, a plan, a drill with a lesson, a question."""
    given = {"hours": Decimal(2), "place": "会议室", "lecturer": "区局", "exam_count": 2, "held_on": TODAY}
    session = actions.open_session(actor, title=f"{unit.name}培训", kind="enterprises", **given)
    came = actions.add_attendee(actor, session.pk, name="负责人", group="heads", unit_id=unit.pk)
    plan = actions.set_plan(
        actor, cell_id=unit.cell_id, kind="onsite", title=f"{unit.name}预案", issued_on=TODAY
    )
    drill = actions.plan_drill(
        actor,
        title=f"{unit.name}演练",
        kind="field",
        held_on=TODAY,
        place="店前",
        scenario="起火",
        unit_id=unit.pk,
    )
    lesson = actions.LessonGiven("喇叭不响", actor.person_id, TODAY)
    actions.finish_drill(actor, drill.pk, version=1, people=3, summary="好", lessons=[lesson])
    asked = QuestionGiven("judge", f"{unit.name}的题", (), (0,))
    return {
        "session_id": session.pk,
        "training_code": session.code,
        "training_ticket": came.ticket,
        "attendee_id": came.pk,
        "contingency_id": plan.pk,
        "drill_id": drill.pk,
        "lesson_id": Lesson.objects.within(actor.scope).get(drill=drill).pk,
        "question_id": actions.add_question(actor, asked).pk,
    }
