"""The desk's sections of grading: a plan that waits for approval, units that rose to D, visits of the plan whose month is over."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.grading.queries import missed_by, plans, risen

SHOWN = 8


def _to_approve(actor: Actor, _now: datetime) -> Section | None:
    """For who may approve, and has not drawn it up."""
    if not actor.may("supervise"):
        return None
    rows = plans(actor.scope).filter(approved_on__isnull=True).exclude(made_by=actor.person)
    items = [
        Item(
            row.title,
            f"{row.made_by.name}{in_words(row.made_on)}拟订",
            reverse("plan", args=[row.pk]),
            ("wait", "clock", "待批准"),
        )
        for row in rows
    ]
    return Section("年度计划待批", items)


def _risen(actor: Actor, now: datetime) -> Section | None:
    """Until somebody has been there."""
    if not actor.may("order"):
        return None
    rows = list(risen(actor.scope, clock.town_day(now))[: SHOWN + 1])
    items = [
        Item(
            "；".join(one.says for one in row.told),
            row.unit.name_and_place,
            reverse("unit", args=[row.unit_id]),
            ("bad", "alert-triangle", f"升为{row.level}级"),
        )
        for row in rows[:SHOWN]
    ]
    return Section("监管等级升高", items, f"{reverse('unit_levels')}?level=D" if len(rows) > SHOWN else "")


def _missed(actor: Actor, now: datetime) -> Section | None:
    """A line a person, one's own first; who supervises sees whose."""
    if not actor.may("order|supervise"):
        return None
    items: list[Item] = []
    for one in missed_by(actor.scope, clock.town_day(now)):
        is_mine = one.inspector == actor.person
        if is_mine or actor.may("supervise"):
            who = "本人负责" if is_mine else f"{one.name}负责"
            url = f"{reverse('plan', args=[one.plan])}?missed=1&who={one.inspector}"
            mark = ("wait", "clock", "到月未查")
            item = Item(f"{who}的{one.units}家，计划的月份已过，还没有查够", one.some, url, mark)
            items.insert(0 if is_mine else len(items), item)
    return Section("年度计划到月未查", items[:SHOWN])


declare_section(30, _to_approve)
declare_section(40, _risen)
declare_section(45, _missed)
