"""Verbs of checking a tip: on site, as a check like any other, whose hazards come from the tip; and what was found, in words."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.hazards.actions import Finding, finish_check
from bihuan.hazards.rules import TIP as FROM_TIP
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection
from bihuan.tipoffs import rules
from bihuan.tipoffs.actions import steps
from bihuan.tipoffs.lifecycle import CHECKING
from bihuan.tipoffs.models import Tip, TipVisit
from bihuan.tipoffs.queries import hazards
from bihuan.units.actions import hold_unit


@transaction.atomic
def check_on_site(actor: Actor, tip_id: UUID, visit: Visit, findings: Sequence[Finding] = ()) -> Inspection:
    """现场核查: a check of the unit that a tip is about, with all that goes with one. What is found is a hazard whose source is the tip; the papers say nothing of
    it."""
    actor.need("inspect")
    hold_unit(actor, visit.unit)
    row = actor.hold(Tip, tip_id, what=steps.WHAT)
    if row.state != CHECKING:
        raise NotAllowed(f"这件举报{row.state_label}，不能登记现场核查。")
    if row.unit_id != visit.unit:
        raise Incomplete("这件举报说的不是这家单位。请返回举报页重新选择。", {"unit": "不是这家单位。"})
    inspection = finish_check(actor, visit, findings, origin=FROM_TIP)
    TipVisit(id=new_id(), town_id=actor.town, tip=row, inspection=inspection).save(force_insert=True)
    steps.touch(row)
    given = {"visited_on": visit.visited_on, "count": len(findings)}
    events.record(actor, "check_on_site", row, given=given)
    return inspection


@transaction.atomic
def check_tip(actor: Actor, tip_id: UUID, *, version: int, verdict: str, finding: str) -> Tip:
    """填写核查结论: whether it is true, and what was seen. Where hazards were found for it, it cannot be untrue."""
    row, step = steps.begin(actor, tip_id, version, "check_tip")
    moving.need(step, steps.NEEDED, verdict=verdict in rules.VERDICTS, finding=finding.strip())
    found = hazards(actor.scope, row)
    if found and verdict not in rules.HOLDS:
        why = f"核查时登记了{len(found)}条隐患，结论应为属实或者部分属实。"
        raise Incomplete(why, {"verdict": why})
    today = clock.today()
    due_on = steps.due(steps.terms(actor).answer_days)
    steps.advance(
        actor,
        row,
        step,
        version,
        checked_on=today,
        checked_by_id=actor.person_id,
        verdict=verdict,
        finding=finding.strip(),
        due_on=due_on,
    )
    given = {"verdict": row.verdict_label, "finding": row.finding, "count": len(found)}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row
