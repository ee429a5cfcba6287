"""Reading of grading: what is known of units on a day, their levels, how often each is visited, how far a plan is."""

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from bihuan.core.scope import Scope
from bihuan.figures.registry import FIGURES
from bihuan.grading.models import Frequency, Plan, PlanLine, PlanVisit, UnitLevel
from bihuan.grading.rules import DOUBT_DAYS, GRAVEST, LEVELS, Known
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.queries import open_hazards, overdue, standing
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import visits
from bihuan.risks.models import TemplateUse
from bihuan.risks.queries import open_reviews, points
from bihuan.rollout.models import Acceptance
from bihuan.selfchecks.queries import not_cleared
from bihuan.units.models import Unit
from bihuan.units.queries import certificates

YEAR_DAYS = 365


def known(scope: Scope, units: Collection[Unit], on: date) -> dict[UUID, Known]:
    """What is on record of some units; a query for each kind of record, however many units there are."""
    gravest = dict(points(scope).order_by().values_list("unit").annotate(worst=Min("grade")))
    majors = _counted(open_hazards(scope).filter(level=MAJOR))
    late = _counted(overdue(scope, on))
    since = on - timedelta(days=YEAR_DAYS)
    repeats = _counted(standing(scope).filter(repeat_of__isnull=False, found_on__gt=since))
    reviews = dict(
        open_reviews(scope)
        .filter(due_on__lt=on)
        .order_by()
        .values_list("point__unit")
        .annotate(n=Count("pk"))
    )
    doubts = _counted(not_cleared(scope, on - timedelta(days=DOUBT_DAYS)))
    copies = TemplateUse.objects.within(scope).filter(changed=0, struck=0, added=0)
    copied = set(copies.values_list("unit", flat=True))
    passed = Acceptance.objects.within(scope).filter(passed=True)
    accepted = set(passed.values_list("unit", flat=True))
    held = certificates(scope, on).filter(kind="standard", valid_until__gte=on)
    standard = set(held.values_list("unit", flat=True))
    return {
        one.pk: Known(
            category=one.category,
            gravest=gravest.get(one.pk, 0),
            majors_open=majors.get(one.pk, 0),
            overdue=late.get(one.pk, 0),
            repeats=repeats.get(one.pk, 0),
            reviews_late=reviews.get(one.pk, 0),
            doubts=doubts.get(one.pk, 0),
            copied=one.pk in copied,
            accepted=one.pk in accepted,
            standard=one.pk in standard,
        )
        for one in units
    }


def _counted(found: QuerySet[Any]) -> dict[UUID, int]:
    return dict(found.order_by().values_list("unit").annotate(n=Count("pk")))


def levels(scope: Scope) -> QuerySet[UnitLevel]:
    """The levels now of the units in the register, the gravest first."""
    found: QuerySet[UnitLevel] = UnitLevel.objects.within(scope).filter(
        until_on__isnull=True, unit__ended_on__isnull=True
    )
    return found.order_by("-score", "pk")


RISEN_DAYS = 30


def risen(scope: Scope, on: date) -> QuerySet[UnitLevel]:
    """Units that rose to the gravest level in the last days and were not checked since, the latest first."""
    whole = Scope.whole_town(scope.town)
    lesser = (
        UnitLevel.objects.within(whole)
        .filter(unit=OuterRef("unit"), until_on__isnull=False)
        .exclude(level=GRAVEST)
    )
    since = lesser.order_by("-until_on").values("until_on")[:1]
    checked = (
        visits(whole)
        .filter(unit=OuterRef("unit"), visited_on__gte=OuterRef("rose_on"))
        .exclude(kind="patrol")
    )
    found = levels(scope).filter(level=GRAVEST).annotate(rose_on=Subquery(since))
    rose = found.filter(~Exists(checked), rose_on__gt=on - timedelta(days=RISEN_DAYS))
    return rose.select_related("unit", "unit__cell").order_by("-rose_on", "pk")


def level_of(scope: Scope, unit: Unit) -> UnitLevel | None:
    """A unit's level now."""
    found: UnitLevel | None = UnitLevel.objects.within(scope).filter(unit=unit, until_on__isnull=True).first()
    return found


def frequency_of(scope: Scope) -> Frequency:
    """How often each level is visited now."""
    found: Frequency | None = Frequency.objects.within(scope).filter(ended_on__isnull=True).first()
    return found or Frequency.usual()


def plans(scope: Scope) -> QuerySet[Plan]:
    """The town's plans, the latest year first."""
    found: QuerySet[Plan] = Plan.objects.within(scope).filter(dropped_on__isnull=True)
    return found.select_related("made_by", "approved_by").order_by("-year", "-pk")


