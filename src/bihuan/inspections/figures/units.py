"""What visits say of units: which of them nobody came to."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from bihuan.figures.registry import Figure, Kind, declare
from bihuan.inspections.figures.visits import merged_by
from bihuan.inspections.models import Inspection
from bihuan.units.figures import registered

ROUND_DAYS = 90  # a quarter: as often as a round of the grid comes to everybody


def _unvisited(cutoff: date) -> Q:
    seen = Inspection._base_manager.filter(
        Q(recorded_unit=OuterRef("pk")) | Q(unit=OuterRef("pk")) & merged_by(cutoff),
        kind="check",
        voided_on__isnull=True,
        visited_on__gte=cutoff.replace(month=1, day=1),
        visited_on__lte=cutoff,
    )
    return registered(cutoff) & Q(~Exists(seen))


def _unseen(cutoff: date) -> Q:
    """Nobody came, neither to check nor on a walk of the grid, within the days that a round of the grid may take."""
    seen = Inspection._base_manager.filter(
        Q(recorded_unit=OuterRef("pk")) | Q(unit=OuterRef("pk")) & merged_by(cutoff),
        voided_on__isnull=True,
        visited_on__gt=date.fromordinal(max(1, cutoff.toordinal() - ROUND_DAYS)),
        visited_on__lte=cutoff,
    )
    return registered(cutoff) & Q(~Exists(seen))


declare(
    (
        Figure(
            "units.unvisited",
            "今年以来未检查单位",
            "家",
            "截止日在册、截止日所在年度1月1日以来没有检查过的监管对象数。",
            Kind.STOCK,
            "units",
            _unvisited,
            also=("未检查单位", "未检查企业", "没有检查过的单位", "尚未检查的企业"),
        ),
        Figure(
            "units.unseen",
            "90天内无人走到的单位",
            "家",
            "截止日在册、截止日前90天内既没有检查也没有网格巡查的监管对象数。",
            Kind.STOCK,
            "units",
            _unseen,
        ),
    )
)
