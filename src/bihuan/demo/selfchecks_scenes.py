"""Some of the town's works check themselves: eight from their list on until the year's end, others for a few weeks; one of the first falls
silent, one of the eight presses through without looking. What they find they mend and close themselves; what is doubted the town asks after.

Played in the evening with chances of its own, so that the rest of the year stays what it is. A unit's checks are entered every two days,
each with the time at which it was made, before the clock closes the day.
"""

from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from random import Random

from bihuan.core import calendar, clock, files
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.demo import pictures
from bihuan.demo.stage import Stage, TownUnit
from bihuan.hazards.actions import close_own, report_rectified
from bihuan.hazards.models import Hazard
from bihuan.risks.models import Keeper, RiskPoint
from bihuan.selfchecks.actions import (
    Check,
    Found,
    issue_point_plates,
    record_checks,
    set_shifts,
    settle_doubt,
)
from bihuan.selfchecks.queries import Task, doubts, tasks_at
from bihuan.units.models import Unit

IN_FULL = {"full": 8, "small": 2}
OTHERS = 8
WEEKS = timedelta(weeks=4)  # of those that do not go on
LOOKS = timedelta(weeks=3)  # after so long it is looked whose list has come since
BEGINS = {"full": (4, 20), "small": (10, 22)}
ENDS = {"full": (12, 31), "small": (11, 5)}
SILENT, HASTY = 2, 3  # who of them by turn falls silent after some weeks, who presses through
SILENT_AFTER = timedelta(weeks=6)
ENTERED = (1, 3, 5)  # weekdays on whose evenings checks are entered: before the day in between is closed
FINDS = 0.012  # of the checks
SAYS = (
    ("积尘、油污没有清理", "place"),
    ("防护罩松动", "equipment"),
    ("线路外皮破损", "power"),
    ("灭火器压力不足", "fire"),
)
SETTLED_AFTER = timedelta(days=5)
MENDS_AFTER = (3, 6)  # days after the last check


def schedule(stage: Stage, since: date) -> None:
    """The evenings of the year: which units have a list by then is looked up when the day comes, and again after the later waves."""
    begins, ends = (date(stage.year, *days[stage.size]) for days in (BEGINS, ENDS))
    begun: list[TownUnit] = []
    day = max(begins, since)
    while day < ends:
        stage.later(day, partial(_begin, stage, begun, day, ends), at=7 * 60 + 52)
        day += LOOKS


def _begin(stage: Stage, begun: list[TownUnit], day: date, ends: date) -> None:
    """Whose list has keepers begins, until there are as many as are to be."""
    keepers = Keeper.objects.within(Scope.whole_town(stage.town.pk)).filter(ended_on__isnull=True)
    listed = set(keepers.order_by().values_list("point__unit", flat=True).distinct())
    ready = [one for one in stage.units if one.manager and one.id in listed and not one.kept_apart]
    full = IN_FULL[stage.size]
    for unit in islice((one for one in ready if one not in begun), full + 1 + OTHERS - len(begun)):
        at = len(begun)
        begun.append(unit)
        rng = Random(f"{stage.year} {unit.name} selfchecks")
        until = ends if at <= full else day + WEEKS
        if at == SILENT:  # besides those in full
            until = day + SILENT_AFTER
        with clock.moved(clock.at(day, 7, 52)):
            _prepare(stage.actor(unit.manager), unit)
        on = day + timedelta(days=1)
        while on <= until:
            if on.weekday() in ENTERED:
                stage.at_evening(on, 18 * 60 + 20, partial(_enter, stage, unit, on, rng, at == HASTY))
            on += timedelta(days=1)
        if at != SILENT:
            for days in MENDS_AFTER:
                on = until + timedelta(days=days)
                if on < ends:
                    stage.at_evening(on, 18 * 60 + 20, partial(_mend_the_rest, stage, unit, on))


def _prepare(actor: Actor, unit: TownUnit) -> None:
    """Sundays are free, and each point has its plate."""
    set_shifts(actor, unit.id, shifts="白班 07:30-18:30", rest=[6])
    issue_point_plates(actor, [unit.id])