def days_visited(among: QuerySet[Inspection], year: str, on: date) -> Coalesce:
    """On how many days of a year (the field that names it) the unit of a row had been checked by a day, whoever went, `among` some visits; walks
    of the grid apart.
    By the unit as recorded, so that a merger makes no visit of a plan done or undone."""
    mine = among.filter(
        recorded_unit=OuterRef("unit"),
        visited_on__year=OuterRef(year),
        visited_on__lte=on,
    ).exclude(kind="patrol")
    counted = mine.order_by().values("recorded_unit").annotate(n=Count("visited_on", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def planned(on: date) -> Q:
    """Visits asked for by a plan that had been approved by a day, of units that had not left the register before the month was over."""
    left = Q(unit__ended_on__isnull=True) | Q(unit__ended_on__gt=F("due_on")) | Q(unit__ended_on__gt=on)
    return Q(line__plan__approved_on__lte=on) & left


def made(among: QuerySet[Inspection], on: date) -> Q:
    """Planned visits that had been made by a day, `among` some visits."""
    return Q(GreaterThanOrEqual(days_visited(among, "line__plan__year", on), F("nth")))


def missed(scope: Scope, on: date) -> QuerySet[PlanVisit]:
    """Planned visits of this year whose month is over and that nobody has made, of units still in the register."""
    among = visits(Scope.whole_town(scope.town))
    found: QuerySet[PlanVisit] = PlanVisit.objects.within(scope).filter(
        planned(on), ~made(among, on), line__plan__year=on.year, due_on__lt=on, unit__ended_on__isnull=True
    )
    return found


@dataclass(frozen=True)
class Missed:
    """The units at which an inspector is behind a plan; `some` are the first of their names."""

    plan: UUID
    inspector: UUID
    name: str
    units: int
    some: str


NAMED = 3


def missed_by(scope: Scope, on: date) -> list[Missed]:
    """Who is behind this year's plan, and at how many units; one query."""
    rows = missed(scope, on).order_by("line__inspector__name", "line__inspector", "recorded_cell", "unit")
    fields = ("line__plan", "line__inspector", "line__inspector__name", "unit__name")
    found = []
    told = dict.fromkeys(rows.values_list(*fields, "unit"))  # a unit that is two visits behind is one
    for (plan, inspector, name), some in itertools.groupby(told, key=lambda one: one[:3]):
        names = [one[3] for one in some]
        more = f"等{len(names)}家" if len(names) > NAMED else ""
        found.append(Missed(plan, inspector, name, len(names), f"{'、'.join(names[:NAMED])}{more}"))
    return found


@dataclass(frozen=True)
class Share:
    """How much of a plan falls to an inspector or a level, and how much of it is done: a visit more than planned does not make up for another."""

    label: str
    units: int
    planned: int
    done: int


def shares(lines: Collection[Any]) -> tuple[list[Share], list[Share]]:
    """A plan's lines with their visits, by level and by inspector."""
    by_level = [
        _share(LEVELS[code].says, mine)
        for code in LEVELS
        if (mine := [one for one in lines if one.level == code])
    ]
    names = sorted({(one.inspector.name, one.inspector_id) for one in lines}, key=str)
    by_person = [_share(name, [one for one in lines if one.inspector_id == pk]) for name, pk in names]
    return by_level, by_person


def _share(label: str, lines: Collection[Any]) -> Share:
    done = sum(min(one.visited, one.times) for one in lines)
    return Share(label, len(lines), sum(one.times for one in lines), done)


def lines_of(scope: Scope, plan: Plan) -> list[Any]:
    """A plan's lines of a scope in the grid's order, with `visited`, on how many days of the year, and `planned`, their visits by month."""
    among = visits(Scope.whole_town(scope.town))
    found = PlanLine.objects.within(scope).filter(plan=plan)
    months = Prefetch("visits", PlanVisit.objects.within(scope).order_by("nth"), to_attr="planned")
    found = found.annotate(visited=days_visited(among, "plan__year", date(plan.year, 12, 31)))
    found = found.select_related("unit", "unit__cell", "inspector").prefetch_related(months)
    return list(found.order_by("recorded_cell", "pk"))


def to_grade(scope: Scope) -> QuerySet[Unit]:
    """The units that have a level: those in the register."""
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(ended_on__isnull=True)
    return found.only("town", "name", "category", "cell_path").order_by("pk")


def silent(scope: Scope, on: date) -> QuerySet[Unit]:
    """Units with a list that nobody has worked on lately, those taken in first: the rows of the figure."""
    figure = FIGURES["grading.silent"]
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(figure.where(on))
    return found.select_related("cell").order_by(F("pilot_from").asc(nulls_last=True), "pk")


def copies(scope: Scope) -> QuerySet[TemplateUse]:
    """Templates that were taken as they stand, the latest first."""
    found: QuerySet[TemplateUse] = TemplateUse.objects.within(scope).filter(
        changed=0, struck=0, added=0, unit__ended_on__isnull=True
    )
    return found.select_related("unit", "unit__cell").order_by("-used_on", "pk")
