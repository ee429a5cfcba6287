"""Tips that lie at a cell go with it when it is merged or moved; where they were recorded stays."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, F, Value, When

from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.grid.following import Change, Standing
from bihuan.tipoffs.models import Tip
from bihuan.tipoffs.queries import in_cells


def tips_in(scope: Scope, cells: Collection[UUID]) -> list[Standing]:
    """The tips that lie at some cells."""
    return [Standing(*row) for row in in_cells(scope, cells).values_list("pk", "number", "cell")]


def follow_cells(actor: Actor, change: Change) -> list[Entry]:
    """Closed ones as well: who keeps the cell now is to find them."""
    whole = Scope.whole_town(actor.town)
    rows = list(in_cells(whole, change.after).order_by("pk").held())
    if not rows:
        return []
    to = {row.cell_id: change.after[row.cell_id] for row in rows}
    Tip.objects.within(whole).filter(pk__in=[row.pk for row in rows]).update(
        cell=Case(*(When(cell=old, then=Value(cell.pk)) for old, cell in to.items())),
        version=F("version") + 1,
    )
    return [Entry("move_with_cell", row, {"cell": to[row.cell_id]}) for row in rows]