def _enter(stage: Stage, unit: TownUnit, day: date, rng: Random, hasty: bool) -> None:
    """The checks of a day and the one before, and what became of what was found."""
    if unit.kept_apart:
        return
    actor = stage.actor(unit.manager)
    with clock.moved(clock.at(day, 18, 20)):
        works = Unit.objects.within(actor.scope).filter(pk=unit.id, state="open")
        if not works.exists():  # shut, or its manager answers for it no more since the grid was laid anew
            return
        checks: dict[object, Check] = {}
        points = RiskPoint.objects.within(actor.scope).filter(unit=unit.id, ended_on__isnull=True)
        days = [on for on in (day - timedelta(days=1), day) if _is_looked_at(on, rng)]
        moments = {clock.at(on, 9): on for on in days}
        asked = tasks_at(actor, points.select_related("unit").order_by("number"), list(moments))
        for moment, tasks in asked.items():
            for task, check in _of_day(stage, actor, tasks, moments[moment], rng, hasty):
                checks.setdefault((task.point.pk, task.level, task.every, task.due_on), check)
        if checks:
            record_checks(actor, unit.id, list(checks.values()))
        _mend(stage, actor, unit, day)


def _is_looked_at(day: date, rng: Random) -> bool:
    """On holidays hardly anybody looks, though the machines run."""
    return calendar.is_workday(day) or rng.random() >= 0.9


def _of_day(
    stage: Stage, actor: Actor, tasks: list[Task], day: date, rng: Random, hasty: bool
) -> list[tuple[Task, Check]]:
    at = datetime.combine(day, time(8, rng.randint(0, 40)))
    found = []
    for task in tasks:
        if not task.is_open or not _in_turn(task, day, rng):
            continue
        at += timedelta(seconds=rng.randint(2, 4) if hasty else rng.randint(70, 420))
        if at.hour >= 18:
            break
        found.append((task, _check(stage, actor, task, at, rng, hasty)))
    return found


def _in_turn(task: Task, day: date, rng: Random) -> bool:
    """What is asked daily is left out now and then; what has longer is looked at on some day of its time."""
    if task.every in ("shift", "day"):
        return rng.random() < 0.94
    left = ((task.due_on or day) - day).days
    return rng.random() < 1 / max(left, 1)


def _check(stage: Stage, actor: Actor, task: Task, at: datetime, rng: Random, hasty: bool) -> Check:
    finds = () if hasty or rng.random() >= FINDS else (_found(actor, task, at, rng),)
    photo = None
    if hasty and rng.random() < 0.02:  # one photo for everything
        photo = stage.photos["place", "after"][0]
    return Check(
        point=task.point.pk,
        level=task.level,
        every=task.every,
        at=clock.at(at.date(), at.hour, at.minute) + timedelta(seconds=at.second),
        photo=photo,
        found=finds,
    )


def _found(actor: Actor, task: Task, at: datetime, rng: Random) -> Found:
    says, kind = rng.choice(SAYS)
    line = rng.choice(task.lines)
    return Found(
        text=f"{task.point.name}：{says}",
        photos=(files.keep_picture(actor, _scene(kind, rng), f"{kind}.jpg").pk,),
        line=line.pk,
        kind=kind,
        deadline_on=at.date() + timedelta(days=rng.choice((3, 5, 7))),
    )


def _mend_the_rest(stage: Stage, unit: TownUnit, day: date) -> None:
    """What was found last is not left lying when the weeks are over."""
    actor = stage.actor(unit.manager)
    with clock.moved(clock.at(day, 18, 20)):
        _mend(stage, actor, unit, day)


def _scene(kind: str, rng: Random) -> bytes:
    """A view that nobody has shown before: the same photo twice is what is doubted."""
    return pictures.scene(kind, "before", rng.randint(1000, 10**6))


def _mend(stage: Stage, actor: Actor, unit: TownUnit, day: date) -> None:
    """What was found some days ago is mended, and closed two days later; one in a year is forgotten, and the town looks."""
    rows = Hazard.objects.within(actor.scope).filter(unit=unit.id, state__in=("own", "mended"))
    for row in rows.order_by("found_on", "number"):
        if row.needs_town:
            continue
        if row.state == "own" and (day - row.found_on).days >= 2:
            photos = [stage.photos[row.kind, "after"][0]]
            report_rectified(actor, row.pk, version=row.version, note="已整改", photos_after=photos)
        elif row.state == "mended":
            photos = [stage.photos[row.kind, "after"][1]]
            close_own(actor, row.pk, version=row.version, note="现场看过，已整改到位", photos_after=photos)


def ask(stage: Stage, day: date) -> None:
    """On Fridays the safety office asks after what has been doubted for some days; the last of the year stays open."""
    if day.weekday() != 4 or day > date(stage.year, 12, 10):
        return
    head = stage.actor("safety_head")
    with clock.moved(clock.at(day, 18, 10)):
        for doubt in doubts(head.scope).filter(raised_on__lte=day - SETTLED_AFTER, kind="hasty")[:1]:
            note = "到厂问过，是晚上补点的，已要求到点检查"
            settle_doubt(head, doubt.pk, version=doubt.version, outcome="upheld", note=note)
