"""A drive drafted from its kind's template, and its plan changed while it is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.asked import OFFICE, TEAMS, Asked, carried
from bihuan.campaigns.models import DrivePlan
from bihuan.campaigns.rules import MODES, Stage, check_days, check_nest
from bihuan.campaigns.sheets import check_sheets
from bihuan.campaigns.templating import TEMPLATES, name_for, period_for
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.lifecycle import Move
from bihuan.core.moving import hold_town, insert_once
from bihuan.core.scope import Scope
from bihuan.grading.rules import LEVELS
from bihuan.grid.models import Cell, Department
from bihuan.inspections.lifecycle import CAMPAIGN, DRAFT, NOT_OVER
from bihuan.inspections.models import Campaign, Team
from bihuan.lists.models import SavedFilter
from bihuan.risks.rules import GRADES
from bihuan.units.rules import CATEGORIES

STALE = "这次行动刚刚被别人改过。请核对最新情况后再提交，您填写的内容还在。"
WHAT = "次专项行动"
AGAIN = "二三四五六七八九"


def hold(actor: Actor, campaign_id: UUID, version: int | None) -> Campaign:
    """A drive of the town, held. Raises NotFound; Stale where somebody was there since the page was opened."""
    row = actor.hold(Campaign, campaign_id, what=WHAT)
    if row.version != version:
        raise Stale(STALE)
    return row


def begin(actor: Actor, campaign_id: UUID, version: int | None, action: str) -> tuple[Campaign, Move]:
    """The drive, held, and the table's row for the action from its state, if the actor may. The town is held before it: units that are registered
    at this moment are either on the register when the list is made, or find the list made. What was done meanwhile is told by the state, so
    that of two who press at once the second hears that it is done."""
    hold_town(actor)
    row = actor.hold(Campaign, campaign_id, what=WHAT)
    step = CAMPAIGN.move(action, row.state)
    if row.version != version:
        raise Stale(STALE)
    actor.need(step.right)
    return row, step


@dataclass(frozen=True)
class Plan:
    """What a drive's plan says, as far as it is known. `saved`: a filter of the list of units that the actor keeps, whose limits are taken over;
    None leaves the plan's own as they are, "" takes them off."""

    name: str
    begins_on: date | None
    ends_on: date | None
    aliases: Sequence[str] = ()
    basis: str = ""
    aim: str = ""
    content: str = ""
    demands: str = ""
    handing: str = ""
    categories: Sequence[str] = ()
    cells: Sequence[str] = ()
    levels: Sequence[str] = ()
    risks: Sequence[int] = ()
    saved: str | None = None
    stages: Sequence[Stage] = ()
    checklists: Sequence[str] = ()
    asked: Sequence[Asked] = ()
    teams: Sequence[str] = ()
    mode: str = "trade"
    number: str = ""
    parent: UUID | None = None


@transaction.atomic
def draft_drive(
    actor: Actor,
    *,
    kind: str,
    campaign_id: UUID | None = None,
    begins_on: date | None = None,
    ends_on: date | None = None,
    name: str = "",
) -> Campaign:
    """起草行动: of a kind, filled from its template: name, days, stages, what is looked at, all teams, work divided. It can be issued as it is. With an id
    from the page, pressing twice drafts one."""
    actor.need("campaigns")
    if kind not in TEMPLATES:
        raise Incomplete("请选择行动的种类。", {"kind": "请选择行动的种类。"})
    town = hold_town(actor)  # or two who press at once take the same name
    template = TEMPLATES[kind]
    first, last = period_for(kind, clock.today())
    first, last = begins_on or first, ends_on or last
    if wrong := check_days(first, last):
        raise Incomplete("".join(wrong.values()), wrong)
    row = Campaign(
        id=campaign_id or new_id(),
        town_id=actor.town,
        name=_free(actor, name.strip() or name_for(kind, first), first),
        kind=kind,
        categories=list(template.categories),
        begins_on=first,
        ends_on=last,
        state=DRAFT,
    )
    insert_once(row, "这次行动已经起草，请在专项行动里打开。")
    teams = Team.objects.within(actor.scope).order_by("name")
    plan = DrivePlan(
        town_id=actor.town,
        campaign=row,
        aim=template.aim,
        content=template.content,
        demands=template.demands,
        handing=template.handing,
        stages=[one.as_kept() for one in template.stages_for(first, last)],
        asked=[one.as_kept() for one in template.asked_of(town.district, iter(_new_key, ""))],
        teams=[str(one.pk) for one in teams],
        mode=template.mode,
        drafted_by_id=actor.person,
    )
    plan.save(force_insert=True)
    events.record(actor, "draft_drive", row, given={"says": row.name, "kind": kind}, after=DRAFT)
    return row


def _free(actor: Actor, name: str, begins_on: date) -> str:
    """A name that no drive of the day bears."""
    taken = set(
        Campaign.objects.within(Scope.whole_town(actor.town))
        .filter(begins_on=begins_on)
        .values_list("name", flat=True)
    )
    options = [name, *(f"{name}（{number}）" for number in AGAIN)]
    found = next((one for one in options if one not in taken), None)
    if found is None:
        raise NotAllowed("同名、同日开始的行动太多，请先改好已经起草的。")
    return found


@transaction.atomic
def plan_drive(actor: Actor, campaign_id: UUID, *, version: int | None, plan: Plan) -> Campaign:
    """修改方案: what is planned, as far as it is known; what must be there is asked when it is issued. One that was issued is changed with a reason."""
    hold_town(actor)  # or two drives, each put within the other at once, lie within one another
    row = hold(actor, campaign_id, version)
    actor.need("campaigns")
    if row.state != DRAFT:
        raise NotAllowed("方案已经印发。要改范围、时间、分工的，请用“变更方案”，写明原因。")
    write(actor, row, plan)
    events.record(actor, "plan_drive", row, given={"says": row.name})
    return row


