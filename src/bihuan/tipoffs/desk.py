"""The desk's section of tips: what waits to be looked at, taken, checked, answered; what senders have said; rewards to be approved and paid."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.tipoffs.lifecycle import CHECKING, HELD, PROPOSED
from bihuan.tipoffs.models import Reward, Tip
from bihuan.tipoffs.queries import open_tips, replies_to_read, waiting_rewards, worked_at
from bihuan.tipoffs.rules import presses

SHOWN = 12


def _tips(actor: Actor, now: datetime) -> Section | None:
    """Who takes tips sees all that are open; who checks, those that were given to his post, department or place."""
    if not actor.may("inspect"):
        return None
    rows = open_tips(actor.scope)
    if not actor.may("tips"):
        rows = rows.filter(worked_at(actor), state=CHECKING)
    today = clock.town_day(now)
    items = [_item(row, today) for row in rows[: SHOWN + 1]]
    return Section("群众举报", items[:SHOWN], f"{reverse('tips')}?state=open" if len(items) > SHOWN else "")


def _item(row: Tip, today: date) -> Item:
    return Item(row.text[:60], row.where, reverse("tip", args=[row.pk]), _mark(row, today))


def _mark(row: Tip, today: date) -> Mark:
    if row.is_late(today):
        return ("bad", "alert-triangle", f"{row.term_label}逾期")
    if row.state == HELD:
        return ("wait", "eye-check", row.state_label)
    if row.due_on and presses(row.due_on, today):
        return ("wait", "clock", f"{row.term_label}还剩{(row.due_on - today).days}天")
    return ("run" if row.state == CHECKING else "wait", "clock", row.state_label)


def _replies(actor: Actor, _now: datetime) -> Section | None:
    """What senders said within the last days, newest first: each tip once."""
    if not actor.may("tips"):
        return None
    seen: dict[object, Item] = {}
    for one in replies_to_read(actor.scope)[: SHOWN * 3]:
        seen.setdefault(
            one.tip_id,
            Item(
                one.reply[:60],
                one.tip.where,
                reverse("tip", args=[one.tip_id]),
                ("run", "file-text", "举报人补充"),
            ),
        )
    return Section("举报人的补充", list(seen.values())[:6])


def _rewards(actor: Actor, _now: datetime) -> Section | None:
    """For who approves, and for who pays."""
    if not actor.may("reward|tips"):
        return None
    rows = [one for one in waiting_rewards(actor.scope) if _is_mine(actor, one)]
    return Section("举报奖励", _paying(rows[:SHOWN]), reverse("tips") if len(rows) > SHOWN else "")


def _is_mine(actor: Actor, row: Reward) -> bool:
    if row.state == PROPOSED:
        return actor.may("reward") and row.proposed_by_id != actor.person
    return actor.may("tips")


def _paying(rows: Sequence[Reward]) -> list[Item]:
    return [
        Item(
            f"{one.tip.number} 奖励{one.yuan}元",
            one.kind_label,
            reverse("tip", args=[one.tip_id]),
            ("wait", "clock", one.state_label),
        )
        for one in rows
    ]


declare_section(30, _tips)
declare_section(30, _rewards)
declare_section(40, _replies)
