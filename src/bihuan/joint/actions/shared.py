"""What the verbs of joint inspections have in common: rows held, the table's step, what is said when somebody was first."""

from typing import Any
from uuid import UUID

from bihuan.core import moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.joint.lifecycle import JOINT, VISIT
from bihuan.joint.models import JointEvent, JointParty, JointVisit
from bihuan.joint.queries import find_visit, leads
from bihuan.units.actions import hold_units

STALE = "这次联合检查刚刚被别人改过。请核对最新情况后再提交，您填写的内容还在。"
STALE_VISIT = "这家单位的检查刚刚被别人办过。请核对最新情况后再提交，您填写的内容还在。"
NOT_LEADING = "只有牵头单位和安全办能办这一步。您可以填写本部门的部分。"


def begin(actor: Actor, event_id: UUID, version: int | None, action: str) -> tuple[JointEvent, Move]:
    """An event, held, and the table's row for the action, if the actor may. Raises Stale where somebody was there since the page was opened."""
    row = actor.hold(JointEvent, event_id, what="次联合检查")
    step = JOINT.move(action, row.state)
    actor.need(step.right)
    if row.version != version:
        raise Stale(STALE)
    return row, step


def advance(actor: Actor, row: JointEvent, step: Move, **values: Any) -> None:
    moving.advance(actor, row, step, row.version, STALE, **values)


def begin_visit(
    actor: Actor, visit_id: UUID, version: int | None, action: str
) -> tuple[JointVisit, list[JointParty], Move]:
    """A visit that the actor leads, held behind its unit, with the parties and the table's row for the action."""
    seen, there = find_visit(actor, visit_id)
    hold_units(actor, [one for one in (seen.unit_id, seen.unit.merged_into_id) if one])
    whole = Scope.whole_town(actor.town)
    row: JointVisit = (
        JointVisit.objects.within(whole)
        .held()
        .select_related("event", "unit__merged_into", "inspection")
        .get(pk=visit_id)
    )
    step = VISIT.move(action, row.state, *row.traits)
    actor.need(step.right)
    if not leads(actor, there):
        raise Forbidden(NOT_LEADING)
    if row.version != version:
        raise Stale(STALE_VISIT)
    if row.event.state == "draft":
        raise NotAllowed("还没有通知参加单位，请先通知再检查。")
    if row.event.state == "cancelled":
        raise NotAllowed("这次联合检查已经取消。")
    return row, there, step


def advance_visit(actor: Actor, row: JointVisit, step: Move, **values: Any) -> None:
    moving.advance(actor, row, step, row.version, STALE_VISIT, **values)