def write(actor: Actor, row: Campaign, plan: Plan) -> DrivePlan:
    """Check a plan and write it down; the drive's version moves on. To be called by an action that holds the drive, inside its transaction."""
    whole = Scope.whole_town(actor.town)
    kept: DrivePlan = DrivePlan.objects.within(whole).get(campaign=row)
    values, of_plan = _values(actor, row, plan)
    asked = carried(_keyed(plan.asked, {one.key for one in kept.asks}), kept.asks)
    of_plan["asked"] = [one.as_kept() for one in asked]
    mine = Campaign.objects.within(whole).filter(pk=row.pk, version=row.version)
    if not mine.update(version=row.version + 1, **values):
        raise Stale(STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    DrivePlan.objects.within(whole).filter(pk=kept.pk).update(**of_plan)
    for name, value in of_plan.items():
        setattr(kept, name, value)
    kept.campaign = row
    return kept


def _new_key() -> str:
    return str(new_id())


def _keyed(asked: Sequence[Asked], known: set[str]) -> list[Asked]:
    """The lines of a plan, each under its key; what is new, or comes with a key that the plan does not have, under one of its own."""
    found: list[Asked] = []
    taken: set[str] = set()
    for one in asked:
        key = one.key if one.key in known - taken else _new_key()
        taken.add(key)
        found.append(replace(one, key=key, name=one.name.strip(), to=one.to.strip()))
    return found


def _values(actor: Actor, row: Campaign, plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the drive and of its plan. Incomplete names the fields."""
    wrong = check_days(plan.begins_on, plan.ends_on)
    whole = Scope.whole_town(actor.town)
    others = Campaign.objects.within(whole).exclude(pk=row.pk)
    if not plan.name.strip():
        wrong["name"] = "请填写行动名称。"
    elif others.filter(name=plan.name.strip(), begins_on=plan.begins_on).exists():
        wrong["name"] = "同名、同日开始的专项行动已经登记，请换一个名称。"
    parent = actor.find(Campaign, plan.parent, what=WHAT) if plan.parent else None
    if not wrong and plan.begins_on and plan.ends_on:
        if parent is not None and parent.state not in NOT_OVER:
            wrong["parent"] = f"“{parent.name}”已经结束，不能再列入下属行动。"
        elif why := check_nest(
            (parent.begins_on, parent.ends_on) if parent else None,
            (plan.begins_on, plan.ends_on),
            parent_nested=bool(parent and (parent.parent_id or parent.pk == row.pk)),
            has_nested=others.filter(parent=row).exists(),
        ):
            wrong["parent"] = why
        out = others.filter(parent=row).exclude(state="cancelled")
        if out.filter(begins_on__lt=plan.begins_on).exists() or out.filter(ends_on__gt=plan.ends_on).exists():
            wrong["ends_on"] = "下属行动的起止日期超出了这个期间，请先改下属行动。"
    teams = [str(one) for one in plan.teams]
    if Team.objects.within(whole).filter(pk__in=teams).count() != len(set(teams)):
        wrong["teams"] = "有的专项组已经不在，请重新选择。"
    cells = list(plan.cells)
    if Cell.objects.within(whole).filter(path__in=cells).count() != len(set(cells)):
        wrong["cells"] = "有的网格已经不在，请重新选择。"
    if set(plan.categories) - set(CATEGORIES) or set(plan.levels) - set(LEVELS) or plan.mode not in MODES:
        wrong["categories"] = "请从列表中选择类别、等级和分工方式。"
    if set(plan.risks) - set(GRADES):
        wrong["risks"] = "请从列表中选择风险等级。"
    if why := check_sheets(plan.checklists, plan.categories, clock.today()):
        wrong["checklists"] = why
    bodies = {one.by for one in plan.asked} - {TEAMS, OFFICE}
    known = (
        {str(pk) for pk in Department.objects.within(whole).values_list("pk", flat=True)} if bodies else set()
    )
    if bodies - known:
        wrong["asked"] = "有的报送部门已经不在，请重新选择。"
    query: dict[str, str] = {}
    if plan.saved == "":
        query = {"query": "", "query_name": ""}
    elif plan.saved is not None:
        kept = SavedFilter.objects.within(actor.scope).filter(person=actor.person, listing="units")
        found = next((one for one in kept if str(one.pk) == plan.saved), None)
        if found is None:
            wrong["saved"] = "这个常用筛选已经删除，请重新选择。"
        else:
            query = {"query": found.query, "query_name": found.name}
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    of_drive = {
        "name": plan.name.strip(),
        "aliases": [one.strip() for one in plan.aliases if one.strip()],
        "begins_on": plan.begins_on,
        "ends_on": plan.ends_on,
        "categories": list(plan.categories),
        "parent": parent,
    }
    words = {
        name: getattr(plan, name).strip()
        for name in ("basis", "aim", "content", "demands", "handing", "number")
    }
    lists: dict[str, Any] = {"cells": cells, "levels": list(plan.levels), "teams": teams, "mode": plan.mode}
    lists["risks"] = sorted(set(plan.risks))
    lists["checklists"] = list(dict.fromkeys(plan.checklists))
    stages = {"stages": [one.as_kept() for one in plan.stages if one.name.strip()]}
    return of_drive, words | lists | stages | query
