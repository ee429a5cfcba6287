"""Verbs of the library of materials."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.publicity import rules
from bihuan.publicity.models import Material
from bihuan.publicity.queries import materials


@transaction.atomic
def add_material(
    actor: Actor,
    *,
    title: str,
    kind: str,
    edition_on: date | None,
    file: UUID | None = None,
    link: str = "",
    text: str = "",
) -> Material:
    """登记材料: a file, a link or a text, with its edition. NotAllowed where that edition is there already."""
    actor.need("campaigns")
    wrong = rules.check_material(
        title, kind, edition_on, clock.today(), link=link.strip(), has_more=bool(file or text.strip())
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert edition_on is not None
    hold_town(actor)
    if materials(actor.scope).filter(title=title.strip(), edition_on=edition_on).exists():
        raise NotAllowed(f"已经有“{title.strip()}”的这一版。新印的请改日期，旧版可以停用。")
    row = Material(
        town_id=actor.town,
        title=title.strip(),
        kind=kind,
        edition_on=edition_on,
        file=files.owned(actor, [file])[0] if file else None,
        link=link.strip(),
        text=text.strip(),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    row.save(force_insert=True)
    events.record(actor, "add_material", row, given={"says": row.title, "edition_on": edition_on})
    return row


@transaction.atomic
def end_material(actor: Actor, material_id: UUID) -> Material:
    """停用材料: no longer offered. Where it was used stays."""
    actor.need("campaigns")
    row = actor.find(Material, material_id, what="份材料")
    mine = Material.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, ended_on__isnull=True)
    if not mine.update(ended_on=clock.today()):
        raise NotAllowed(f"“{row.title}”已经停用。")
    row.ended_on = clock.today()
    events.record(actor, "end_material", row, given={"says": row.title})
    return row
