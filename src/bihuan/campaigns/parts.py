"""What drives add: before a check, which other team was there within the month and which other drives still want the unit (综合查一次); on a unit's page the
drives that list it; how lines follow a merger; the words of events."""

from django.db.models import Exists, OuterRef, Q

from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import listed, meeting_teams, other_drives
from bihuan.campaigns.queries.handings import shows_file
from bihuan.campaigns.queries.sheets import lists_first, told_first
from bihuan.campaigns.words import LABELS, SAYS
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Part, declare_part
from bihuan.core.scope import Scope
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.first import declare_first
from bihuan.inspections.models import Campaign, Team
from bihuan.inspections.queries import visits
from bihuan.maps.clusters import declare_list
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit

SHOWN = 6


def _on_map(scope: Scope, campaign: Campaign, team: Team | None) -> tuple[Q, Q] | None:
    """The units that are on a drive's list now, and those visited in it or in one within it: the map shows who is left."""
    rows = CampaignUnit.objects.within(scope).filter(campaign=campaign, left_on__isnull=True)
    if not rows.exists():
        return None
    if team is not None:
        rows = rows.filter(team=team)
    ours = Q(campaign=campaign) | Q(campaign__parent=campaign)
    seen = visits(Scope.whole_town(scope.town)).filter(ours, unit=OuterRef("pk"))
    return Q(pk__in=rows.order_by().values("unit")), Q(Exists(seen))


def _before_check(actor: Actor, unit: Unit) -> Given | None:
    """Who of the teams was there within the month, who still wants to come, and whose checklists come first."""
    if not actor.may("office"):
        return None
    today = clock.today()
    drives = other_drives(actor.scope, [unit.pk], today).get(unit.pk, [])
    teams = meeting_teams(actor.scope, [unit.pk], today).get(unit.pk, [])
    sheets = told_first(actor.scope, unit, today)
    if not teams and len(drives) < 2 and not sheets:
        return None
    wanted = drives if teams or len(drives) > 1 else []
    return {"unit": unit, "teams": teams, "drives": wanted, "sheets": sheets}


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may("office"):
        return None
    rows = (
        listed(actor.scope)
        .filter(unit=unit, campaign__cancelled_on__isnull=True)
        .select_related("campaign", "team")
        .order_by("-campaign__begins_on", "-pk")
    )
    found = list(rows[:SHOWN])
    return {"rows": found} if found else None


declare_part(Part("check", "campaigns/before_check.html", _before_check))
declare_part(Part("unit", "campaigns/on_unit.html", _on_unit, side=True))
declare_stays(CampaignUnit)  # a stub leaves the list with a note; the unit that is kept joins where it fits
declare_words(LABELS, SAYS)
declare_list(_on_map)
declare_first(lists_first)
declare_shown(shows_file, "office")
