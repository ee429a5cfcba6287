"""Where something was done goes with its cell when that is merged or moved, so that who keeps the cell now finds it; what was recorded stays."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, Value, When

from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.grid.following import Change, Standing
from bihuan.publicity.models import Outreach, OutreachPlace
from bihuan.publicity.queries import places


def places_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """What was done in some cells."""
    rows = places(scope).filter(cell__in=cells).select_related("outreach").order_by("held_on", "pk")
    return [Standing(one.pk, f"{one.held_on}{one.outreach}", one.cell_id) for one in rows]


def follow_cells(actor: Actor, change: Change) -> list[Entry]:
    """The places go over to the cells after; a line of the log for each deed."""
    whole = Scope.whole_town(actor.town)
    rows = list(OutreachPlace.objects.within(whole).filter(cell__in=change.after).order_by("pk").held())
    if not rows:
        return []
    to = {row.cell_id: change.after[row.cell_id] for row in rows}
    OutreachPlace.objects.within(whole).filter(pk__in=[row.pk for row in rows]).update(
        cell=Case(*(When(cell=old, then=Value(cell.pk)) for old, cell in to.items()))
    )
    deeds = {
        one.pk: one for one in Outreach.objects.within(whole).filter(pk__in={row.outreach_id for row in rows})
    }
    return [Entry("move_with_cell", deeds[row.outreach_id], {"cell": to[row.cell_id]}) for row in rows]
