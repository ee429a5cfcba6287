"""What letters add to a unit's page; how they follow mergers; which files they show; the words of their events."""

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.hazards.timeline import declare_words
from bihuan.letters.actions.moving import follow_cells, letters_in
from bihuan.letters.listing import badge_of
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import letters, shows_file
from bihuan.letters.words import LABELS, SAYS
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit

SHOWN = 4


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    rows = list(letters(actor.scope).filter(unit=unit).order_by("-year", "-made_on", "-pk")[:SHOWN])
    return {"unit": unit, "rows": [(one, badge_of(one)) for one in rows]} if rows else None


def _links(actor: Actor, unit: Unit) -> list[Link]:
    """The way to all of its letters, where there are any."""
    if not ResponsibilityLetter.objects.within(actor.scope).filter(unit=unit).exists():
        return []
    return [Link("责任书", reverse("unit_letters", args=[unit.pk]), "signature")]


declare_part(Part("unit", "letters/part.html", _on_unit, side=True, links=_links))
declare_shown(shows_file)
declare_merge(ResponsibilityLetter, "责任书")
declare_follower(Follower("责任书", "letters.responsibilityletter.cell", letters_in, follow_cells))
declare_words(LABELS, SAYS)
