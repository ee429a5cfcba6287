"""What training adds to a unit's page; how its rows follow a merger; which files it shows; the words of its events."""

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid import following as cells
from bihuan.hazards.timeline import declare_words
from bihuan.training.models import Attendee, Drill
from bihuan.training.queries import own_hours, shows_file, trained_units, wants_of_unit
from bihuan.training.rules import plain
from bihuan.training.words import LABELS, SAYS
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    """What the unit lacks, with a press each; nothing where it lacks nothing."""
    today = clock.today()
    row = trained_units(actor.scope, today).filter(pk=unit.pk).first()
    if row is None:
        return None
    wants = wants_of_unit(row, today, own_hours(actor.scope))
    hours = {"head": plain(row.head_hours), "manager": plain(row.manager_hours)}
    given = {"unit": unit, "wants": wants, "row": row} | hours
    return given if wants or row.head_hours or row.drilled_on else None


def _links(actor: Actor, unit: Unit) -> list[Link]:
    may = actor.may("report") and unit.ended_on is None
    return [Link("登记演练", f"{reverse('drill_new')}?unit={unit.pk}", "flag")] if may else []


declare_part(Part("unit", "training/part.html", _of_unit, side=True, links=_links))
declare_shown(shows_file)
declare_merge(Attendee, "参训记录")
declare_merge(Drill, "应急演练")
cells.declare_stays("training.drill.cell")  # what a village has drilled is of its past
cells.declare_stays("training.contingencyplan.cell")
declare_words(LABELS, SAYS)
