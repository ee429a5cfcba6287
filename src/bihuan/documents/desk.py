"""The desk's section of documents: the terms that end, what to serve, and what to sign or scan back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.documents.declarations import Signed, current
from bihuan.documents.lifecycle import ISSUED
from bihuan.documents.models import Writ
from bihuan.documents.queries import OF_THE_UNIT, known_to, writs
from bihuan.documents.rules import REMIND_DAYS_BEFORE, SIGN_WITHIN_DAYS, serve_by
from bihuan.documents.standing import running_terms, signed_places, slots_of, to_serve, unserved

SHOWN = 8
SERVE_SOON_DAYS = 5  # so many days after its issue what is not served begins to press
LOOKED_AT = 60  # of the newest documents: whose places are all filled is known only from their fields
SINCE_DAYS = 60  # what nobody signed in two months is a matter of the file, not of the desk


def _to_do(actor: Actor, now: datetime) -> Section | None:
    """What is late stands first; a document stands once, by what presses most."""
    if not actor.may("order"):
        return None
    today = clock.town_day(now)
    found: dict[str, Item] = {}
    for item in (*_ending(actor, today), *_unserved(actor, today), *_unsigned(actor, today)):
        found.setdefault(item.url, item)
    items = sorted(found.values(), key=lambda item: item.mark is None or item.mark[0] != "bad")
    return Section(
        "文书待办", items[:SHOWN], f"{reverse('writs')}?state=unserved" if len(items) > SHOWN else ""
    )


def _received(actor: Actor, now: datetime) -> Section | None:
    """To who answers for a unit: what was issued to it and not yet served, and what it has to do until when."""
    if actor.may("office") or not actor.may(OF_THE_UNIT):
        return None
    today = clock.town_day(now)
    found: dict[str, Item] = {}
    mine = known_to(actor, unserved(writs(actor.scope))).order_by("-dated", "-id")
    for row in mine[: SHOWN + 1]:
        item = _item(actor, row, f"{row.label}：请签收", ("wait", "file-text", "未送达"))
        found[item.url] = item
    for item in _ending(actor, today):
        found.setdefault(item.url, item)
    items = list(found.values())
    return Section("发给本单位的文书", items[:SHOWN], reverse("writs"))


def _ending(actor: Actor, today: date) -> Iterator[Item]:
    """Terms that end within three days, or have ended unmet."""
    rows = running_terms(actor.scope).filter(due_on__lte=today + timedelta(days=REMIND_DAYS_BEFORE))
    for one in rows.order_by("due_on", "pk")[: SHOWN + 1]:
        left = (one.due_on - today).days
        mark: Mark = ("wait", "clock", f"还剩{left}天" if left else "今天截止")
        if left < 0:
            mark = ("bad", "alert-triangle", f"已过{-left}天")
        yield _item(actor, one.writ, f"{one.writ.label}：{one.label}", mark)


def _unserved(actor: Actor, today: date) -> Iterator[Item]:
    """What was issued some days ago and is to be served within seven working days."""
    rows = to_serve(actor.scope, until=today - timedelta(days=SERVE_SOON_DAYS))
    for row in rows[: SHOWN + 1]:
        left = (serve_by(row.issued_on) - today).days
        mark: Mark = ("wait", "clock", f"{left}天内送达" if left else "今天送达")
        if left < 0:
            mark = ("bad", "alert-triangle", f"逾期{-left}天未送达")
        yield _item(actor, row, f"送达{row.label}", mark)


def _unsigned(actor: Actor, today: date) -> Iterator[Item]:
    """What was issued three days ago and has an open place: to be signed, or scanned back."""
    kinds = [
        kind for kind, made in current().items() if any(isinstance(piece, Signed) for piece in made.layout)
    ]
    late = (today - timedelta(days=SINCE_DAYS), today - timedelta(days=SIGN_WITHIN_DAYS))
    found = writs(actor.scope).filter(kind__in=kinds, state=ISSUED, dated__range=late)
    rows = list(found.order_by("-dated", "-id")[:LOOKED_AT])
    filled = signed_places(actor.scope, [row.pk for row in rows]) if rows else {}
    for row in rows:
        places = sum(place.slot not in filled.get(row.pk, ()) for place in slots_of(row))
        if places:
            yield _item(actor, row, f"{row.label}待签字、归档", ("wait", "signature", f"{places}处没签"))


def _item(actor: Actor, row: Writ, text: str, mark: Mark) -> Item:
    where = f"{row.unit.name if row.unit else ''} {row.number}".strip()
    return Item(text, where, reverse("writ", args=[row.pk]), mark, mine=row.drafted_by_id == actor.person)


declare_section(40, _to_do)
declare_section(30, _received)
