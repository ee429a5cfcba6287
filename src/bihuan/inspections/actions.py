"""Verbs of visits: start an outing, record a visit, issue its papers; campaigns and teams."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import StoredFile
from bihuan.core.moving import insert_once
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.grid.queries import officers
from bihuan.inspections import rules
from bihuan.inspections.checklist_actions import keep_sheet
from bihuan.inspections.checklists import Checklist
from bihuan.inspections.models import (
    Campaign,
    Inspection,
    IssuedPaper,
    Outing,
    OutingMember,
    Team,
)
from bihuan.inspections.papers import paper_number
from bihuan.inspections.queries import Signing
from bihuan.units.models import Unit


@transaction.atomic
def begin_campaign(
    actor: Actor,
    *,
    name: str,
    begins_on: date,
    ends_on: date,
    aliases: list[str] | None = None,
    categories: list[str] | None = None,
) -> Campaign:
    """开展专项行动: a drive with its name and period, without a plan of its own (see `campaigns.actions` for one with a plan)."""
    actor.need("campaigns")
    if not name.strip():
        raise Incomplete("请填写专项行动名称。", {"name": "请填写名称。"})
    if ends_on < begins_on:
        raise Incomplete("结束日期不能早于开始日期。", {"ends_on": "不能早于开始日期。"})
    if Campaign.objects.within(actor.scope).filter(name=name.strip(), begins_on=begins_on).exists():
        raise Incomplete("同名、同日开始的专项行动已经登记。", {"name": "已经登记，请核对。"})
    campaign = Campaign(
        id=new_id(),
        town_id=actor.town,
        name=name.strip(),
        aliases=aliases or [],
        categories=categories or [],
        begins_on=begins_on,
        ends_on=ends_on,
        issued_on=clock.today(),
    )
    campaign.save(force_insert=True)
    events.record(
        actor, "begin_campaign", campaign, given={"name": name, "begins_on": begins_on, "ends_on": ends_on}
    )
    return campaign


@transaction.atomic
def form_team(actor: Actor, *, name: str, categories: list[str]) -> Team:
    """成立专项组: a standing team and the categories it watches."""
    actor.need("campaigns")
    if not name.strip():
        raise Incomplete("请填写专项组名称。", {"name": "请填写名称。"})
    if Team.objects.within(actor.scope).filter(name=name.strip()).exists():
        raise Incomplete("这个专项组已经成立。", {"name": "已经成立，请核对。"})
    team = Team(id=new_id(), town_id=actor.town, name=name.strip(), categories=categories)
    team.save(force_insert=True)
    events.record(actor, "form_team", team, given={"name": name, "categories": categories})
    return team


@dataclass(frozen=True)
class OutingPlan:
    """What holds for a whole sortie. The same `id` given again joins the sortie that is already there."""

    id: UUID = field(default_factory=new_id)
    campaign: UUID | None = None
    team: UUID | None = None
    leader: UUID | None = None
    others: tuple[UUID, ...] = ()
    unannounced: bool = False
    night: bool = False
    experts: int = 0
    vehicles: int = 0


@dataclass(frozen=True)
class Visit:
    """What is said of one visit. `id` comes from the page, so that pressing twice records it once."""

    unit: UUID
    visited_on: date
    id: UUID = field(default_factory=new_id)
    kind: str = "check"
    outing: OutingPlan | None = None
    second_inspector: UUID | None = None
    checklist: Checklist | None = None
    results: dict[str, str] = field(default_factory=dict)
    opinion: str = ""
    present: str = ""
    signature: UUID | None = None
    refusal: str = ""
    late_entry: bool = False
    scan: UUID | None = None
    began_at: datetime | None = None


def record_visit(actor: Actor, visit: Visit) -> Inspection:
    """Write a visit and its outing down. To be called by an action, inside its transaction; that action records
    the event. Raises Incomplete naming the fields, NotAllowed when the visit is already recorded."""
    actor.need("reinspect" if visit.kind == "reinspection" else "inspect")
    unit = actor.hold(Unit, visit.unit, what="个监管对象")
    _check(actor, visit, unit)
    outing = _outing(actor, visit) if visit.outing else None
    inspection = Inspection(
        id=visit.id,
        town_id=actor.town,
        unit=unit,
        recorded_unit=unit,
        kind=visit.kind,
        outing=outing,
        campaign_id=outing.campaign_id if outing else None,
        team_id=outing.team_id if outing else None,
        visited_on=visit.visited_on,
        began_at=rules.begun(visit.began_at, clock.now(), late=visit.late_entry),
        entered_at=clock.now(),
        is_late_entry=visit.late_entry,
        first_inspector_id=actor.person_id,
        second_inspector_id=visit.second_inspector,
        sheet=keep_sheet(actor, visit.checklist) if visit.checklist else None,
        results=visit.results,
        opinion=visit.opinion,
        present=visit.present,
        signature_id=visit.signature,
        refusal=visit.refusal,
        scan_id=visit.scan,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )
    insert_once(inspection, "这次检查已经提交过了，请到检查记录中查看。")
    if unit.last_visited_on is None or unit.last_visited_on < visit.visited_on:
        Unit.objects.within(Scope.whole_town(actor.town)).filter(pk=unit.pk).update(
            last_visited_on=visit.visited_on
        )
    return inspection


class Recorded(Protocol):
    """What a paper takes over from the record it follows from: a visit, or a hazard found on one."""

    unit_id: UUID
    campaign_id: UUID | None
    team_id: UUID | None
    recorded_cell: str
    recorded_category: str


def issue_paper(
    actor: Actor, recorded: Recorded, kind: str, by: Signing, *, inspection_id: UUID | None
) -> IssuedPaper:
    """Give a paper that follows from a visit, or from what a unit found itself, its number; see `register_paper`."""
    return register_paper(
        actor,
        kind,
        by,
        unit_id=recorded.unit_id,
        inspection_id=inspection_id,
        campaign_id=recorded.campaign_id,
        team_id=recorded.team_id,
        recorded_cell=recorded.recorded_cell,
        recorded_category=recorded.recorded_category,
    )


def register_paper(actor: Actor, kind: str, by: Signing, **about: Any) -> IssuedPaper:
    """Give a paper its number and put it into the register, by the power that the town has on that day. `about`: fields of the row
    that say what it is about.

    To be called by an action, inside its transaction. Raises NotAllowed where the town may not sign it.
    """
    leave = by.leave(kind)
    if not leave.allowed:
        raise NotAllowed(leave.why)
    word = by.number_word(kind)
    series = f"paper:{kind}" if word == by.town.number_word else f"paper:{kind}:{word}"
    number = next_number(actor.town, series, by.on.year)
    paper = IssuedPaper(
        id=new_id(),
        town_id=actor.town,
        kind=kind,
        number=paper_number(word, kind, by.on.year, number),
        body=leave.body,
        power=leave.power,
        grant=leave.grant,
        issued_on=by.on,
        issued_at=clock.now(),
        **about,
    )
    paper.save(force_insert=True)
    return paper


@transaction.atomic
def complete_patrol(actor: Actor, visit: Visit) -> Inspection:
    """巡查: a walk past a unit with nothing found; with findings it is `hazards.actions.finish_check`."""
    inspection = record_visit(actor, visit)
    events.record(actor, "record_visit", inspection, given={"unit": visit.unit, "kind": visit.kind})
    return inspection


def second_officer(actor: Actor, person_id: UUID | None, on: date) -> Person | None:
    """The person as the second of two officers beside the actor: another one with a valid card; None if not so."""
    if not actor.card or person_id is None or person_id == actor.person:
        return None
    return officers(Scope.whole_town(actor.town), on).filter(pk=person_id).first()


def need_second_officer(actor: Actor, person_id: UUID | None, on: date) -> Person:
    """The two officers whom an order needs, or Incomplete."""
    if not actor.card:
        raise Incomplete(
            "责令整改和复查须由两名持有效执法证的人员进行。您的执法证没有登记或者已经过期，"
            "请由持有效执法证的人员办理。"
        )
    found = second_officer(actor, person_id, on)
    if found is None:
        raise Incomplete(
            "责令整改和复查须由两名执法人员进行，请选择另一名持有效执法证的人员（过期的不算）。",
            {"second_inspector": "请选择另一名持证人员。"},
        )
    return found


def _check(actor: Actor, visit: Visit, unit: Unit) -> None:
    wrong: dict[str, str] = {}
    if why := rules.check_day(visit.visited_on, clock.today()):
        wrong["visited_on"] = why
    elif unit.merged_into_id:
        wrong["unit"] = f"“{unit.name}”已经并入其他监管对象，请选并入后的监管对象。"
    elif unit.state == "withdrawn":
        wrong["unit"] = f"“{unit.name}”的登记已随导入撤销；确有这家的，请重新登记后再选。"
    elif visit.visited_on < unit.opened_on:
        wrong["visited_on"] = f"检查日期早于该单位的登记日期（{unit.opened_on:%Y-%m-%d}）。"
    if visit.second_inspector == actor.person and actor.person is not None:
        wrong["second_inspector"] = "第二名检查人员不能是您本人。"
    if set(visit.results) - {item.key for item in (visit.checklist.items if visit.checklist else ())}:
        wrong["results"] = "检查结果与检查表对不上，请刷新页面核对。"
    if visit.late_entry and not visit.scan:
        wrong["scan"] = "补录要附纸质记录的照片或扫描件。"
    if not visit.late_entry and visit.visited_on != clock.today():
        wrong["visited_on"] = "不是今天的检查请用“补录”。"
    if visit.kind != "patrol" and not visit.late_entry and not (visit.signature or visit.refusal.strip()):
        wrong["signature"] = "请现场负责人签字；拒绝签字的请写明原因。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    files = [one for one in (visit.signature, visit.scan) if one]
    if files and StoredFile.objects.within(actor.scope).filter(pk__in=files).count() != len(set(files)):
        raise Incomplete("签字或扫描件没有上传成功，请重新提交。", {"signature": "请重新签字或上传。"})


def _outing(actor: Actor, visit: Visit) -> Outing:
    """The sortie that the visit belongs to: joined when it is there, begun when it is not."""
    plan = visit.outing
    assert plan is not None
    known: Outing | None = Outing.objects.within(actor.scope).filter(pk=plan.id).first()
    if known and known.on != visit.visited_on:
        raise Incomplete("这次出动不是同一天，请另开一次出动。", {"outing": "请另开一次出动。"})
    if known is None:
        known = _begin(actor, plan, visit.visited_on)
    invited = (actor.person_id, visit.second_inspector, plan.leader, *plan.others)
    present = {person for person in invited if person}
    OutingMember.objects.bulk_create(
        (
            OutingMember(town_id=actor.town, outing=known, person_id=person)
            for person in sorted(present, key=str)
        ),
        ignore_conflicts=True,  # who is on the sortie already counts once
    )
    return known


def _begin(actor: Actor, plan: OutingPlan, on: date) -> Outing:
    whole = Actor.founder(actor.town)
    if plan.campaign:
        campaign = whole.find(Campaign, plan.campaign, what="次专项行动")
        if why := rules.why_not_in(campaign.name, campaign.state, campaign.closed_on, on):
            raise Incomplete(why, {"campaign": "请核对专项行动。"})
        if not campaign.begins_on <= on <= campaign.ends_on:
            raise Incomplete(
                f"检查日期不在“{campaign.name}”期间内（{campaign.begins_on:%Y-%m-%d}至{campaign.ends_on:%Y-%m-%d}）。",
                {"campaign": "请核对专项行动。"},
            )
    if plan.team:
        whole.find(Team, plan.team, what="个专项组")
    asked = {plan.leader, *plan.others} - {None}
    if asked and Person.objects.within(whole.scope).filter(pk__in=asked).count() != len(asked):
        raise Incomplete("带队领导或同行人员不在本镇人员名单中。", {"others": "请重新选择。"})
    outing = Outing(
        id=plan.id,
        town_id=actor.town,
        on=on,
        campaign_id=plan.campaign,
        team_id=plan.team,
        leader_id=plan.leader,
        unannounced=plan.unannounced,
        night=plan.night,
        experts=plan.experts,
        vehicles=plan.vehicles,
    )
    try:
        with transaction.atomic():
            outing.save(force_insert=True)
    except IntegrityError:  # another visit of the same sortie began it at this moment: join that
        outing = Outing.objects.within(actor.scope).get(pk=plan.id)
    return outing
