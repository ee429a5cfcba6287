"""What assessments add to a unit's page; how their rows follow mergers and cells; which files they show; the words of their events."""

from django.urls import reverse

from bihuan.assessments.actions.moving import (
    following,
    honours_in,
    sheets_in,
    vetoes_in,
)
from bihuan.assessments.listing import sheet_badge, veto_badge
from bihuan.assessments.models import Honour, Sheet, Veto
from bihuan.assessments.queries import sheets, shows_file, vetoes
from bihuan.assessments.words import LABELS, SAYS
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit

SHOWN = 4


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    """What bars it today first, then its other vetoes and its sheets. A candidate is the town's own matter."""
    found = vetoes(actor.scope).filter(subject_kind="unit", unit=unit)
    if not actor.may("office"):
        found = found.filter(decided_on__isnull=False)
    held = list(found.exclude(state="dropped")[:SHOWN])
    told = sheets(actor.scope).filter(subject_kind="unit", unit=unit, state__in=("told", "published"))
    mine = list(told.order_by("-year", "-pk")[:SHOWN])
    if not held and not mine:
        return None
    today = clock.today()
    return {
        "unit": unit,
        "vetoes": [(one, veto_badge(one), one.holds_on(today)) for one in held],
        "sheets": [(one, sheet_badge(one)) for one in mine],
    }


def _links(actor: Actor, unit: Unit) -> list[Link]:
    """The way to the answer of whether it may be honoured."""
    if not actor.may("assess"):
        return []
    return [Link("能否评优", f"{reverse('honours_ask')}?subject=unit:{unit.pk}", "shield")]


declare_part(Part("unit", "assessments/part.html", _on_unit, side=True, links=_links))
declare_shown(shows_file)
for _model, _label in ((Sheet, "考核表"), (Veto, "一票否决"), (Honour, "评优查询")):
    declare_merge(_model, _label)
declare_follower(Follower("考核表", "assessments.sheet.cell", sheets_in, following(Sheet)))
declare_follower(Follower("一票否决", "assessments.veto.cell", vetoes_in, following(Veto)))
declare_follower(Follower("评优查询", "assessments.honour.cell", honours_in, following(Honour)))
declare_words(LABELS, SAYS)
