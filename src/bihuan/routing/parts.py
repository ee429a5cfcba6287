"""What day plans add elsewhere: their stops stay with the unit that was planned, when it is merged; a campaign's button; the words of their events."""

from collections.abc import Sequence

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Link, Part, declare_part
from bihuan.grid.following import declare_stays as cell_stays
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Campaign
from bihuan.lists.registry import Beside, Together, declare_beside, declare_together
from bihuan.routing.models import PlanStop, RoadLeg
from bihuan.routing.words import LABELS, SAYS
from bihuan.units.following import declare_stays


def _of_campaign(actor: Actor, row: Campaign) -> Sequence[Link]:
    if not actor.may("campaigns") or row.ends_on < clock.today():
        return []
    return [Link("排检查路线", f"{reverse('day_plan_new')}?campaign={row.pk}", "map-pin")]


declare_part(Part("campaign", links=_of_campaign))
# The filters that the form has too; ticked rows are exact.
declare_beside("units", Beside("排路线", "day_plan_new", "map-pin", "campaigns", {}))
declare_together("units", Together("routes", "排路线", "campaigns", "day_plan_new"))
declare_stays(PlanStop)
# A leg stays with what it was written down for, and is read through what became of it (`queries.roads_of`).
declare_stays(RoadLeg, field="from_unit")
declare_stays(RoadLeg, field="to_unit")
cell_stays("routing.roadleg.from_cell")
cell_stays("routing.roadleg.to_cell")
declare_words(LABELS, SAYS)
