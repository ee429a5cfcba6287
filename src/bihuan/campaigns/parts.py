"""What drives add: before a check, which other team was there within the month and which other drives still want the unit (综合查一次); on a unit's page the
drives that list it; how lines follow a merger; the words of events."""

from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import listed, meeting_teams, other_drives
from bihuan.campaigns.words import LABELS, SAYS
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Part, declare_part
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit

SHOWN = 6


def _before_check(actor: Actor, unit: Unit) -> Given | None:
    """Who of the teams was there within the month, and who still wants to come."""
    if not actor.may("office"):
        return None
    today = clock.today()
    drives = other_drives(actor.scope, [unit.pk], today).get(unit.pk, [])
    teams = meeting_teams(actor.scope, [unit.pk], today).get(unit.pk, [])
    if not teams and len(drives) < 2:
        return None
    return {"unit": unit, "teams": teams, "drives": drives}


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
