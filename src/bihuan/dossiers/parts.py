"""What dossiers add to other pages: the briefing before a check; on a unit's page the way to a past day, and how whole its file is."""

from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Link, Part, declare_part
from bihuan.dossiers.briefing import briefing
from bihuan.dossiers.models import FileStanding, FileVersion
from bihuan.dossiers.queries import READS, latest_versions, standing_of
from bihuan.hazards.timeline import declare_words
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit

declare_words(
    {
        "export_dossier": "导出某日情况",
        "freeze_file": "一企一册定稿",
        "note_file": "一企一册完整度变化",
    },
    {
        "export_dossier": lambda given: [f"{given['on']}，校验码{given['sha256'][:16]}"],
        "freeze_file": lambda given: [
            f"第{given['number']}版",
            given["said"],
            f"校验码{given['sha256'][:16]}",
        ],
        "note_file": lambda given: [given["said"]],
    },
)


def _briefing(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    found = briefing(actor, unit, clock.today())
    return None if found.is_empty else {"briefing": found, "unit": unit}


def _file(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    """Of units that have a file, or of which one was frozen."""
    if not actor.may(READS):
        return None
    version = latest_versions(actor.scope, [unit]).get(unit.pk)
    if version is None and (unit.pilot_from is None or unit.merged_into_id):
        return None
    return {"unit": unit, "standing": standing_of(actor.scope, unit), "version": version}


def _past_day(actor: Actor, unit: Unit) -> list[Link]:
    if not actor.may("office"):
        return []
    return [Link("某日情况", reverse("unit_as_of", args=[unit.pk]), "calendar")]


declare_part(Part("check", "dossiers/briefing.html", _briefing))
declare_part(Part("unit", links=_past_day))
declare_part(Part("unit", "dossiers/file_part.html", _file, side=True))
declare_stays(FileStanding)
declare_stays(FileVersion)
