"""How a tip is found, held and moved."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from bihuan.core import clock, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.tipoffs.lifecycle import REWARD, TIP
from bihuan.tipoffs.models import Reward, Tip
from bihuan.tipoffs.queries import terms_on
from bihuan.tipoffs.rules import Terms

STALE = "这件举报刚刚被别人办理过。请核对最新情况后再提交，您填写的内容还在。"
STALE_REWARD = "这笔奖励刚刚被别人办理过。请核对最新情况后再提交，您填写的内容还在。"
WHAT, WHAT_REWARD = "件举报", "笔奖励"
NEEDED = {
    "reason": "请填写理由，举报人会看到。",
    "to": "请选择由谁核查。",
    "body": "请填写转给哪个单位。",
    "into": "请选择并入哪一件举报。",
    "verdict": "请选择核查结论。",
    "finding": "请写明核查情况：什么时候、怎样核查、看到什么。",
    "answer": "请填写答复内容，举报人会看到。",
    "way": "请选择发放方式。",
}


def hold(actor: Actor, tip_id: UUID, version: int) -> Tip:
    """A tip of the actor's, held. Raises NotFound; Stale where somebody was there since the page was opened."""
    row = actor.hold(Tip, tip_id, what=WHAT)
    if row.version != version:
        raise Stale(STALE)
    return row


def begin(actor: Actor, tip_id: UUID, version: int, action: str) -> tuple[Tip, Move]:
    """The tip, held, and the table's row for the action from its state, if the actor may. What was answered is answered once: NotAllowed."""
    row = actor.hold(Tip, tip_id, what=WHAT)
    step = TIP.move(action, row.state)
    actor.need(step.right)
    if row.version != version:
        raise Stale(STALE)
    return row, step


def advance(actor: Actor, row: Tip, step: Move, version: int, **values: Any) -> None:
    """Move a tip; a term that begins anew has not been noted as missed."""
    if "due_on" in values:
        values["late_noted_on"] = None
    moving.advance(actor, row, step, version, STALE, **values)


def touch(row: Tip, **values: Any) -> None:
    """Write values to a held tip, and bring the loaded row up to them."""
    mine = Tip.objects.within(Scope.whole_town(row.town_id)).filter(pk=row.pk)
    mine.update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def begin_reward(actor: Actor, reward_id: UUID, version: int, action: str) -> tuple[Reward, Move]:
    """The reward, held with its tip, and the table's row for the action, if the actor may."""
    seen = actor.find(Reward, reward_id, what=WHAT_REWARD)
    tip = actor.hold(Tip, seen.tip_id, what=WHAT)
    row = actor.hold(Reward, reward_id, what=WHAT_REWARD)
    row.tip = tip
    step = REWARD.move(action, row.state)
    actor.need(step.right)
    if row.version != version:
        raise Stale(STALE_REWARD)
    return row, step


def advance_reward(actor: Actor, row: Reward, step: Move, version: int, **values: Any) -> None:
    moving.advance(actor, row, step, version, STALE_REWARD, **values)


def terms(actor: Actor, on: date | None = None) -> Terms:
    """The town's terms and sums, today's unless told otherwise."""
    return terms_on(Scope.whole_town(actor.town), on or clock.today())


def due(days: int, since: date | None = None) -> date:
    """The last day of a term in calendar days; the day from which it runs is not counted."""
    return (since or clock.today()) + timedelta(days=days)


def need_open(row: Tip) -> None:
    """Raises NotAllowed for a tip at its end."""
    if not row.is_open:
        raise NotAllowed(f"这件举报{row.state_label}，不能再办理。")
