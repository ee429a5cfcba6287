"""Units with their risk points, as the map and the view of the dual system read them. Bare rows: they read nothing else of them."""

from collections.abc import Callable
from typing import Any

from tests.cast import FOUNDED, Cast

from bihuan.risks.models import PointGrade, RiskPoint
from bihuan.units.models import Unit

TRADES = ("trade.wood", "trade.machine", "trade.food", "chemical", "school", "market", "shop")
BATCH = 1000


def grow(
    cast: Cast,
    since: int,
    until: int,
    *,
    points: int,
    grade: Callable[[int], int],
    more: Callable[[int], dict[str, Any]] = lambda _at: {},
) -> list[Unit]:
    """Units numbered from `since` to `until` in 石桥村, of all trades in turn, each with so many points, graded by their number; `more`: what else the
    columns of the unit of a number hold."""
    cell, town = cast.cells["石桥村"], cast.town.pk
    units = [
        Unit(
            town_id=town,
            cell=cell,
            cell_path=cell.path,
            name=f"第{at}号加工厂有限公司",
            category=TRADES[at % len(TRADES)],
            opened_on=FOUNDED,
            **more(at),
        )
        for at in range(since, until)
    ]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    made = [
        RiskPoint(
            town_id=town,
            unit=unit,
            number=number,
            name=f"风险点{number}",
            kind="equipment",
            where="车间",
            grade=grade(number),
            graded_on=FOUNDED,
            opened_on=FOUNDED,
        )
        for unit in units
        for number in range(1, points + 1)
    ]
    RiskPoint.objects.bulk_create(made, batch_size=BATCH)
    grades = [
        PointGrade(town_id=town, unit_id=one.unit_id, point=one, grade=one.grade, from_on=FOUNDED)
        for one in made
    ]
    PointGrade.objects.bulk_create(grades, batch_size=BATCH)
    return units
