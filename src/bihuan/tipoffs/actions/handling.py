"""Verbs of staff: what waits to be looked at let through or thrown out; taken and given to somebody, not taken, passed on, merged; the sender asked; more
time; answered."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.grid.queries import cell_in_use
from bihuan.grid.rules import POST_KINDS
from bihuan.tipoffs import rules
from bihuan.tipoffs.actions import steps
from bihuan.tipoffs.lifecycle import AT_WORK
from bihuan.tipoffs.models import Question, Tip
from bihuan.tipoffs.queries import VILLAGE, rewards, to_merge_into, top_cell
from bihuan.units.actions import hold_unit

QUESTIONS_MAX = 10


@transaction.atomic
def admit_tip(actor: Actor, tip_id: UUID, *, version: int) -> Tip:
    """按正常举报办理: it is no rubbish. Its terms run from when it came in."""
    row, step = steps.begin(actor, tip_id, version, "admit_tip")
    steps.advance(actor, row, step, version)
    return _told(actor, row, step)


@transaction.atomic
def discard_tip(actor: Actor, tip_id: UUID, *, version: int, reason: str) -> Tip:
    """剔除: rubbish, sent by a program or again and again. It counts nowhere; the log keeps it."""
    row, step = _with_reason(actor, tip_id, version, "discard_tip", reason)
    steps.advance(actor, row, step, version, discarded_on=clock.today(), why=reason.strip())
    return _told(actor, row, step, reason=row.why)


@transaction.atomic
def accept_tip(
    actor: Actor,
    tip_id: UUID,
    *,
    version: int,
    post: str = "",
    department_id: UUID | None = None,
    cell_id: UUID | None = None,
    unit_id: UUID | None = None,
    note: str = "",
) -> Tip:
    """受理交办、改派: to a post, a department or a village, which see it from then on; the work follows the post. `unit_id`: the unit that it is about, as the
    register has it. The term for checking runs from when it was taken."""
    chosen = cell_in_use(actor, cell_id) if cell_id else None
    unit = hold_unit(actor, unit_id) if unit_id else None
    row, step = steps.begin(actor, tip_id, version, "accept_tip")
    moving.need(step, steps.NEEDED, to=post or department_id or cell_id)
    unit = unit or row.unit
    cell, department, handler = chosen or top_cell(actor.scope), unit.department_id if unit else None, ""
    if chosen:
        if cell.level > VILLAGE:  # the cell of an enterprise: its own manager would read who is told of
            raise Incomplete("请交给村以上的网格。", {"to": "请从列表中选择。"})
        handler = cell.name
    elif department_id:
        found = actor.find(Department, department_id, what="个部门")
        department, handler = found.pk, found.name
    elif post in POST_KINDS and "inspect" in POST_KINDS[post].rights and POST_KINDS[post].stands == "town":
        handler = POST_KINDS[post].label
    else:
        raise Incomplete("请从列表中选择由谁核查。", {"to": "请从列表中选择。"})
    today = clock.today()
    check_due = row.check_due_on or steps.due(steps.terms(actor).check_days)
    values: dict[str, Any] = {
        "accepted_on": row.accepted_on or today,
        "check_due_on": check_due,
        "due_on": check_due,
    }
    if unit and unit.pk != row.unit_id:
        values |= {"unit": unit, "recorded_cell": unit.cell_path, "recorded_category": unit.category}
    elif not unit and cell_id and len(row.recorded_cell) < len(cell.path):
        values |= {"recorded_cell": cell.path}
    steps.advance(
        actor,
        row,
        step,
        version,
        cell=cell,
        department_id=department,
        post="" if cell_id or department_id else post,
        handler=handler,
        **values,
    )
    return _told(actor, row, step, to=handler, note=note.strip(), due_on=check_due)


@transaction.atomic
def decline_tip(actor: Actor, tip_id: UUID, *, version: int, reason: str) -> Tip:
    """不予受理: with the reason, which the sender sees."""
    row, step = _with_reason(actor, tip_id, version, "decline_tip", reason)
    steps.advance(actor, row, step, version, declined_on=clock.today(), why=reason.strip(), due_on=None)
    return _told(actor, row, step, reason=row.why)


@transaction.atomic
def pass_tip_on(actor: Actor, tip_id: UUID, *, version: int, body: str, reason: str) -> Tip:
    """转办: it is another body's matter, or lies outside the town. The sender sees to whom it went and why; who sent it does not go along."""
    row, step = steps.begin(actor, tip_id, version, "pass_tip_on")
    moving.need(step, steps.NEEDED, body=body.strip(), reason=reason.strip())
    values = {"passed_on": clock.today(), "passed_to": body.strip(), "why": reason.strip(), "due_on": None}
    steps.advance(actor, row, step, version, **values)
    return _told(actor, row, step, to=row.passed_to, reason=row.why)


