"""The desk's sections of letters: what a person has to sign; what waits for the town's signature; what is late."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.letters.lifecycle import BY_PARTY, OPEN
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import to_sign
from bihuan.letters.rules import KINDS

SHOWN = 8
TITLE = "责任书"


def _mine(actor: Actor, now: datetime) -> Section | None:
    """For who signs as the other side."""
    if not actor.may("report") or not (actor.scope.units or actor.kinds):
        return None
    today = clock.town_day(now)
    items = [
        Item(
            f"签{one.year}年{one.label}（{in_words(one.sign_by)}前）",
            one.party_name,
            reverse("letter", args=[one.pk]),
            ("bad", "alert-triangle", "逾期") if one.sign_by < today else ("wait", "signature", "待签字"),
        )
        for one in to_sign(actor, today)[:SHOWN]
    ]
    return Section(TITLE, items)


def _for_town(actor: Actor, now: datetime) -> Section | None:
    """For who signs for the town: a line a kind of those that the other side has signed."""
    if not actor.may("sign"):
        return None
    rows = (
        ResponsibilityLetter.objects.within(actor.scope)
        .filter(state=BY_PARTY, to_on__gte=clock.town_day(now))
        .order_by()
    )
    counted = rows.values_list("year", "kind").annotate(n=Count("pk")).order_by("year", "kind")
    items = [
        Item(
            f"{year}年{KINDS[kind].label}责任书{count}份，对方已签，等镇里签字",
            "勾选后一次签",
            f"{reverse('letters_list')}?year={year}&kind={kind}&state={BY_PARTY}",
            ("wait", "signature", "待签字"),
        )
        for year, kind, count in counted
    ]
    return Section(TITLE, items, reverse("letters"))


def _late(actor: Actor, now: datetime) -> Section | None:
    """For the office: how many are not signed though their day has passed."""
    if not actor.may("units|supervise") or not actor.may("office"):
        return None
    today = clock.town_day(now)
    rows = (
        ResponsibilityLetter.objects.within(actor.scope)
        .filter(state__in=OPEN, sign_by__lt=today, to_on__gte=today)
        .order_by()
    )
    counted = rows.values_list("year").annotate(n=Count("pk")).order_by("year")
    items = [
        Item(
            f"{year}年责任书{count}份逾期没有签订",
            "看是哪些，催签或者上门签",
            f"{reverse('letters_list')}?year={year}&state=late",
            ("bad", "alert-triangle", "逾期"),
        )
        for year, count in counted
    ]
    return Section(TITLE, items, reverse("letters"))


declare_section(20, _late)
declare_section(30, _for_town)
declare_section(30, _mine)
