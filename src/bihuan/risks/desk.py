"""The desk's section of risks: what is to be evaluated anew, what nobody keeps, who has been taken in and has no list yet."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.risks.models import RiskPoint
from bihuan.risks.queries import left, open_reviews, points, unkept
from bihuan.units.models import Unit

SHOWN = 8


def _section(actor: Actor, now: datetime) -> Section | None:
    """Of the town's officers only what is late: the units answer for their risks themselves."""
    if not actor.may("risks"):
        return None
    today, watches = clock.town_day(now), actor.may("inspect")
    items = [*_reviews(actor, today, only_late=watches)]
    if not watches:
        items += [*_unkept(actor), *_left(actor, today)]
    return Section("风险分级管控", [*items, *_without(actor, only_building=watches)], reverse("risks"))


def _reviews(actor: Actor, today: date, *, only_late: bool) -> Iterable[Item]:
    asked = open_reviews(actor.scope).filter(point__unit__ended_on__isnull=True)
    if only_late:
        asked = asked.filter(due_on__lt=today)
    counted = (
        asked.order_by()
        .values_list("point__unit", "point__unit__name")
        .annotate(first=Min("due_on"), n=Count("pk"))
        .order_by("first", "point__unit")
    )
    for unit, name, first, count in counted[:SHOWN]:
        late = first < today
        mark = ("bad", "alert-triangle", "逾期") if late else ("wait", "clock", f"{in_words(first)}前")
        yield Item(f"{count}个风险点应重新评价", name, reverse("unit_risks", args=[unit]), mark)


def _unkept(actor: Actor) -> Iterable[Item]:
    rows = points(actor.scope).filter(unkept(actor.scope), unit__ended_on__isnull=True)
    counted = rows.order_by().values_list("unit", "unit__name").annotate(n=Count("pk")).order_by("unit")
    mark = ("wait", "users", "缺责任人")
    for unit, name, count in counted[:SHOWN]:
        yield Item(f"{count}个风险点没有人负责", name, reverse("unit_risk_keepers", args=[unit]), mark)


def _left(actor: Actor, today: date) -> Iterable[Item]:
    """What those answer for who have left: nobody does, and what they were to check nobody checks."""
    rows = left(actor.scope, today).filter(point__unit__ended_on__isnull=True).order_by()
    counted = (
        rows.values_list("name", "point__unit", "point__unit__name")
        .annotate(n=Count("point", distinct=True))
        .order_by("point__unit", "name")
    )
    mark = ("wait", "users", "换责任人")
    for name, unit, unit_name, count in counted[:SHOWN]:
        text = f"{name}已经离岗，名下还有{count}个风险点"
        yield Item(text, unit_name, reverse("unit_risk_keepers", args=[unit]), mark)


def _without(actor: Actor, *, only_building: bool) -> Iterable[Item]:
    """Units that have no list: for the town those taken into the building of the two systems; who answers at a unit has to begin somewhere."""
    own = RiskPoint.objects.within(actor.scope).filter(unit=OuterRef("pk"), ended_on__isnull=True)
    rows = Unit.objects.within(actor.scope).filter(~Exists(own), ended_on__isnull=True)
    if only_building:
        rows = rows.filter(pilot_from__lte=clock.today())
    for unit in rows.select_related("cell").order_by("pilot_from", "pk")[:SHOWN]:
        yield Item("还没有建立风险清单", unit.name_and_place, reverse("risk_set_up", args=[unit.pk]))


declare_section(50, _section)
