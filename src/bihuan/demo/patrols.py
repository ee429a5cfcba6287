"""Walks of the grid: village heads and grid members pass by, and what they find waits for an officer."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.demo.cast import OFFICERS
from bihuan.demo.findings import Fault, draw_faults
from bihuan.demo.maps_scenes import beside
from bihuan.demo.rounds_scenes import due
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.demo.work import LAST_ORDERS_DAYS, Case, follow
from bihuan.hazards.actions import Finding, confirm_fixed_on_site, finish_check, order_rectification
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit, complete_patrol

FINDS_SHARE = 0.12


def walk(stage: Stage, day: date) -> None:
    """One walk past one unit of a village, one that is due where there is one."""
    rng = stage.rng
    village = rng.choice(list(stage.watchers))
    there = [
        unit
        for unit in stage.units
        if unit.village == village and unit.opened_on <= day and not unit.kept_apart
    ]
    if not there:
        return
    unit, walker = rng.choice(due(stage, there, day) or there), rng.choice(stage.watchers[village])
    orders_end = stage.last_review - timedelta(days=LAST_ORDERS_DAYS)
    if day < orders_end and rng.random() < FINDS_SHARE:
        find(stage, day, unit, walker, draw_faults(rng, unit.category, day.month, 1)[0])
        return
    visit = Visit(unit=unit.id, visited_on=day, kind="patrol", opinion="巡查未发现异常。", present=unit.head)
    with stage.moment(day):
        complete_patrol(stage.actor(walker), visit)


def find(
    stage: Stage,
    day: date,
    unit: TownUnit,
    walker: str,
    fault: Fault,
    *,
    level: str = "general",
    decide: bool = True,
) -> UUID:
    """A finding of a patrol; an officer decides on it on the next working day, unless an episode does."""
    finding = Finding(
        text=fault.text,
        outcome="undecided",
        place=fault.place,
        kind=fault.kind,
        level=level,
        photos=stage.photo(fault.kind, "before"),
        spot=beside(stage, unit, day),
    )
    visit = Visit(
        unit=unit.id,
        visited_on=day,
        kind="patrol",
        opinion="巡查发现问题，已报安监办处置。",
        present=unit.head,
    )
    with stage.moment(day):
        finish_check(stage.actor(walker), visit, [finding])
    if decide:
        on = working_day(day + timedelta(days=1))
        unit.open_cases += 1
        stage.later(on, partial(_decide, stage, on, unit, finding.id, fault))
    return finding.id


def _decide(stage: Stage, day: date, unit: TownUnit, hazard: UUID, fault: Fault) -> None:
    """An officer finds it mended already, or two of them order it."""
    if stage.rng.random() < 0.5:
        with stage.moment(day):
            confirm_fixed_on_site(
                stage.actor(stage.rng.choice(OFFICERS)),
                hazard,
                version=version_of(stage, hazard),
                photos_after=stage.photo(fault.kind, "after"),
            )
        unit.open_cases -= 1
        return
    order(stage, day, unit, hazard, fault, days=7)


def order(
    stage: Stage, day: date, unit: TownUnit, hazard: UUID, fault: Fault, *, days: int, strict: bool = False
) -> None:
    """Two officers order what a patrol found. The unit's count of open cases has been raised by the finding."""
    first, second = stage.rng.sample(OFFICERS, 2)
    deadline_on = day + timedelta(days=days)
    with stage.moment(day):
        order_rectification(
            stage.actor(first),
            hazard,
            version=version_of(stage, hazard),
            second_officer=stage.people[second].pk,
            demand=fault.demand,
            deadline_on=deadline_on,
        )
    follow(stage, Case(unit, [(hazard, fault.kind)], deadline_on, strict=strict), day)


def version_of(stage: Stage, hazard: UUID) -> int:
    """A hazard's version now."""
    found: Hazard = Hazard.objects.within(Scope.whole_town(stage.town.pk)).get(pk=hazard)
    return found.version
