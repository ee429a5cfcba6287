"""Lines of a drive's list: given to a team, or accounted for without a visit."""

from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import listed
from bihuan.campaigns.rules import NEEDS_WORDS, REASONS
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Campaign, Team

WHAT = "家名单上的单位"


def find_line(actor: Actor, line_id: UUID) -> CampaignUnit:
    """A line of an open drive's list, held, with `seen`. The drive is held before it, or it could be closed while a reason is taken back.
    NotAllowed where the drive is over or the unit has left."""
    seen = actor.find(CampaignUnit, line_id, what=WHAT)
    actor.hold(Campaign, seen.campaign_id, what="次专项行动")
    actor.hold(CampaignUnit, line_id, what=WHAT)
    row: CampaignUnit = listed(actor.scope).select_related("campaign", "unit").get(pk=line_id)
    if row.campaign.state != ISSUED:
        raise NotAllowed(f"“{row.campaign.name}”已经结束，名单不能再改。")
    if row.left_on:
        raise NotAllowed(f"“{row.unit.name}”已经移出名单：{row.left_for}。")
    return row


@transaction.atomic
def assign_line(actor: Actor, line_id: UUID, *, team_id: UUID) -> CampaignUnit:
    """改派: a unit of a drive goes to another team."""
    actor.need("campaigns")
    row = find_line(actor, line_id)
    team = actor.find(Team, team_id, what="个专项组")
    CampaignUnit.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(team=team)
    row.team = team
    given = {"says": row.unit.name, "drive": row.campaign.name, "team": team.name}
    events.record(actor, "assign_drive_unit", row, given=given)
    return row


@transaction.atomic
def excuse_line(actor: Actor, line_id: UUID, *, excuse: str, note: str = "") -> CampaignUnit:
    """说明没有查的原因: one of a few reasons, in words where none of them fits. A visit that is recorded later counts instead."""
    actor.need("inspect")
    row = find_line(actor, line_id)
    wrong: dict[str, str] = {}
    if excuse not in REASONS:
        wrong["excuse"] = "请选择没有查的原因。"
    elif excuse in NEEDS_WORDS and not note.strip():
        wrong["note"] = "请写明是什么原因。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    if row.seen:  # type: ignore[attr-defined]
        raise NotAllowed(f"“{row.unit.name}”已经查过，不用再写原因。")
    values = {
        "excuse": excuse,
        "excuse_note": note.strip(),
        "excused_on": clock.today(),
        "excused_by_id": actor.person_id,
    }
    CampaignUnit.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    given = {"says": row.unit.name, "drive": row.campaign.name, "reason": row.excuse_words}
    events.record(actor, "excuse_drive_unit", row, given=given)
    return row


@transaction.atomic
def take_back_excuse(actor: Actor, line_id: UUID) -> CampaignUnit:
    """撤回原因: the unit is to be visited after all."""
    actor.need("inspect")
    row = find_line(actor, line_id)
    if not row.excused_on:
        raise NotAllowed("没有写过原因，不用撤回。")
    values = {"excuse": "", "excuse_note": "", "excused_on": None, "excused_by_id": None}
    CampaignUnit.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk).update(**values)
    events.record(
        actor, "unexcuse_drive_unit", row, given={"says": row.unit.name, "drive": row.campaign.name}
    )
    return row
