"""Recording what a body has decided about a unit."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete
from bihuan.core.ids import new_id
from bihuan.hazards import rules
from bihuan.hazards.models import Decision, Hazard
from bihuan.units.actions import put_into_state
from bihuan.units.models import Unit


@transaction.atomic
def record_decision(
    actor: Actor,
    unit_id: UUID,
    *,
    kind: str,
    body: str,
    number: str,
    decided_on: date,
    reason: str,
    hazard_id: UUID | None = None,
) -> Decision:
    """登记决定: suspension, resumption or ban as decided by a body, with number and date; the unit's state follows.

    The town records; who may decide is law (安全生产法 on powers; domain: what a township may do).
    """
    actor.need("decide")
    if actor.person is None:
        raise Forbidden("决定须由本人登录后登记，系统时钟和初始化程序不作决定。")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    hazard = actor.find(Hazard, hazard_id, what="条隐患") if hazard_id else None
    given = {"body": body.strip(), "number": number.strip(), "reason": reason.strip()}
    labels = {"body": "决定机关", "number": "文号", "reason": "事由"}
    wrong = {name: f"请填写{labels[name]}。" for name, value in given.items() if not value}
    if kind not in rules.DECISIONS:
        wrong["kind"] = "请选择决定种类。"
    if decided_on > clock.today():
        wrong["decided_on"] = "决定日期不能晚于今天。"
    if wrong:
        raise Incomplete("；".join(wrong.values()), wrong)
    decision = Decision(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        hazard=hazard,
        kind=kind,
        decided_on=decided_on,
        campaign_id=hazard.campaign_id if hazard else None,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
        recorded_by_id=actor.person,
        **given,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise Incomplete("这个文号已经登记过决定。", {"number": "请核对文号。"}) from error
    why = f"{body}{rules.DECISIONS[kind]}（{number}）"
    followed = put_into_state(actor, unit, state=rules.DECISION_STATE[kind], from_on=decided_on, reason=why)
    told = events.Entry("record_decision", decision, {**given, "kind": kind, "unit": unit})
    events.record_all(actor, [followed, told])
    return decision
