"""What dossiers add to other pages: the briefing before a check, and the way to a past day on a unit's page."""

from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Link, Part, declare_part
from bihuan.dossiers.briefing import briefing
from bihuan.hazards.timeline import declare_words
from bihuan.units.models import Unit

declare_words(
    {"export_dossier": "导出某日情况"},
    {"export_dossier": lambda given: [f"{given['on']}，校验码{given['sha256'][:16]}"]},
)


def _briefing(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    found = briefing(actor, unit, clock.today())
    return None if found.is_empty else {"briefing": found, "unit": unit}


def _nothing(_actor: Actor, _unit: Unit) -> None:
    return None


def _past_day(actor: Actor, unit: Unit) -> list[Link]:
    if not actor.may("office"):
        return []
    return [Link("某日情况", reverse("unit_as_of", args=[unit.pk]), "calendar")]


declare_part(Part("check", "dossiers/briefing.html", _briefing))
declare_part(Part("unit", "", _nothing, links=_past_day))