@transaction.atomic
def merge_tip(actor: Actor, tip_id: UUID, *, version: int, into: UUID | None) -> Tip:
    """并案: the same matter as one that came in before. Its sender sees where that one stands; a reward is the first one's."""
    actor.need("tips")
    if into is not None:  # both held, in the order of their keys
        list(Tip.objects.within(actor.scope).filter(pk__in=(tip_id, into)).order_by("pk").only("pk").held())
    row, step = steps.begin(actor, tip_id, version, "merge_tip")
    moving.need(step, steps.NEEDED, into=into)
    main = to_merge_into(actor.scope, row).filter(pk__in=[into]).first()
    if main is None:
        why = "只能并入在它之前收到、没有并入别件的举报，请从列表中选择。"
        raise Incomplete(why, {"into": why})
    if Tip.objects.within(Scope.whole_town(actor.town)).filter(merged_into=row).exists():
        raise NotAllowed("已有别的举报并入这一件，不能再并出去。请把那一件并到另一件。")
    steps.advance(actor, row, step, version, merged_on=clock.today(), merged_into=main, due_on=None)
    return _told(actor, row, step, to=main.number)


@transaction.atomic
def ask_sender(actor: Actor, tip_id: UUID, *, version: int, text: str) -> Question:
    """询问举报人: whoever that is, read and answered by the tracking word."""
    actor.need("tips|inspect")
    row = steps.hold(actor, tip_id, version)
    if row.state not in AT_WORK:
        raise NotAllowed(f"这件举报{row.state_label}，不能再询问。")
    if not text.strip():
        raise Incomplete("请填写要问什么。", {"text": "请填写要问什么。"})
    if Question.objects.within(actor.scope).filter(tip=row).count() >= QUESTIONS_MAX * 3:
        raise NotAllowed("已经问了很多次，请按现有情况核查。")
    asked = Question(
        id=new_id(),
        town_id=actor.town,
        tip=row,
        text=text.strip(),
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
    )
    asked.save(force_insert=True)
    steps.touch(row)
    events.record(actor, "ask_sender", row, given={"text": asked.text})
    return asked


@transaction.atomic
def extend_tip(actor: Actor, tip_id: UUID, *, version: int, reason: str) -> Tip:
    """延长核查期限: once, by 30 days at most, with the reason, which the sender sees (举报奖励办法)."""
    row, step = _with_reason(actor, tip_id, version, "extend_tip", reason)
    if row.extended_on:
        raise NotAllowed("核查期限已经延长过一次，不能再延长。请尽快核查。")
    assert row.check_due_on is not None
    until = steps.due(rules.MORE_DAYS, row.check_due_on)
    steps.advance(actor, row, step, version, extended_on=clock.today(), check_due_on=until, due_on=until)
    return _told(actor, row, step, reason=reason.strip(), due_on=until)


@transaction.atomic
def return_tip(actor: Actor, tip_id: UUID, *, version: int, reason: str) -> Tip:
    """退回重新核查: the check does not answer what was told. What it said stays in the log. NotAllowed while a reward rests on it."""
    row, step = _with_reason(actor, tip_id, version, "return_tip", reason)
    if standing := [one for one in rewards(actor.scope, row) if one.refused_on is None]:
        raise NotAllowed(f"这件举报的奖励{standing[0].state_label}，核查结论是奖励的依据，不能再退回。")
    before = {"verdict": row.verdict_label, "finding": row.finding}
    steps.advance(
        actor,
        row,
        step,
        version,
        checked_on=None,
        checked_by=None,
        verdict="",
        finding="",
        due_on=row.check_due_on,
    )
    return _told(actor, row, step, reason=reason.strip(), **before)


@transaction.atomic
def answer_tip(actor: Actor, tip_id: UUID, *, version: int, answer: str, way: str) -> Tip:
    """答复: what came of it, for its sender to read. Once. Those that were merged into it are answered with it."""
    row, step = steps.begin(actor, tip_id, version, "answer_tip")
    moving.need(step, steps.NEEDED, answer=answer.strip())
    if way not in rules.ANSWERS:
        raise Incomplete("请选择怎样答复。", {"way": "请选择怎样答复。"})
    steps.advance(
        actor,
        row,
        step,
        version,
        answered_on=clock.today(),
        answer=answer.strip(),
        answered_by_way=way,
        due_on=None,
    )
    return _told(actor, row, step, answer=row.answer, way=rules.ANSWERS[way])


@transaction.atomic
def note_tip_late(actor: Actor, row: Tip) -> bool:
    """举报逾期: a term has run out. For the clock; once for each term."""
    mine = Tip.objects.within(Scope.whole_town(actor.town)).filter(
        pk=row.pk, version=row.version, late_noted_on__isnull=True
    )
    if not mine.update(late_noted_on=clock.today()):
        return False
    given = {"term": row.term_label, "due_on": row.due_on}
    events.record(actor, "note_tip_late", row, given=given)
    return True


def _with_reason(actor: Actor, tip_id: UUID, version: int, action: str, reason: str) -> tuple[Tip, Move]:
    row, step = steps.begin(actor, tip_id, version, action)
    moving.need(step, steps.NEEDED, reason=reason.strip())
    return row, step


def _told(actor: Actor, row: Tip, step: Move, **given: object) -> Tip:
    told = {name: value for name, value in given.items() if value}
    events.record(actor, step.action, row, given=told, before=step.frm, after=step.to)
    return row
