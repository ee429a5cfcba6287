"""What hazards declare for others: whose photos may be seen; what goes over when units are merged, and what is open at one."""

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_hazards, shows_file
from bihuan.units.following import OpenWork, declare_merge, declare_work
from bihuan.units.models import Unit


def _open_at(actor: Actor, unit: Unit) -> list[OpenWork]:
    rows = open_hazards(actor.scope).filter(unit=unit).order_by("found_on", "number")
    return [
        OpenWork(f"隐患{one.number}“{one.text}”（{one.state_label}）", reverse("hazard", args=[one.pk]))
        for one in rows
    ]


declare_shown(shows_file)
declare_merge(Hazard, "隐患")
declare_work(_open_at)
