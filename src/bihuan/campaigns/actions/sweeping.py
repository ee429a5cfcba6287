"""A sweep: each place arrived at in one press; what was not on the list is registered and joins."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.actions.listing import WHAT, find_line
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.rules import FOUND, SWEEP
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.inspections.actions import OutingPlan, Visit, complete_patrol
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Campaign, Inspection
from bihuan.units.actions import hold_unit, register_unit
from bihuan.units.models import Unit


@transaction.atomic
def note_arrival(
    actor: Actor, line_id: UUID, *, outing_id: UUID | None = None, visit_id: UUID | None = None
) -> Inspection:
    """已到，未见问题: a patrol of today past a unit of a sweep's list, in one press. Where something was found a check is recorded instead. Arrivals with
    the same `outing_id` belong to one sortie."""
    actor.need("inspect")
    hold_unit(
        actor, actor.find(CampaignUnit, line_id, what=WHAT).unit_id
    )  # before its line, as a merger holds them
    row = find_line(actor, line_id)
    if row.campaign.kind != SWEEP:
        raise NotAllowed("只有拉网式巡查可以一键登记已到；其他行动请登记检查。")
    if row.seen:  # type: ignore[attr-defined]
        raise NotAllowed(f"“{row.unit.name}”已经到过。")
    visit = Visit(
        unit=row.unit_id,
        visited_on=clock.today(),
        id=visit_id or new_id(),
        kind="patrol",
        outing=OutingPlan(id=outing_id or new_id(), campaign=row.campaign_id, team=row.team_id),
        opinion="拉网式巡查到场，未见问题。",
    )
    return complete_patrol(actor, visit)


@transaction.atomic
def found_place(
    actor: Actor,
    campaign_id: UUID,
    *,
    name: str,
    category: str,
    cell_id: UUID | None,
    address: str = "",
    unit_id: UUID | None = None,
) -> Unit:
    """登记新发现的点位: a place that was on no list (a house that is being built, an illegal site) becomes a unit of the register and joins the sweep, with a
    note. Whoever walks the sweep may register what lies in his own cells: for that alone the post's right to inspect is enough."""
    actor.need("inspect")
    hold_town(actor)  # before the drive, as whoever closes it does: nothing joins a sweep that is over
    campaign = actor.hold(Campaign, campaign_id, what="次专项行动")
    today = clock.today()
    if (
        campaign.kind != SWEEP
        or campaign.state != ISSUED
        or not campaign.begins_on <= today <= campaign.ends_on
    ):
        raise NotAllowed("这次巡查现在不在进行，不能登记新点位。")
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请填写名称，没有名称的写位置和户主，如“石桥村东头王家自建房”。"
    if cell_id is None:
        wrong["cell_id"] = "请选择所在网格。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    given: dict[str, Any] = {
        "name": name.strip(),
        "category": category,
        "cell_id": cell_id,
        "address": address.strip(),
    }
    helper = replace(actor, rights=actor.rights | {"units"})
    unit = register_unit(helper, opened_on=today, unit_id=unit_id, **given)
    whole = Scope.whole_town(actor.town)
    lines = CampaignUnit.objects.within(whole).filter(campaign=campaign, unit=unit)
    if not lines.update(joined_for=FOUND):  # of a kind or in a cell that the plan does not name
        CampaignUnit(
            town_id=actor.town,
            campaign=campaign,
            unit=unit,
            joined_on=today,
            joined_for=FOUND,
            recorded_cell=unit.cell_path,
            recorded_category=unit.category,
        ).save(force_insert=True)
    row = CampaignUnit.objects.within(whole).get(campaign=campaign, unit=unit)
    events.record(actor, "find_place", row, given={"says": unit.name, "drive": campaign.name})
    return unit
