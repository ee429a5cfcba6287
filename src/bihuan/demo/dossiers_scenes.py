"""What a visit's briefing and a past day's file tell of: hazards that come back at two works, certificates that run out."""

from datetime import date, timedelta
from functools import partial

from bihuan.demo.findings import FAULTS
from bihuan.demo.stage import Stage, TownUnit, working_day
from bihuan.demo.work import check, muster
from bihuan.units.actions import register_certificate

# category: (the certificate of the unit, the certificate of a person there or "")
CERTIFICATES = {
    "fireworks": ("fireworks", ""),
    "chemical.station": ("chemicals", "manager"),
    "trade.food": ("licence", "operator"),
    "trade.machine": ("equipment", "trade"),
}
REPEATING = (("trade.wood", (10, 9), (11, 13)), ("trade.catering", (10, 30), (12, 4)))


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    year = stage.year
    scenes = [(working_day(date(year, 10, 12)), partial(_certificates, stage))]
    for category, first, again in REPEATING:
        units: list[TownUnit] = []
        for month, number in (first, again):
            on = working_day(date(year, month, number))
            scenes.append((on, partial(_same_again, stage, category, units)))
    for day, scene in scenes:
        if day >= since:
            stage.later(day, partial(scene, day))


def _certificates(stage: Stage, day: date) -> None:
    """The register of certificates is begun with three units of each of some trades; some run out around the new year."""
    for category, (of_unit, of_person) in CERTIFICATES.items():
        there = [unit for unit in stage.units if unit.category == category and not unit.kept_apart][:3]
        for index, unit in enumerate(there):
            until = date(stage.year + index, 12, 28) + timedelta(days=12 * index)
            _register(stage, day, unit, of_unit, until)
            if of_person:
                _register(stage, day, unit, of_person, until + timedelta(days=20), unit.head)


def _register(stage: Stage, day: date, unit: TownUnit, kind: str, until: date, holder: str = "") -> None:
    number = f"{stage.year}{kind.upper()[:2]}{stage.units.index(unit) + 1:04d}"
    with stage.moment(day):
        register_certificate(
            stage.actor("safety_head"), unit.id, kind=kind, number=number, valid_until=until, holder=holder
        )


def _same_again(stage: Stage, category: str, units: list[TownUnit], day: date) -> None:
    """The same thing is found at two works of a trade; five weeks later it is there again at the first, in nearly the same words."""
    first_time = not units
    if first_time:
        units.extend([one for one in stage.units if one.category == category and not one.kept_apart][:2])
    fault = FAULTS[category][0]
    top = category.partition(".")[0]
    squad, team = next(pair for pair in stage.teams if top in pair[0].categories)
    crew = muster(stage, squad, team, None)
    for unit in units if first_time else units[:1]:
        check(stage, day, crew, unit, faults=[fault], outcomes=["deadline"], days=7, strict=True)
