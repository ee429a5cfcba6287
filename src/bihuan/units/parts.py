"""What units add to a unit's page: its certificates."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Part, declare_part
from bihuan.units.models import Unit
from bihuan.units.queries import certificates

SHOWN = 50


def _certificates(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    rows = list(certificates(actor.scope, clock.today()).filter(unit=unit)[:SHOWN])
    may_keep = actor.may("units")
    return {"rows": rows, "may_keep": may_keep} if rows or may_keep else None


declare_part(Part("unit", "units/certificates.html", _certificates, side=True))
