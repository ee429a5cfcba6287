"""An event planned, made known to its parties, ended, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.inspections.lifecycle import CAMPAIGN, NOT_OVER
from bihuan.inspections.models import Campaign
from bihuan.joint import rules
from bihuan.joint.actions.shared import advance, begin
from bihuan.joint.lifecycle import CALLED, PENDING
from bihuan.joint.models import JointEvent, JointLink, JointPart, JointParty, JointVisit
from bihuan.joint.queries import parties
from bihuan.joint.rules import BODY, DEPARTMENT, OFFICE, PartyPlan
from bihuan.units.actions import hold_units
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Plan:
    """What is planned, as far as it is known. `units`: the keys of the units to be visited."""

    name: str
    from_on: date | None
    to_on: date | None
    parties: Sequence[PartyPlan] = ()
    units: Sequence[UUID] = ()
    campaign: UUID | None = None
    asks: str = ""
    gather: str = ""


@transaction.atomic
def begin_joint(actor: Actor, plan: Plan, *, event_id: UUID | None = None) -> JointEvent:
    """筹备联合检查: an event with its parties and units, not yet made known. `event_id` comes with the page."""
    actor.need("campaigns")
    units = _check(actor, plan)
    assert plan.from_on is not None and plan.to_on is not None
    row = JointEvent(
        id=event_id or new_id(),
        town_id=actor.town,
        name=plan.name.strip(),
        from_on=plan.from_on,
        to_on=plan.to_on,
        campaign=_campaign(actor, plan),
        asks=plan.asks.strip(),
        gather=plan.gather.strip(),
        wanted=[str(one) for one in units],
        drafted_by_id=actor.person_id,
        drafted_on=clock.today(),
    )
    insert_once(row, "这次联合检查已经登记过了，请到列表中查看。")
    JointParty.objects.bulk_create(_party(actor, row, one, place) for place, one in enumerate(plan.parties))
    given = {"says": row.name, "parties": len(plan.parties), "units": len(units)}
    events.record(actor, "begin_joint", row, given=given, after=row.state)
    return row


@transaction.atomic
def plan_joint(actor: Actor, event_id: UUID, plan: Plan, *, version: int | None) -> JointEvent:
    """修改安排: also of one that was made known; a party that is new hears of it. Who has sent something stays, and so does a unit that was looked at."""
    units = _check(actor, plan)
    row, step = begin(actor, event_id, version, "plan_joint")
    assert plan.from_on is not None and plan.to_on is not None
    if row.state == CALLED and (wrong := rules.lacks(plan.parties, len(units))):
        raise Incomplete("".join(wrong.values()), wrong)
    if row.held_on and not plan.from_on <= row.held_on <= plan.to_on:
        raise Incomplete("已经开始检查，日期要包括已检查的那天。", {"from_on": "要包括已检查的那天。"})
    came = _change_parties(actor, row, plan.parties)
    if row.state == CALLED:
        _change_units(actor, row, units)
    advance(
        actor,
        row,
        step,
        name=plan.name.strip(),
        from_on=plan.from_on,
        to_on=plan.to_on,
        campaign=_campaign(actor, plan),
        asks=plan.asks.strip(),
        gather=plan.gather.strip(),
        wanted=[str(one) for one in units],
    )
    given = {"says": row.name, "came": [one.name for one in came] if row.state == CALLED else []}
    given |= {"departments": [str(one.department_id) for one in came if one.department_id]}
    events.record(actor, "plan_joint", row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def set_sheet(actor: Actor, party_id: UUID, *, sheet: str, groups: Sequence[str]) -> JointParty:
    """设置检查内容: whether a party enters freely or ticks a list, and which parts of it. What was sent before stays as it was ticked."""
    actor.need("campaigns")
    party = actor.hold(JointParty, party_id, what="个参加单位")
    if sheet not in rules.SHEETS:
        raise Incomplete("请选择怎样检查。", {"sheet": "请选择怎样检查。"})
    if party.event.ended_on or party.left_on:
        raise NotAllowed("这次联合检查已经结束，不能再改。")
    wanted = list(dict.fromkeys(groups)) if sheet == rules.LIST else []
    JointParty.objects.within(actor.scope).filter(pk=party.pk).update(sheet=sheet, groups=wanted)
    party.sheet, party.groups = sheet, wanted
    given = {"says": party.name, "sheet": rules.SHEETS[sheet], "groups": wanted}
    events.record(actor, "set_sheet", party.event, given=given)
    return party


@transaction.atomic
def call_joint(actor: Actor, event_id: UUID, *, version: int | None) -> JointEvent:
    """通知参加单位: the departments hear of it, the bodies without an account can be given their links."""
    seen = actor.find(JointEvent, event_id, what="次联合检查")
    wanted = [UUID(one) for one in seen.wanted]
    # before the event, as a plan does; an event that was changed since has another version
    hold_units(actor, wanted)
    row, step = begin(actor, event_id, version, "call_joint")
    there, whole = parties(actor.scope, row), Scope.whole_town(actor.town)
    rows = Unit.objects.within(whole).filter(pk__in=wanted, merged_into__isnull=True, ended_on__isnull=True)
    units = set(rows.values_list("pk", flat=True))
    if wrong := rules.lacks([one.plan for one in there], len(units)):
        raise Incomplete("".join(wrong.values()), wrong)
    if row.to_on < clock.today():
        raise Incomplete("检查日期已经过了，请先修改日期。", {"to_on": "日期已经过了。"})
    advance(actor, row, step, called_on=clock.today())
    JointVisit.objects.bulk_create(
        JointVisit(town_id=actor.town, event=row, unit_id=pk) for pk in wanted if pk in units
    )
    given = {
        "says": row.name,
        "departments": [str(one.department_id) for one in there if one.department_id],
        "parties": len(there),
        "units": len(units),
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def close_joint(actor: Actor, event_id: UUID, *, version: int | None) -> JointEvent:
    """结束联合检查: when each unit was finished or has the reason why not. Links open nothing any more."""
    row, step = begin(actor, event_id, version, "close_joint")
    whole = Scope.whole_town(actor.town)
    if left := JointVisit.objects.within(whole).filter(event=row, state=PENDING).count():
        raise NotAllowed(f"还有{left}家没有查完。请先完成检查，不查的登记未检查的原因。")
    _end_links(actor, row)
    advance(actor, row, step, ended_on=clock.today())
    events.record(actor, step.action, row, given={"says": row.name}, before=step.frm, after=step.to)
    return row


@transaction.atomic
def cancel_joint(actor: Actor, event_id: UUID, *, version: int | None, reason: str) -> JointEvent:
    """取消联合检查: for a reason; not once a unit was finished. Who was asked hears of it."""
    row, step = begin(actor, event_id, version, "cancel_joint")
    if not reason.strip():
        raise Incomplete("请填写取消的原因。", {"reason": "请填写取消的原因。"})
    if row.held_on:
        raise NotAllowed("已经有单位查完，不能取消；其余单位请登记未检查的原因，再结束。")
    was_called = row.state == CALLED
    _end_links(actor, row)
    advance(actor, row, step, cancelled_for=reason.strip(), ended_on=clock.today())
    there = parties(actor.scope, row)
    told = [str(one.department_id) for one in there if one.department_id] if was_called else []
    given = {"says": row.name, "reason": reason.strip(), "departments": told}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


def _end_links(actor: Actor, row: JointEvent) -> None:
    mine = [one.pk for one in JointParty.objects.within(actor.scope).filter(event=row)]
    links = JointLink.objects.within(actor.scope).filter(party__in=mine, ended_at__isnull=True)
    links.update(ended_at=clock.now())


def _check(actor: Actor, plan: Plan) -> list[UUID]:
    """The keys of the units, each once. Raises Incomplete, NotFound."""
    actor.need("campaigns")
    wrong = {} if plan.name.strip() else {"name": "请填写名称。"}
    wrong |= rules.check_days(plan.from_on, plan.to_on) | rules.check_parties(plan.parties)
    units = list(dict.fromkeys(plan.units))
    if len(units) > rules.UNITS_MAX:
        wrong["units"] = f"一次联合检查最多{rules.UNITS_MAX}家；更多的请部署专项行动。"
    if any(not one.name.strip() for one in plan.parties):
        wrong["parties"] = "请填写受邀单位的名称。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    hold_units(actor, units)
    known = Unit.objects.within(actor.scope).filter(pk__in=units, merged_into__isnull=True)
    if known.count() != len(units):
        raise Incomplete("有单位不在册，或者已经并入别的单位，请重新选择。", {"units": "请重新选择单位。"})
    departments = {one.department for one in plan.parties if one.kind == DEPARTMENT}
    if Department.objects.within(actor.scope).filter(pk__in=departments).count() != len(departments):
        raise Incomplete("有部门不在本镇，请从列表中选择。", {"parties": "请从列表中选择部门。"})
    return units


def _campaign(actor: Actor, plan: Plan) -> Campaign | None:
    if plan.campaign is None:
        return None
    found = actor.find(Campaign, plan.campaign, what="次专项行动")
    if found.state not in NOT_OVER:
        said = f"“{found.name}”{CAMPAIGN.states[found.state]}，检查不能记在它名下，请另选或者不选。"
        raise Incomplete(said, {"campaign": said})
    assert plan.from_on is not None and plan.to_on is not None
    if plan.from_on < found.begins_on or plan.to_on > found.ends_on:
        said = f"“{found.name}”是{found.begins_on:%Y-%m-%d}至{found.ends_on:%Y-%m-%d}的，联合检查的日期要在其中。"
        raise Incomplete(said, {"campaign": said})
    return found


def _party(actor: Actor, row: JointEvent, plan: PartyPlan, place: int) -> JointParty:
    return JointParty(town_id=actor.town, event=row, place=place, **_values(plan))


def _values(plan: PartyPlan) -> dict[str, Any]:
    return {
        "kind": plan.kind if plan.kind in (OFFICE, DEPARTMENT) else BODY,
        "department_id": UUID(plan.department) if plan.kind == DEPARTMENT else None,
        "name": plan.name.strip(),
        "leads": plan.leads,
        "sheet": plan.sheet,
        "groups": list(plan.groups),
    }


def _change_parties(actor: Actor, row: JointEvent, wanted: Sequence[PartyPlan]) -> list[JointParty]:
    """Who is new comes in, who is left out leaves, the others do what is planned now. Returns who came."""
    mine = JointParty.objects.within(actor.scope).filter(event=row)
    known = {one.plan.key: one for one in mine.order_by("pk").held()}
    keys = {one.key for one in wanted}
    gone = [one for key, one in known.items() if key not in keys and one.left_on is None]
    whole = Scope.whole_town(actor.town)
    sent = JointPart.objects.within(whole).filter(party__in=gone).select_related("party").first()
    if sent:
        raise NotAllowed(f"{sent.party.name}已经提交了检查情况，不能去掉。")
    mine.filter(pk__in=[one.pk for one in gone]).update(left_on=clock.today(), leads=False)
    links = JointLink.objects.within(actor.scope).filter(party__in=gone, ended_at__isnull=True)
    links.update(ended_at=clock.now())
    came: list[JointParty] = []
    # who leads no more says so first: an event has one that leads at any moment
    for place, one in sorted(enumerate(wanted), key=lambda pair: pair[1].leads):
        there = known.get(one.key)
        if there is None:
            came.append(_party(actor, row, one, place))
            continue
        if there.left_on is not None:
            came.append(there)
        # what it looks at is settled on a page of its own (`set_sheet`)
        mine.filter(pk=there.pk).update(left_on=None, place=place, leads=one.leads, name=one.name.strip())
    JointParty.objects.bulk_create(one for one in came if one.plan.key not in known)
    return came


def _change_units(actor: Actor, row: JointEvent, wanted: Sequence[UUID]) -> None:
    """Units that are new join. What was made known stays: of a unit that is not visited it is told why."""
    whole = Scope.whole_town(actor.town)
    known = set(JointVisit.objects.within(whole).filter(event=row).values_list("unit", flat=True))
    if known - set(wanted):
        raise NotAllowed(
            "已经通知的单位不能直接去掉。不查的，请在这家单位的页面登记未检查的原因，哪些查了、哪些没查才说得清。"
        )
    JointVisit.objects.bulk_create(
        JointVisit(town_id=actor.town, event=row, unit_id=pk) for pk in wanted if pk not in known
    )
