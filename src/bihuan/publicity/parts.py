"""What publicity adds to a unit's page and to the record of a check; how its rows follow a merger; which files it shows; the words of its events."""

from collections.abc import Sequence

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.grid.following import declare_stays as declare_cell_stays
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Inspection
from bihuan.publicity.actions.following import follow_cells, places_in
from bihuan.publicity.models import Outreach, OutreachPlace
from bihuan.publicity.queries import of_unit, shows_file
from bihuan.publicity.words import LABELS, SAYS
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit

SHOWN = 3


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may("office"):
        return None
    rows = list(of_unit(actor.scope, unit)[:SHOWN])
    return {"rows": rows} if rows else None


def _of_unit(actor: Actor, unit: Unit) -> Sequence[Link]:
    if not actor.may("inspect") or unit.ended_on:
        return []
    return [Link("登记宣传", f"{reverse('outreach_new')}?unit={unit.pk}", "flag")]


def _after_check(actor: Actor, row: Inspection) -> Sequence[Link]:
    """What was left at a check is taken over from it, not entered twice."""
    if not actor.may("inspect") or row.voided_on:
        return []
    there = Outreach.objects.within(actor.scope).filter(inspection=row, voided_on__isnull=True)
    if there.exists():
        return []
    return [Link("登记发放资料", f"{reverse('outreach_new')}?check={row.pk}", "flag")]


declare_part(Part("unit", "publicity/part.html", _on_unit, side=True, links=_of_unit))
declare_part(Part("inspection", links=_after_check))
declare_shown(shows_file, "office")
declare_merge(OutreachPlace, "宣传记录")
declare_follower(Follower("宣传记录", "publicity.outreachplace.cell", places_in, follow_cells))
# The village as it was on the day; a plan asked it of the village that was.
declare_cell_stays("publicity.outreachplace.village")
declare_cell_stays("publicity.planline.cell")
declare_words(LABELS, SAYS)
