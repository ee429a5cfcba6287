"""The desk's sections of daily reports: what a person has to send, with the zero report in one press; who has not reported."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Press, Section, declare_section
from bihuan.dailies.models import DailyDue
from bihuan.dailies.queries import day_address, missing, own, unsent

SHOWN = 8


def _to_send(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("report"):
        return None
    rows = unsent(actor.scope, clock.town_day(now)).filter(own(actor))
    return Section("日报告", [_item(row, now) for row in rows[:SHOWN]], reverse("dailies"))


def _item(row: DailyDue, now: datetime) -> Item:
    over = row.by_at < now
    return Item(
        f"{in_words(row.day)}{row.form.title}",
        f"{row.name} · {row.form.by_label}前报送",
        reverse("daily", args=[row.pk]),
        ("bad", "alert-triangle", "未报") if over else None,
        press=Press("零报告", reverse("daily_zero", args=[row.pk])),  # one press; a wrong one is corrected
    )


def _missing(actor: Actor, now: datetime) -> Section | None:
    """For who looks after the others: how many are missing, a line for each form and day."""
    if not actor.may("supervise"):
        return None
    late = missing(actor.scope, now).filter(day__gte=clock.town_day(now) - timedelta(days=1), unit=None)
    counted = late.values_list("form", "form__title", "day").annotate(n=Count("pk")).order_by("day", "form")
    mark = ("bad", "alert-triangle", "未报")
    items = [
        Item(f"{in_words(day)}{title}", f"{count}处没有报送", day_address(form, day), mark)
        for form, title, day, count in counted
    ]
    return Section("没有报送", items, reverse("dailies"))


declare_section(20, _to_send)
declare_section(20, _missing)
