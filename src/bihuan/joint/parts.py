"""What joint inspections add to the pages of a hazard, a record and a unit; which files they show; the words of their events."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Part, declare_part
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Inspection
from bihuan.joint.lifecycle import PENDING
from bihuan.joint.models import JointFinding, JointVisit
from bihuan.joint.queries import shows_file
from bihuan.joint.words import LABELS, SAYS
from bihuan.units.following import OpenWork, declare_stays, declare_work
from bihuan.units.models import Unit


def _on_hazard(actor: Actor, row: Hazard) -> Given | None:
    """Who found it, and to whom it was given; not for the unit's own people."""
    if not actor.may("office"):
        return None
    whole = Scope.whole_town(actor.town)
    rows = list(JointFinding.objects.within(whole).filter(hazard=row).select_related("visit__event"))
    if not rows:
        return None
    return {
        "sources": list(dict.fromkeys(one.source for one in rows)),
        "to": next((one.to for one in rows if one.is_first), ""),
        "visit": rows[0].visit,
    }


def _on_record(actor: Actor, row: Inspection) -> Given | None:
    if not actor.may("office"):
        return None
    whole = Scope.whole_town(actor.town)
    visit = JointVisit.objects.within(whole).filter(inspection=row).select_related("event").first()
    return {"visit": visit} if visit else None


def _subjects(actor: Actor, row: Inspection) -> Sequence[UUID]:
    whole = Scope.whole_town(actor.town)
    return list(JointVisit.objects.within(whole).filter(inspection=row).values_list("pk", flat=True))


def _open_at(actor: Actor, unit: Unit) -> list[OpenWork]:
    rows = JointVisit.objects.within(actor.scope).filter(
        unit=unit, state=PENDING, event__ended_on__isnull=True
    )
    return [
        OpenWork(f"联合检查“{one.event.name}”还没有查完", reverse("joint_visit", args=[one.pk]))
        for one in rows.select_related("event").order_by("pk")
    ]


declare_part(Part("hazard", "joint/hazard_part.html", _on_hazard, side=True))
declare_part(Part("inspection", "joint/record_part.html", _on_record, side=True, subjects=_subjects))
declare_shown(shows_file, "office")
declare_stays(
    JointVisit
)  # of the unit that was merged it is told so; the record is made at the one that is kept
declare_work(_open_at)
declare_words(LABELS, SAYS)
