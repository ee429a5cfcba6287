"""Which units a plan's scope means, by the register as it is today."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from bihuan.campaigns.models import DrivePlan
from bihuan.core.scope import Scope, under
from bihuan.grading.models import UnitLevel
from bihuan.grid.models import Cell
from bihuan.risks.models import PointGrade
from bihuan.units.forms import UnitFilter
from bihuan.units.models import Unit
from bihuan.units.queries import of_trades


def fitting(scope: Scope, plan: DrivePlan) -> QuerySet[Unit]:
    """The units in the register that all of a plan's limits leave. Cells that were moved or merged since are followed. A unit without a list of risks
    is of no grade."""
    found: QuerySet[Unit] = (
        Unit.objects.within(scope)
        .filter(ended_on__isnull=True, merged_into__isnull=True)
        .exclude(state="withdrawn")
    )
    if plan.campaign.categories:
        found = found.filter(of_trades(plan.campaign.categories))
    if plan.cells:
        found = found.filter(_in_cells(scope, plan.cells))
    if plan.levels:
        now = UnitLevel.objects.within(Scope.whole_town(scope.town)).filter(
            unit=OuterRef("pk"), until_on__isnull=True, level__in=plan.levels
        )
        found = found.filter(Exists(now))
    if plan.risks:
        found = found.filter(_of_grades(scope, plan.risks))
    if plan.query:
        kept = UnitFilter(QueryDict(plan.query)).narrow(scope)
        found = found.filter(pk__in=kept.order_by().values("pk"))
    return found


def _of_grades(scope: Scope, risks: Iterable[int]) -> Q:
    """Units whose gravest risk point in force is of one of some grades."""
    now = PointGrade.objects.within(Scope.whole_town(scope.town)).filter(
        unit=OuterRef("pk"), until_on__isnull=True
    )
    found = Q(pk__in=())
    for grade in sorted(set(risks)):
        found |= Q(Exists(now.filter(grade=grade))) & ~Q(Exists(now.filter(grade__lt=grade)))
    return found


def _in_cells(scope: Scope, paths: Iterable[str]) -> Q:
    """Units at or below some cells; of one that has ended, below the cell that it was moved to or merged into."""
    cells = {one.path: one for one in Cell.objects.within(Scope.whole_town(scope.town)).order_by("path")}
    by_id = {one.pk: one for one in cells.values()}
    moved = {one.origin_id: one for one in cells.values() if one.origin_id}
    found = Q(pk__in=())
    for path in sorted(set(paths)):
        at = cells.get(path)
        while at is not None:
            found |= under("cell_path", at.path)
            at = moved.get(at.pk) or by_id.get(at.merged_into_id)
    return found
