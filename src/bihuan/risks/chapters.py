"""What risks put into a unit's file: the registers of points, works, equipment and checks, the records of analysis, the list of graded
control, the four-colour plan."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.paper import Leaf
from bihuan.risks import sheets
from bihuan.risks.binder import Gathered, gathered
from bihuan.risks.models import FloorPlan, Measure, RiskStep
from bihuan.risks.queries import open_reviews, points, unkept
from bihuan.risks.registers import ACTIVITIES, CHECKS, CONTROL, FACILITIES, LEDGER, MAJORS, Register
from bihuan.units.chapters import Chapter, Lack, Lacks, by_unit, declare_chapter, nowhere
from bihuan.units.models import Unit
from bihuan.units.rules import keeps_rules


def _points(actor: Actor, unit: Unit, _on: date) -> Gathered:
    return gathered(actor.scope, unit)


def _set(register: Register) -> Callable[[Gathered], list[Leaf]]:
    """A register where it has rows; where it has none the chapter says so itself, or is left out."""
    return lambda found: sheets.of_unit(register, found) if any(True for _ in register.rows(found)) else []


def _beside(key: str, register: Register, place: int) -> Chapter:
    """A register made of what the others ask for: there is nothing that it alone could lack."""
    return Chapter(key, register.title, place, _points, required=nowhere, across=True, sets=_set(register))


NO_POINTS = Lack("还没有登记风险点", "risk_set_up")


def _without_points(scope: Scope, units: Sequence[Unit], _on: date) -> Lacks:
    there = dict(points(scope).filter(unit__in=units).order_by().values_list("unit").annotate(n=Count("pk")))
    return by_unit(units, lambda unit: [] if unit.pk in there else [NO_POINTS])


def _without_review(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    """Analyses that are older than they may be."""
    late = open_reviews(scope).filter(point__unit__in=units, due_on__lt=on).order_by()
    counts = dict(late.values_list("point__unit").annotate(n=Count("pk")))
    there = _without_points(scope, units, on)

    def told(unit: Unit) -> list[Lack]:
        late = counts.get(unit.pk)
        said = [Lack(f"{late}个风险点该重新评价，已经逾期", "unit_risks")] if late else []
        return [*there.get(unit.pk, ()), *said]

    return by_unit(units, told)


def _without_control(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    """Points that nobody answers for, steps without any measure."""
    rows = points(scope).filter(unit__in=units).order_by().values_list("unit")
    alone = dict(rows.filter(unkept(scope)).annotate(n=Count("pk")))
    against = Measure.objects.within(Scope.whole_town(scope.town)).filter(
        step=OuterRef("pk"), ended_on__isnull=True
    )
    steps = RiskStep.objects.within(scope).filter(
        ~Q(Exists(against)), ended_on__isnull=True, point__ended_on__isnull=True, point__unit__in=units
    )
    bare = dict(steps.order_by().values_list("point__unit").annotate(n=Count("pk")))
    there = _without_points(scope, units, on)

    def told(unit: Unit) -> list[Lack]:
        lacks = list(there.get(unit.pk, ()))
        if count := alone.get(unit.pk):
            lacks.append(Lack(f"{count}个风险点没有责任人", "unit_risk_keepers"))
        if count := bare.get(unit.pk):
            lacks.append(Lack(f"{count}个步骤、项目没有管控措施", "unit_risks"))
        return lacks

    return by_unit(units, told)


def _without_plan(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    plans = FloorPlan.objects.within(scope).filter(unit__in=units, ended_on__isnull=True)
    drawn = set(plans.values_list("unit", flat=True))
    rows = points(scope).filter(unit__in=units, x__isnull=True).order_by().values_list("unit")
    nowhere_yet = dict(rows.annotate(n=Count("pk")))
    there = _without_points(scope, units, on)

    def told(unit: Unit) -> list[Lack]:
        if unit.pk in there:
            return list(there[unit.pk])
        if unit.pk not in drawn:
            return [Lack("还没有设置平面图", "risk_plan_lay")]
        count = nowhere_yet.get(unit.pk)
        return [Lack(f"{count}个风险点没有标在平面图上", "risk_plan")] if count else []

    return by_unit(units, told)


for one in (
    Chapter(
        "risks.ledger",
        LEDGER.title,
        50,
        _points,
        _without_points,
        keeps_rules,
        across=True,
        sets=lambda found: [sheets.counted(found), *_set(LEDGER)(found)] if found.points else [],
    ),
    _beside("risks.activities", ACTIVITIES, 52),
    _beside("risks.facilities", FACILITIES, 54),
    Chapter(
        "risks.analysis",
        "风险分析记录（JHA、SCL）",
        60,
        _points,
        _without_review,
        keeps_rules,
        across=True,
        sets=lambda found: sheets.analysis(found) if found.points else [],
    ),
    Chapter(
        "risks.list",
        CONTROL.title,
        70,
        _points,
        _without_control,
        keeps_rules,
        across=True,
        sets=_set(CONTROL),
    ),
    _beside("risks.majors", MAJORS, 75),
    Chapter(
        "risks.plan",
        "四色风险空间分布图",
        80,
        _points,
        _without_plan,
        keeps_rules,
        across=True,
        sets=lambda found: sheets.plan(found) if found.points else [],
    ),
    _beside("risks.checks", CHECKS, 90),
):
    declare_chapter(one)
