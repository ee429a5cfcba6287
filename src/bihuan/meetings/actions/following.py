"""What was decided, carried out: its result reported, its term extended, or given up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, Incomplete, Stale
from bihuan.core.lifecycle import Move
from bihuan.meetings.lifecycle import RESOLUTION
from bihuan.meetings.models import Resolution
from bihuan.meetings.queries import today_holds

STALE = "这项议定事项刚刚被别人办理过。请核对最新情况后再提交，您填写的内容还在。"
WHAT = "项议定事项"


def _begin(actor: Actor, resolution_id: UUID, version: int | None, action: str) -> tuple[Resolution, Move]:
    row = actor.hold(Resolution, resolution_id, what=WHAT)
    if row.version != version:
        raise Stale(STALE)
    step = RESOLUTION.move(action, row.state)
    actor.need(step.right)
    return row, step


def _advance(actor: Actor, row: Resolution, step: Move, told: dict[str, Any], **values: Any) -> None:
    moving.advance(actor, row, step, row.version, STALE, **values)
    given = {"says": row.text} | told
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)


@transaction.atomic
def report_resolution(
    actor: Actor, resolution_id: UUID, *, version: int | None, result: str, photo: UUID | str | None = None
) -> Resolution:
    """报结果: in a sentence, with a photo where there is one; by who holds the post, or by who keeps the meetings. The next meeting of the kind is told."""
    row, step = _begin(actor, resolution_id, version, "report_resolution")
    if not (actor.may("meetings") or today_holds(row, actor)):
        raise Forbidden(f"这项议定事项由{row.holder}负责，请由承办的岗位报结果。")
    if not result.strip():
        raise Incomplete("请用一句话写明结果。", {"result": "请用一句话写明结果。"})
    shown = files.pictures(actor, [photo], "photo")[0] if photo else None
    today = clock.today()
    told = {"result": result.strip(), "late": today > row.due_on}
    _advance(
        actor, row, step, told, done_on=today, result=result.strip(), photo=shown, done_by_id=actor.person_id
    )
    return row


@transaction.atomic
def extend_resolution(
    actor: Actor, resolution_id: UUID, *, version: int | None, due_on: date | None, reason: str
) -> Resolution:
    """延期: a later day, for a reason. The term of the minutes is kept beside it."""
    row, step = _begin(actor, resolution_id, version, "extend_resolution")
    wrong = {}
    if due_on is None:
        wrong["due_on"] = "请填写新的期限。"
    elif due_on <= max(row.due_on, clock.today()):
        wrong["due_on"] = "新的期限应晚于今天和原来的期限。"
    if not reason.strip():
        wrong["reason"] = "请填写延期的原因。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert due_on is not None
    told = {"due_on": due_on, "was": in_words(row.due_on), "reason": reason.strip()}
    _advance(actor, row, step, told, due_on=due_on)
    return row


@transaction.atomic
def drop_resolution(actor: Actor, resolution_id: UUID, *, version: int | None, reason: str) -> Resolution:
    """不再办理: what was decided is given up, for a reason. It counts neither as done nor as open any more."""
    row, step = _begin(actor, resolution_id, version, "drop_resolution")
    if not reason.strip():
        raise Incomplete("请填写不再办理的原因。", {"reason": "请填写不再办理的原因。"})
    told = {"to": row.holder, "due_on": row.due_on, "reason": reason.strip()}
    _advance(actor, row, step, told, dropped_on=clock.today(), dropped_for=reason.strip())
    return row
