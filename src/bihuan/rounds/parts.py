"""What rounds add to other pages: a unit's tasks that run. And how tasks stand when units merge."""

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Inspection
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import of_unit
from bihuan.rounds.rules import WALKERS
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may("office"):
        return None
    tasks = of_unit(actor.scope, unit, clock.today())
    return {"tasks": tasks} if tasks else None


def _onward(actor: Actor, _row: Inspection) -> list[Link]:
    """From a record back to the round that it was made on."""
    return [Link("继续巡查", reverse("rounds"), "map-pin")] if WALKERS.keys() & actor.kinds else []


declare_part(Part("inspection", links=_onward))
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
