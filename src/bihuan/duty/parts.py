"""What duty adds elsewhere: calls about a unit on its page, and how they go with a merger; what goes over with the shift; the words of
its events."""

from collections.abc import Iterable

from django.urls import reverse

from bihuan.accidents.queries import running
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.parts import Given, Part, declare_part
from bihuan.core.scope import Scope
from bihuan.duty.matters import Matter, declare_open_matters
from bihuan.duty.models import DutyCall
from bihuan.duty.queries import calls, open_calls
from bihuan.duty.words import LABELS, SAYS
from bihuan.hazards.timeline import declare_words
from bihuan.supervision.queries import urgent_now
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit

SHOWN = 5


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may("office"):
        return None
    rows = list(calls(actor.scope).filter(unit=unit)[:SHOWN])
    return {"calls": rows} if rows else None


def _open_calls(scope: Scope) -> Iterable[Matter]:
    for call in open_calls(scope):
        text = f"{moment_in_words(call.at)} {call.organ}{call.caller}：{call.content}"
        yield Matter(f"{call.get_source_display()}未办结", text, reverse("duty_call", args=[call.pk]))


def _open_accidents(scope: Scope) -> Iterable[Matter]:
    """Until the final report the next shift goes on telling."""
    for accident in running(scope).select_related("unit"):
        yield Matter("事故快报未终报", str(accident), reverse("accident", args=[accident.pk]))


def _urgent(scope: Scope) -> Iterable[Matter]:
    for hazard in urgent_now(scope):
        text = f"{hazard.unit.name_and_place} {hazard.text}"
        yield Matter("急办隐患", text, reverse("hazard", args=[hazard.pk]))


declare_part(Part("unit", "duty/part.html", _of_unit, side=True))
declare_merge(DutyCall, "来电来文")
for _find in (_open_accidents, _urgent, _open_calls):
    declare_open_matters(_find)
declare_words(LABELS, SAYS)
