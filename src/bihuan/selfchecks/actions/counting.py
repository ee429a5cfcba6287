"""A unit's days in numbers, kept as checks come in. The unit is held, so that nothing is lost between reading and writing."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from bihuan.core import clock
from bihuan.core.events import Entry
from bihuan.core.scope import Scope
from bihuan.hazards.actions import OwnFinding
from bihuan.selfchecks.models import SelfCheck, Standing, UnitDay
from bihuan.units.models import Unit


def count_in(
    unit: Unit, rows: Sequence[SelfCheck], findings: Sequence[OwnFinding], doubts: Sequence[Entry]
) -> list[UnitDay]:
    """Add checks, hazards and new doubts to the days on which they were made. Returns the days touched: what the log tells of. A check that
    comes in late for a day that was closed is still counted as done there."""
    town = Scope.whole_town(unit.town_id)
    checks = Counter(clock.town_day(row.at) for row in rows)
    hazards = Counter(one.found_on for one in findings)
    today = clock.today()
    ends = Counter(row.due_on for row in rows if row.due_on < today)
    days = sorted({*checks, *hazards, *ends, *([today] if doubts else [])})
    there = {one.day: one for one in UnitDay.objects.within(town).filter(unit=unit, day__in=days)}
    fresh = [
        UnitDay(
            town_id=unit.town_id,
            unit=unit,
            day=day,
            recorded_cell=unit.cell_path,
            recorded_category=unit.category,
        )
        for day in days
        if day not in there
    ]
    UnitDay.objects.bulk_create(fresh)
    touched = there | {one.day: one for one in fresh}
    for day, row in touched.items():
        row.checks += checks[day]
        row.hazards += hazards[day]
        row.doubts += len(doubts) if day == today else 0
        if row.closed_id:
            row.done = min(row.due, row.done + ends[day])
    UnitDay.objects.within(town).bulk_update(touched.values(), ["checks", "hazards", "doubts", "done"])
    if checks:
        _stands(unit, town, checks)
    return [touched[day] for day in days]


def _stands(unit: Unit, town: Scope, checks: Counter) -> None:  # type: ignore[type-arg]
    """The unit has been heard of."""
    last = max(checks)
    mine = Standing.objects.within(town).filter(unit=unit)
    if not mine.exists():
        Standing(town_id=unit.town_id, unit=unit, last_on=last).save(force_insert=True)
        return
    mine.filter(last_on__isnull=True).update(last_on=last)
    mine.filter(last_on__lt=last).update(last_on=last)


def add_doubts(unit: Unit, count: int) -> UnitDay:
    """Doubts that the clock has raised today."""
    town, today = Scope.whole_town(unit.town_id), clock.today()
    mine = UnitDay.objects.within(town).filter(unit=unit, day=today)
    if not mine.update(doubts=F("doubts") + count):
        row = UnitDay(
            town_id=unit.town_id,
            unit=unit,
            day=today,
            doubts=count,
            recorded_cell=unit.cell_path,
            recorded_category=unit.category,
        )
        row.save(force_insert=True)
    found: UnitDay = mine.get()
    return found
