"""The desk's sections of pressing on. What was passed up is found by the post's kind and place, so that it lies on the desk of
whoever holds the post now."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.hazards.desk import pressing
from bihuan.hazards.models import Hazard
from bihuan.supervision.queries import told_to, waiting
from bihuan.supervision.rules import ESCALATE, REMIND

SHOWN = 8


def _passed_up(actor: Actor, now: datetime) -> Section | None:
    if not actor.kinds:
        return None
    found = told_to(actor, ESCALATE)[: SHOWN + 1]
    more = f"{reverse('hazards')}?state=overdue&sort=deadline"
    return _of_hazards("升级到我的", list(found), now, more)


def _reminded(actor: Actor, now: datetime) -> Section | None:
    if not actor.kinds:
        return None
    found = told_to(actor, REMIND).filter(deadline_on__gte=clock.town_day(now))[: SHOWN + 1]
    return _of_hazards("到期提醒", list(found), now, f"{reverse('hazards')}?state=open&sort=deadline")


def _to_decide(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("supervise"):
        return None
    items = [
        Item(
            f"{one.hazard.text}：申请延长至{in_words(one.wanted_on)}",
            f"{one.hazard.unit.name} · {one.asked_by.name}",
            reverse("extension", args=[one.pk]),
            pressing(one.hazard, now),
        )
        for one in waiting(actor.scope).order_by("hazard__deadline_on", "pk")[:SHOWN]
    ]
    return Section("延期待批", items)


def _of_hazards(title: str, found: list[Hazard], now: datetime, more: str) -> Section:
    items = [
        Item(
            row.text,
            row.unit.name_and_place,
            reverse("hazard", args=[row.pk]),
            pressing(row, now),
        )
        for row in found[:SHOWN]
    ]
    return Section(title, items, more if len(found) > SHOWN else "")


declare_section(15, _passed_up)
declare_section(30, _to_decide)
declare_section(45, _reminded)
