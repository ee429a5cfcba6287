"""What units add to a unit's page: certificates, contacts, papers, plate, place, what was merged into it; and how their own rows
follow a merger."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.grid.models import Post
from bihuan.units.actions.places import follow_cells, units_in
from bihuan.units.following import declare_merge, declare_stays
from bihuan.units.models import Apart, Certificate, Contact, Document, Plate, Unit, UnitPlace, UnitState
from bihuan.units.queries import certificates, contacts, documents, plate_of, shows_file, with_first_step

SHOWN = 50


def _certificates(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    rows = list(
        with_first_step(certificates(actor.scope, clock.today()), actor.scope).filter(unit=unit)[:SHOWN]
    )
    may_keep = actor.may("units")
    return {"rows": rows, "may_keep": may_keep} if rows or may_keep else None


def _kept(actor: Actor, unit: Unit) -> dict[str, Any]:
    """Persons, papers, plate and place."""
    return {
        "contacts": list(contacts(actor.scope, unit)[:SHOWN]),
        "documents": list(documents(actor.scope, unit)[:SHOWN]),
        "plate": plate_of(actor.scope, unit),
        "merged": list(Unit.objects.within(actor.scope).filter(merged_into=unit).order_by("ended_on", "pk")),
        "may_keep": actor.may("units") and unit.merged_into_id is None,
        "may_call": actor.may("inspect"),
    }


def _links(actor: Actor, unit: Unit) -> Sequence[Link]:
    links = [Link("变更记录", reverse("unit_changes", args=[unit.pk]))]
    if actor.may("units") and unit.ended_on is None:
        links.append(Link("合并重复", reverse("unit_merge", args=[unit.pk])))
    return links


declare_part(Part("unit", "units/certificates.html", _certificates, side=True))
declare_part(Part("unit", "units/kept.html", _kept, side=True, links=_links))
declare_shown(shows_file)
declare_merge(Certificate, "证照、备案、保险")
declare_merge(Contact, "联系人")
declare_merge(Document, "资料")
declare_merge(Post, "企业人员的岗位")
declare_merge(Unit, "以前并入的单位", field="merged_into")
declare_stays(UnitState)
declare_stays(UnitPlace)
declare_stays(Apart)
declare_stays(Apart, field="other")
declare_stays(Plate)  # what stands at a stub's door leads to the unit that it was merged into
declare_follower(Follower("监管对象", "units.unit.cell", units_in, follow_cells, splits=True))
