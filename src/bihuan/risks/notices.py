"""Notices of risks: what is to be evaluated anew, and what was not in time."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, declare_notice
from bihuan.notices.rules import DIGEST
from bihuan.risks.models import Review
from bihuan.risks.queries import open_reviews
from bihuan.units.models import Unit
from bihuan.units.notices import over

GROUP = "风险分级管控"
OWN, TOWN = ("enterprise_safety",), ("safety_head",)
Waiting = dict[tuple[UUID, date], int]


def _waiting(rows: QuerySet[Review]) -> tuple[Waiting, dict[UUID, Unit]]:
    """How many points of each unit wait for the same day, and the units."""
    counted: Waiting = {}
    units: dict[UUID, Unit] = {}
    for row in rows.filter(point__unit__ended_on__isnull=True).select_related("point__unit__cell"):
        unit = row.point.unit
        units[unit.pk] = unit
        counted[unit.pk, row.due_on] = counted.get((unit.pk, row.due_on), 0) + 1
    return counted, units


def _asked(scope: Scope, today: date) -> Iterable[Telling]:
    """Once for all points of a unit that are due on the same day, to its own safety manager."""
    counted, units = _waiting(open_reviews(scope).filter(due_on__gte=today))
    for (pk, due_on), count in counted.items():
        yield _telling(units[pk], due_on, f"{count}个风险点应在{in_words(due_on)}前重新评价", OWN)


def _late(scope: Scope, today: date) -> Iterable[Telling]:
    """When the day has passed, to the safety office as well."""
    counted, units = _waiting(open_reviews(scope).filter(due_on__lt=today))
    for (pk, due_on), count in counted.items():
        yield _telling(units[pk], due_on, f"{count}个风险点逾期没有重新评价", (*OWN, *TOWN))


def _telling(unit: Unit, due_on: date, text: str, kinds: tuple[str, ...]) -> Telling:
    return Telling(
        key=f"{unit.pk}:{due_on}",
        about=unit.pk,
        whom=over(unit, *kinds),
        text=text,
        where=unit.name_and_place,
        url=reverse("unit_risks", args=[unit.pk]),
    )


def _still_asked(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = open_reviews(scope).filter(point__unit__in=ids).order_by()
    return set(rows.values_list("point__unit", flat=True))


def _still_late(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = open_reviews(scope).filter(point__unit__in=ids, due_on__lt=clock.today()).order_by()
    return set(rows.values_list("point__unit", flat=True))


declare_notice(Kind("risks.asked", "风险应重新评价", GROUP, DIGEST, due=_asked, waits=_still_asked))
declare_notice(Kind("risks.late", "风险逾期没有重新评价", GROUP, DIGEST, due=_late, waits=_still_late))
