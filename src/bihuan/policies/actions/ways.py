"""How a document is found and moved, and the words that refuse."""

from typing import Any
from uuid import UUID

from bihuan.core import files, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound, Stale
from bihuan.core.lifecycle import Move
from bihuan.policies.lifecycle import POLICY, RECEIVED
from bihuan.policies.models import Policy, Received

STALE = "这份文件刚刚被别人办理过。请核对最新情况后再办理，您填写的内容还在。"
DOCUMENT = "份文件"
_NEEDED = {
    "to": "请选择分送给谁。",
    "note": "请填写情况说明。",
    "on": "请填写日期。",
    "number": "请填写文号。",
    "issued_on": "请填写印发日期。",
}


def begin_received(actor: Actor, received_id: UUID, action: str) -> tuple[Received, Move]:
    """The received document, and the table's row for the action from its state, if the actor may."""
    row = actor.hold(Received, received_id, what=DOCUMENT)
    step = RECEIVED.move(action, row.state, *row.traits)
    actor.need(step.right)
    return row, step


def begin_own(actor: Actor, policy_id: UUID, action: str) -> tuple[Policy, Move]:
    """The town's own document, and the table's row for the action from its state, if the actor may."""
    row = actor.hold(Policy, policy_id, what=DOCUMENT)
    step = POLICY.move(action, row.state)
    actor.need(step.right)
    return row, step


def need(step: Move, **given: Any) -> None:
    """Raises Incomplete unless all that the step needs is given."""
    moving.need(step, _NEEDED, **given)


def advance(actor: Actor, row: Received | Policy, step: Move, version: int, **values: Any) -> None:
    """Move a document; see `moving.advance`."""
    moving.advance(actor, row, step, version, STALE, **values)


def own_file(actor: Actor, file: UUID | None) -> UUID | None:
    """A file that the actor may put in."""
    if file is None:
        return None
    found = files.owned(actor, [file])
    if not found:
        raise NotFound("没有找到这个文件，请重新上传。")
    return found[0].pk


def stale() -> Stale:
    """Somebody else was there since the page was opened."""
    return Stale(STALE)
