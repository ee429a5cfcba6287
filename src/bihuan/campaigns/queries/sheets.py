"""Reading of the checklists that drives name: which come first at a unit."""

from datetime import date
from uuid import UUID

from bihuan.campaigns.models import CampaignUnit, DrivePlan
from bihuan.campaigns.sheets import sheets_on, usable
from bihuan.core.scope import Scope
from bihuan.inspections.checklists import suits
from bihuan.inspections.lifecycle import CLOSED, ISSUED
from bihuan.units.models import Unit


def _plans(scope: Scope, unit: Unit, on: date, campaign: UUID | None) -> list[DrivePlan]:
    """The plans of the drives that have a unit on their lists on a day, the one that is meant first. One query."""
    whole = Scope.whole_town(scope.town)
    mine = CampaignUnit.objects.within(whole).filter(unit=unit, left_on__isnull=True)
    rows = (
        DrivePlan.objects.within(whole)
        .filter(
            campaign__in=mine.order_by().values("campaign"),
            campaign__state__in=(ISSUED, CLOSED),
            campaign__begins_on__lte=on,
            campaign__ends_on__gte=on,
        )
        .select_related("campaign")
        .order_by("campaign__ends_on", "pk")
    )
    return sorted(rows, key=lambda plan: plan.campaign_id != campaign)


def lists_first(scope: Scope, unit: Unit, on: date, campaign: UUID | None) -> list[str]:
    """The checklists of the drives that want a unit, by their keys; whoever looks at them takes those that suit it."""
    return [key for plan in _plans(scope, unit, on, campaign) for key in usable(plan.checklists, on)]


def told_first(scope: Scope, unit: Unit, on: date) -> list[tuple[UUID, str, str]]:
    """(drive, its name, checklists in words) of those that come first at a unit because of a drive."""
    found = []
    for plan in _plans(scope, unit, on, None):
        keys = [key for key in usable(plan.checklists, on) if suits(key, unit.category, unit.details)]
        if keys:
            words = "、".join(one.label for one in sheets_on(keys, on))
            found.append((plan.campaign_id, plan.campaign.name, words))
    return found
