"""What rounds add to other pages: a unit's tasks that run. And how tasks stand when units merge."""

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Part, declare_part
from bihuan.hazards.timeline import declare_words
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import of_unit
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    tasks = of_unit(actor.scope, unit, clock.today())
    return {"tasks": tasks} if tasks else None


declare_part(Part("unit", "rounds/part.html", _of_unit, side=True))
# A task of the unit that is kept does for both; what the other was owed in past periods is its own past.
declare_stays(RoundTask)
declare_words(
    {
        "set_round": "规定巡查",
        "end_round": "停用巡查要求",
        "open_round": "布置巡查",
        "note_miss": "登记未能入户",
        "excuse_task": "免于本期巡查",
    },
    {},
)
