"""Verbs of drills: planned for a day, told once held with what they taught, called off; what they taught is put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.grid.queries import cell_in_use, town_cell
from bihuan.training.lifecycle import DRILL
from bihuan.training.models import ContingencyPlan, Drill, Lesson
from bihuan.training.rules import DRILL_KINDS, why_not_day
from bihuan.units.actions import hold_unit

KEEPS = "report"
PEOPLE_MAX, LESSONS_MAX = 100_000, 20
STALE = "这场演练刚刚有人办理过，请刷新后再看。您填写的内容还在。"
NEEDED = {"reason": "请填写原因。", "summary": "请填写评估小结：做得怎样，哪里不足。"}


@dataclass(frozen=True)
class LessonGiven:
    """What a drill taught; with a person and a day it is a task."""

    text: str
    person: UUID | None = None
    due_on: date | None = None


@transaction.atomic
def plan_drill(
    actor: Actor,
    *,
    title: str,
    kind: str,
    held_on: date | None,
    place: str,
    scenario: str,
    cell_id: UUID | None = None,
    unit_id: UUID | None = None,
    plan_id: UUID | None = None,
    drill_id: UUID | None = None,
) -> Drill:
    """安排演练: of the town, a village (by its cell) or a unit, on a day past or to come; who acts for a unit plans the unit's. `drill_id` comes from the page,
    so that pressing twice plans it once (NotAllowed)."""
    actor.need(KEEPS)
    unit_id = unit_id or actor.seat
    wrong = {
        name: said
        for name, said in {
            "title": "" if title.strip() else "请填写演练名称。",
            "kind": "" if kind in DRILL_KINDS else "请选择演练形式。",
            "held_on": why_not_day(held_on, clock.today()),
            "place": "" if place.strip() else "请填写地点。",
            "scenario": "" if scenario.strip() else "请填写设定的情景，如“店内货架起火”。",
            "cell_id": "" if cell_id or unit_id else "请选择由哪里组织。",
        }.items()
        if said
    }
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert held_on is not None
    cell = None if unit_id or cell_id is None else cell_in_use(actor, cell_id)
    unit = hold_unit(actor, unit_id) if unit_id else None
    if unit is not None:
        cell = unit.cell or town_cell(actor.town)
    assert cell is not None
    row = Drill(
        id=drill_id or new_id(),
        town_id=actor.town,
        cell=cell,
        unit=unit,
        recorded_cell=unit.cell_path if unit else cell.path,
        recorded_category=unit.category if unit else "",
        plan=actor.find(ContingencyPlan, plan_id, what="份预案") if plan_id else None,
        title=title.strip(),
        kind=kind,
        held_on=held_on,
        place=place.strip(),
        scenario=scenario.strip(),
    )
    insert_once(row, "这场演练已经安排好，不用再提交。请到演练中查看。")
    given = {"title": row.title, "on": row.held_on, "where": row.where}
    events.record(actor, "plan_drill", row, given=given)
    return row


@transaction.atomic
def finish_drill(
    actor: Actor,
    drill_id: UUID,
    *,
    version: int,
    people: int | None,
    summary: str,
    names: str = "",
    photo: UUID | None = None,
    lessons: Sequence[LessonGiven] = (),
) -> Drill:
    """登记演练情况: how many took part, how it went, and what it taught, of which each may be somebody's task by a day."""
    row = actor.hold(Drill, drill_id, what="场演练")
    step = DRILL.move("finish_drill", row.state)
    actor.need(step.right)
    today = clock.today()
    if row.held_on > today:
        raise NotAllowed(f"演练安排在{in_words(row.held_on)}，还没有举办，不能登记情况。")
    wrong: dict[str, str] = {}
    if people is None or not 1 <= people <= PEOPLE_MAX:
        wrong["people"] = "请填写参演人数，至少1人。"
    if not summary.strip():
        wrong["summary"] = NEEDED["summary"]
    if len(lessons) > LESSONS_MAX:
        wrong["lessons"] = f"一场演练最多记{LESSONS_MAX}条。"
    for number, one in enumerate(lessons, 1):
        if not one.text.strip():
            wrong[f"text_{number}"] = f"第{number}条没有写问题。"
        elif bool(one.person) != bool(one.due_on):
            wrong[f"person_{number}"] = f"第{number}条要落实的，责任人和期限都要填；只作记录的，都不填。"
        elif one.due_on and one.due_on < row.held_on:
            wrong[f"due_on_{number}"] = f"第{number}条的期限早于演练日期。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    keys = {one.person for one in lessons if one.person}
    town = Scope.whole_town(actor.town)
    if Person.objects.within(town).filter(pk__in=keys).count() != len(keys):
        raise Incomplete("请从列表中选择责任人。")
    moving.advance(
        actor,
        row,
        step,
        version,
        STALE,
        people=people,
        names=names.strip(),
        summary=summary.strip(),
        photo=files.owned(actor, [photo])[0] if photo else None,
        entered_on=today,
    )
    Lesson.objects.bulk_create(
        [
            Lesson(
                town_id=actor.town, drill=row, text=one.text.strip(), person_id=one.person, due_on=one.due_on
            )
            for one in lessons
        ]
    )
    tasks = [
        {"person": str(one.person), "text": one.text.strip(), "due_on": str(one.due_on)}
        for one in lessons
        if one.person
    ]
    given = {"title": row.title, "people": people, "lessons": len(lessons), "tasks": tasks}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def cancel_drill(actor: Actor, drill_id: UUID, *, version: int, reason: str) -> Drill:
    """取消演练: it will not be held, for a reason."""
    row = actor.hold(Drill, drill_id, what="场演练")
    step = DRILL.move("cancel_drill", row.state)
    actor.need(step.right)
    moving.need(step, NEEDED, reason=reason.strip())
    moving.advance(actor, row, step, version, STALE, cancelled_on=clock.today(), cancelled_for=reason.strip())
    given = {"title": row.title, "reason": reason.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def settle_lesson(actor: Actor, lesson_id: UUID, *, done: str) -> Lesson:
    """落实: what a drill taught is put right today, in words; by who was to do it, or who keeps drills there."""
    row = Actor.founder(actor.town).hold(Lesson, lesson_id, what="项改进")
    if row.person_id != actor.person:
        actor.need(KEEPS)
        actor.find(Lesson, lesson_id, what="项改进")
    if row.done_on:
        raise NotAllowed("这一项已经登记落实。")
    if not done.strip():
        raise Incomplete("请写明怎样落实的。", {"done": "请写明怎样落实的。"})
    row.done_on, row.done = clock.today(), done.strip()
    row.save(update_fields=["done_on", "done"])
    given = {"title": row.drill.title, "text": row.text, "done": row.done}
    events.record(actor, "settle_lesson", row.drill, given=given)
    return row
