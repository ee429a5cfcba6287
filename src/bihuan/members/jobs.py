"""Invitation sheets of more units than a person waits for. Drawing them makes the invitations, whose codes stand on the sheets alone: a
step that dies takes its invitations with it, and the next try makes others."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.members.actions import invite_heads
from bihuan.members.sheets import call_sheets
from bihuan.units.jobs import Sheets, declare_sheets


def _calls(actor: Actor, units: list[UUID], address: str) -> bytes | None:
    try:
        made = invite_heads(actor, units)
    except Incomplete:  # all of them have a head here, or have left the register
        return None
    return call_sheets(made, address)


CALL_SHEETS = Sheets("邀请单", "家", 50, _calls)
CALLS = declare_sheets("members.calls", "打印邀请单", "units", CALL_SHEETS, writes=True)
