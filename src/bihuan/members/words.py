"""The events of a unit's persons in words. Hazards put them into the timelines of units."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bihuan.core.calendar import moment_in_words

LABELS = {
    "invite_member": "邀请企业人员",
    "end_call": "撤回邀请",
    "join_unit": "接受邀请",
    "reset_member": "重置企业人员密码",
}


def _said(given: dict[str, Any]) -> list[str]:
    said = [f"{given['role']}{given.get('name') or ''}"]
    if given.get("expires_at"):
        said.append(f"{moment_in_words(datetime.fromisoformat(given['expires_at']))}前有效")
    return said


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = dict.fromkeys(LABELS, _said)
