"""The desk's sections of documents: what those above wait for, and what is to be read."""

from datetime import date, datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.policies.models import Delivery, Received
from bihuan.policies.queries import to_answer, to_read

SHOWN = 8


def address(one: Delivery) -> str:
    """The page where a document that was passed on is read."""
    if one.received_id:
        return reverse("received", args=[one.received_id])
    return reverse("policy", args=[one.policy_id])


def _to_read(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("office"):
        return None
    items = [
        Item(
            f"{'请承办' if one.handles else '请阅'}：{one.title}",
            f"{one.sender} · {one.whose}",
            address(one),
            ("wait", "file-text", "未阅"),
        )
        for one in to_read(actor, clock.town_day(now))[: SHOWN + 1]
    ]
    return Section("待阅文件", items[:SHOWN], reverse("policy_duties") if len(items) > SHOWN else "")


def _to_answer(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("office"):
        return None
    today = clock.town_day(now)
    items = [
        Item(
            row.title,
            f"{row.source}　{row.number}".strip("　"),
            reverse("received", args=[row.pk]),
            left(row, today),
        )
        for row in to_answer(actor, today)[: SHOWN + 1]
    ]
    return Section(
        "待答复的来文",
        items[:SHOWN],
        f"{reverse('received_list')}?state=waiting" if len(items) > SHOWN else "",
    )


def left(row: Received, today: date) -> Mark:
    """How long there is for the answer."""
    assert row.due_on is not None
    days = (row.due_on - today).days
    if days < 0:
        return ("bad", "alert-triangle", f"逾期{-days}天")
    return ("run", "clock", f"还剩{days}天" if days else "今天到期")


declare_section(30, _to_answer)
declare_section(40, _to_read)
