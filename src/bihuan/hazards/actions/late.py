"""What was found on a visit and comes in after its record was closed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.hazards.actions.findings import Finding, check_findings, register
from bihuan.inspections.actions import Visit
from bihuan.inspections.models import Inspection
from bihuan.units.actions import hold_unit_of


@transaction.atomic
def add_findings(actor: Actor, inspection_id: UUID, findings: Sequence[Finding]) -> Inspection:
    """补登隐患: what was found on a visit whose record is closed. Mended on site, or waiting for an officer, who orders by a paper of the day on which it
    is ordered: none is issued here, and those of the visit say what they said."""
    actor.need("inspect")
    inspection = actor.find(Inspection, inspection_id, what="条检查记录")
    hold_unit_of(actor, inspection)
    if inspection.voided_on:
        raise NotAllowed("这条检查记录已经作废，不能补登隐患。")
    if not findings:
        raise Incomplete("没有要补登的隐患。")
    for at, one in enumerate(findings):
        if one.outcome == "deadline":
            why = "补登的隐患不能在这里责令限期整改，请选“报安全办处置”，再在隐患页面下达。"
            raise Incomplete(why, {f"findings.{at}.outcome": why})
    visit = Visit(unit=inspection.unit_id, visited_on=inspection.visited_on, id=inspection.pk)
    check_findings(actor, visit, findings)
    found = register(actor, inspection, findings, None)
    given = {"unit": inspection.unit_id, "findings": [str(one.id) for one in findings]}
    events.record_all(actor, [*found, events.Entry("add_findings", inspection, given)])
    return inspection
