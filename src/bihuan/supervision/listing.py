"""What pressing on adds to the list of hazards: many urged at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.hazards.actions import moves
from bihuan.hazards.models import Hazard
from bihuan.lists.registry import Bulk, declare_bulk
from bihuan.supervision import actions
from bihuan.supervision.forms import UrgeForm
from bihuan.supervision.queries import why_not_urge


def _hold(actor: Actor, rows: Sequence[Hazard], _given: Mapping[str, Any]) -> None:
    moves.hold(actor, [row.pk for row in rows])


def _urge(actor: Actor, row: Hazard, given: Mapping[str, Any]) -> object:
    return actions.urge(actor, row.pk, **given)


def _refused(actor: Actor, rows: Sequence[Hazard]) -> dict[UUID, str]:
    return why_not_urge(actor.scope, rows, clock.today())


declare_bulk(
    "hazards",
    Bulk(
        "urge", "催办", "supervise", UrgeForm, _hold, _urge, _refused, template="supervision/bulk_urge.html"
    ),
)
