"""What every step of risks begins and ends with: the unit held, the row as it now stands, the grade and the counts that follow."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.risks.models import PointGrade, RiskPoint, RiskStep, TemplateUse
from bihuan.risks.queries import points
from bihuan.risks.rules import highest
from bihuan.units.actions import hold_unit, hold_unit_of
from bihuan.units.models import Unit

CHANGED = "刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在。"


def hold_own(actor: Actor, unit_id: UUID) -> Unit:
    """A unit of the actor's whose risks may be written, held; whoever writes its risks comes one after the other. Raises Forbidden,
    NotFound, NotAllowed for one that has left the register."""
    actor.need("risks")
    return _working(hold_unit(actor, unit_id))


def hold_point(actor: Actor, point_id: UUID) -> RiskPoint:
    """A risk point in force, its unit held. Raises as `hold_own`; NotAllowed for one that has ended."""
    actor.need("risks")
    found = actor.find(RiskPoint, point_id, what="个风险点")
    hold_unit_of(actor, found)
    unit = _working(found.unit)
    point: RiskPoint = RiskPoint.objects.within(Scope.whole_town(actor.town)).get(pk=found.pk)
    point.unit = unit
    if point.ended_on:
        raise NotAllowed(f"风险点“{point.name}”已经停用，不能再改；原有记录都在。")
    return point


def hold_step(actor: Actor, step_id: UUID, version: int) -> RiskStep:
    """A step or part in force, its unit held and its version gone on by one. Raises as `hold_point`; Stale where somebody was there since
    the page was opened."""
    actor.need("risks")
    found = actor.find(RiskStep, step_id, what="个步骤（项目）")
    point = hold_point(actor, found.point_id)
    mine = RiskStep.objects.within(Scope.whole_town(actor.town)).filter(pk=found.pk)
    if not mine.filter(version=version, ended_on__isnull=True).update(version=F("version") + 1):
        raise Stale(f"“{found.name}”{CHANGED}")
    step: RiskStep = mine.get()
    step.point = point
    return step


def _working(unit: Unit) -> Unit:
    if unit.ended_on:
        raise NotAllowed(
            f"“{unit.name}”{unit.state_label}，不在册，风险清单不能再改；原有记录都在。恢复营业的，请先到单位页变更状态；"
            "迁到外镇的，由迁入地重新建立。"
        )
    return unit


def next_number(unit: Unit) -> int:
    """The number of a unit's next point: never one that another had."""
    rows = RiskPoint.objects.within(Scope.whole_town(unit.town_id)).filter(unit=unit)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def touch(point: RiskPoint, **values: Any) -> None:
    """Write values to a held point, and bring the loaded row up to them."""
    mine = RiskPoint.objects.within(Scope.whole_town(point.town_id)).filter(pk=point.pk)
    mine.update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(point, name, value)
    point.version += 1


def differ(point: RiskPoint) -> None:
    """A point is no longer as its template has it."""
    if point.template and point.changed_on is None:
        touch(point, changed_on=clock.today())
        recount(point.unit)


def regrade(point: RiskPoint) -> bool:
    """Bring a held point's grade up to its steps'. Returns whether it changed; what held until today stays to be counted."""
    whole, today = Scope.whole_town(point.town_id), clock.today()
    steps = RiskStep.objects.within(whole).filter(point=point, ended_on__isnull=True)
    rows = list(steps.values_list("grade", "evaluated_on"))
    grade, graded_on = highest(one for one, _ in rows), max(on for _, on in rows)
    if grade == point.grade:
        touch(point, graded_on=graded_on)
        return False
    touch(point, grade=grade, graded_on=graded_on)
    end_grade(point, today)
    begin_grades([point], today)
    return True


def begin_grades(among: Iterable[RiskPoint], on: date) -> None:
    """The grades of some points from a day on."""
    PointGrade.objects.bulk_create(
        PointGrade(town_id=one.town_id, unit_id=one.unit_id, point=one, grade=one.grade, from_on=on)
        for one in among
    )


def end_grade(point: RiskPoint, on: date) -> None:
    """A point has its present grade no longer."""
    rows = PointGrade.objects.within(Scope.whole_town(point.town_id))
    rows.filter(point=point, until_on__isnull=True).update(until_on=on)


def recount(unit: Unit) -> None:
    """Count anew what a unit has made of its templates; what it added itself counts with the first."""
    whole = Scope.whole_town(unit.town_id)
    mine = points(whole).filter(unit=unit).order_by()
    counted = {
        trade: (kept, changed)
        for trade, kept, changed in mine.values_list("template").annotate(
            kept=Count("pk"), changed=Count("pk", filter=Q(changed_on__isnull=False))
        )
    }
    added, _ = counted.get("", (0, 0))
    uses = TemplateUse.objects.within(whole)
    rows = list(uses.filter(unit=unit).order_by("used_on", "id"))
    for number, use in enumerate(rows):
        use.kept, use.changed = counted.get(use.trade, (0, 0))
        use.struck, use.added = max(use.offered - use.kept, 0), 0 if number else added
    uses.bulk_update(rows, ["kept", "changed", "struck", "added"])
