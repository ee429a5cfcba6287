"""The desk's sections of documents: what to serve, what to sign or scan back, and the terms that end."""

from datetime import datetime, timedelta

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import add_workdays
from bihuan.core.desk import Item, Mark, Section, declare_section
from bihuan.documents.declarations import Signed, current
from bihuan.documents.lifecycle import ISSUED
from bihuan.documents.models import Writ
from bihuan.documents.queries import writs
from bihuan.documents.rules import REMIND_DAYS_BEFORE, SERVE_WITHIN_WORKDAYS, SIGN_WITHIN_DAYS
from bihuan.documents.standing import running_terms, signed_places, slots_of, to_serve

SHOWN = 8
LOOKED_AT = 60  # of the newest documents: whose places are all filled is known only from their fields
SINCE_DAYS = 60  # what nobody signed in two months is a matter of the file, not of the desk


def _ending(actor: Actor, now: datetime) -> Section | None:
    """Terms that end within three days, or have ended unmet."""
    if not actor.may("order|supervise"):
        return None
    today = clock.town_day(now)
    rows = running_terms(actor.scope).filter(due_on__lte=today + timedelta(days=REMIND_DAYS_BEFORE))
    items = [
        Item(
            f"{one.writ.label}：{one.label}",
            one.writ.unit.name_and_place if one.writ.unit else one.writ.number,
            reverse("writ", args=[one.writ_id]),
            _pressing((one.due_on - today).days),
            mine=one.writ.drafted_by_id == actor.person,
        )
        for one in rows.order_by("due_on", "pk")[: SHOWN + 1]
    ]
    return _section("文书期限", items)


def _to_serve(actor: Actor, now: datetime) -> Section | None:
    """What was issued and is to be served within seven working days."""
    if not actor.may("order"):
        return None
    today = clock.town_day(now)
    items = [
        Item(
            f"送达{row.label}",
            f"{row.unit.name if row.unit else ''} {row.number}".strip(),
            reverse("writ", args=[row.pk]),
            _to_be_served((add_workdays(row.dated, SERVE_WITHIN_WORKDAYS) - today).days),
            mine=row.drafted_by_id == actor.person,
        )
        for row in to_serve(actor.scope)[: SHOWN + 1]
    ]
    return _section("待送达的文书", items)


def _to_sign(actor: Actor, now: datetime) -> Section | None:
    """What was issued three days ago and has an open place: to be signed, or scanned back."""
    if not actor.may("order"):
        return None
    today = clock.town_day(now)
    kinds = [
        kind for kind, made in current().items() if any(isinstance(piece, Signed) for piece in made.layout)
    ]
    late = (today - timedelta(days=SINCE_DAYS), today - timedelta(days=SIGN_WITHIN_DAYS))
    found = writs(actor.scope).filter(kind__in=kinds, state=ISSUED, dated__range=late)
    rows = list(found.order_by("-dated", "-id")[:LOOKED_AT])
    filled = signed_places(actor.scope, [row.pk for row in rows])
    unsigned = [row for row in rows if _open(row, filled.get(row.pk, set()))]
    items = [
        Item(
            f"{row.label}待签字、归档",
            f"{row.unit.name if row.unit else ''} {row.number}".strip(),
            reverse("writ", args=[row.pk]),
            ("wait", "signature", f"{_open(row, filled.get(row.pk, set()))}处没签"),
            mine=row.drafted_by_id == actor.person,
        )
        for row in unsigned[: SHOWN + 1]
    ]
    return _section("待签字的文书", items)


def _open(row: Writ, filled: set[str]) -> int:
    return sum(place.slot not in filled for place in slots_of(row))


def _pressing(left: int) -> Mark:
    if left < 0:
        return ("bad", "alert-triangle", f"已过{-left}天")
    return ("wait", "clock", f"还剩{left}天" if left else "今天截止")


def _to_be_served(left: int) -> Mark:
    if left < 0:
        return ("bad", "alert-triangle", f"逾期{-left}天")
    return ("wait", "clock", f"{left}天内" if left else "今天")


def _section(title: str, items: list[Item]) -> Section:
    return Section(title, items[:SHOWN], reverse("writs") if len(items) > SHOWN else "")


declare_section(20, _ending)
declare_section(40, _to_serve)
declare_section(45, _to_sign)
