"""How a referral or an assigned matter is moved: the table's row, what it needs, the one conditional UPDATE."""

from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core import clock, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.hazards.actions import moves
from bihuan.hazards.lifecycle import HAZARD, REFERRED
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import last_term
from bihuan.referrals.lifecycle import ASSIGNMENT, REFERRAL
from bihuan.referrals.models import Assignment, Referral

STALE = "这件事刚刚被别人办理过。请核对最新情况后再办理，您填写的内容还在。"
_NEEDED = {
    "by": "请填写签收人或到场人。",
    "on": "请填写日期。",
    "due_on": "请填写新的答复期限。",
    "note": "请填写情况说明。",
    "how": "请填写方式。",
    "to": "请填写承办的岗位、部门或村。",
}


def begin(actor: Actor, referral_id: UUID, action: str) -> tuple[Referral, Move]:
    """The referral, and the table's row for the action from its state, if the actor may."""
    referral = actor.find(Referral, referral_id, what="次移送")
    if referral.hazard.voided_on:
        raise NotAllowed("这条隐患已经作废，它的移送不再办理。")
    step = REFERRAL.move(action, referral.state, *referral.traits)
    actor.need(step.right)
    return referral, step


def begin_assigned(actor: Actor, assignment_id: UUID, action: str) -> tuple[Assignment, Move]:
    """The assigned matter, and the table's row for the action from its state, if the actor may."""
    matter = actor.find(Assignment, assignment_id, what="件交办事项")
    step = ASSIGNMENT.move(action, matter.state)
    actor.need(step.right)
    return matter, step


def need(step: Move, **given: Any) -> None:
    """Raises Incomplete unless all that the step needs is given."""
    moving.need(step, _NEEDED, **given)


def check_day(on: date, not_before: date, what: str) -> None:
    """Raises Incomplete unless the day lies between that of `what` and today."""
    why = "日期不能晚于今天。" if on > clock.today() else ""
    if on < not_before:
        why = f"日期不能早于{what}的日期（{not_before:%Y-%m-%d}）。"
    if why:
        raise Incomplete(why, {"on": why})


def advance(actor: Actor, row: Referral | Assignment, step: Move, version: int, **values: Any) -> None:
    """Move a referral or an assigned matter; see `moving.advance`."""
    moving.advance(actor, row, step, version, STALE, **values)


def told(referral: Referral, step: Move, **given: Any) -> Entry:
    """What the log keeps of a referral's step: on the hazard's trail."""
    given = {"referral": referral, "kind": referral.kind, "body": referral.body, **given}
    return Entry(f"{step.action}_referral", referral.hazard, given, before=step.frm, after=step.to)


def told_assigned(matter: Assignment, step: Move, **given: Any) -> Entry:
    """What the log keeps of an assigned matter's step."""
    return Entry(f"{step.action}_assignment", matter, given, before=step.frm, after=step.to)


def hazard_back(actor: Actor, hazard: Hazard, note: str, version: int | None = None) -> list[Entry]:
    """Where the hazard stands as referred, it is the town's again: what the log is to keep of that. A unit that was ordered
    before owes what it owed: to hand a matter over and take it back wins nobody time."""
    if hazard.state != REFERRED:
        return []
    step = HAZARD.move("take_back", hazard.state, *hazard.traits)
    actor.need(step.right)
    term = last_term(Scope.whole_town(actor.town), hazard.pk) if hazard.ordered_on else None
    deadline_on = term.deadline_on if term else None
    version = hazard.version if version is None else version
    moves.advance(actor, hazard, step, version, deadline_on=deadline_on)
    if term:
        again = moves.new_demand(actor, hazard, term.paper, clock.today(), term.deadline_on, term.text)
        again.save(force_insert=True)
    return [moves.told(hazard, step, note=note, deadline_on=deadline_on)]
