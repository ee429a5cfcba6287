"""What grading adds to a unit's page; how its rows follow a merger; the words of its events."""

from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Part, declare_part
from bihuan.grading.models import PlanLine, PlanVisit, UnitLevel
from bihuan.grading.queries import level_of
from bihuan.grading.words import LABELS, SAYS
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    level = level_of(actor.scope, unit)
    return {"level": level} if level and unit.ended_on is None else None


declare_part(Part("unit", "grading/part.html", _of_unit, side=True))
declare_stays(UnitLevel)  # the unit that is kept has its own level, worked out from all that it has now
declare_stays(PlanLine)
declare_stays(PlanVisit)
declare_words(LABELS, SAYS)
