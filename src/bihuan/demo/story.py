"""The demo's year from its first morning to its last evening: `build`."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random

from django.db import transaction

from bihuan.assessments.duties import look_after_vetoes, sheets_in_step
from bihuan.audit.duties import walk_the_chain
from bihuan.core import calendar, clock, events, installation
from bihuan.core.actions import Actor
from bihuan.core.duties import Duty, run_due
from bihuan.core.models import Event, Town
from bihuan.core.scope import Scope
from bihuan.demo import (
    accidents_scenes,
    accounts_scenes,
    assessments_scenes,
    campaigns_scenes,
    checklist_scenes,
    dailies_scenes,
    dossiers_scenes,
    duty_scenes,
    episodes,
    files_scenes,
    founding,
    grading_scenes,
    grid_scenes,
    intake_scenes,
    joint_scenes,
    letters_scenes,
    lists_scenes,
    majors_scenes,
    maps_scenes,
    measures_scenes,
    meetings_scenes,
    members_scenes,
    notices_scenes,
    policies_scenes,
    publicity_scenes,
    referral_scenes,
    risks_scenes,
    rollout_scenes,
    rounds_scenes,
    routes_scenes,
    selfchecks_scenes,
    summaries_scenes,
    supervision_scenes,
    tipoffs_scenes,
    training_scenes,
    units_scenes,
    writ_scenes,
)
from bihuan.demo.drives import running
from bihuan.demo.patrols import walk
from bihuan.demo.register import Size
from bihuan.demo.stage import Stage
from bihuan.demo.work import go_out
from bihuan.dossiers.duties import note_standings
from bihuan.grading.duties import grade_the_town
from bihuan.grid.models import Person
from bihuan.letters.duties import letters_in_step
from bihuan.notices.actions import tell_news
from bihuan.notices.duties import tell
from bihuan.summaries.duties import look_again_at_forms

YEARS = range(2015, 2041)
FINISHED = "finish_demo"
UNREAD_DAYS = 7
READ_FROM_MONTH, TELLING_WEEKDAYS = 11, (0, 3)
LOOKED_OVER: tuple[Duty, ...] = (
    note_standings,
    letters_in_step,
    sheets_in_step,
    grade_the_town,
    look_again_at_forms,
    walk_the_chain,
)
Progress = Callable[[int, int, str], None]


class DemoRefused(Exception):
    """The demo cannot be built here; the message says why and what to do."""


def build(year: int, seed: int, size: Size, progress: Progress) -> Town:
    """Fill an empty database with the demo town's year. The same year, seed and size tell the same story.

    `progress` is told (days done, days in all, what is being done). Raises DemoRefused on a database that holds
    anything, or a year outside YEARS. Each simulated day is one transaction.
    """
    _refuse(year)
    first = date(year, 1, 1) if size == "full" else date(year, 10, 1)
    last = date(year, 12, 31)
    total = (last - first).days + 2
    with clock.moved(clock.at(date(year - 1, 12, 20), 9)), transaction.atomic():
        installation.begin_demo()
        stage = founding.found(Random(seed), year, size, lambda text: progress(0, total, text))
    _prepare(stage, first)
    for done in range(total - 1):
        day = first + timedelta(days=done)
        progress(done + 1, total, f"{day.year}年{day.month}月{day.day}日")
        with transaction.atomic():
            _live(stage, day)
    with clock.moved(clock.at(last, 23, 50)), transaction.atomic():
        events.record(Actor.founder(stage.town.pk), FINISHED, stage.town, given={"year": year, "seed": seed})
    progress(total, total, "演示镇已建好")
    return stage.town


def _refuse(year: int) -> None:
    if year not in YEARS:
        raise DemoRefused(f"演示年份应在{YEARS.start}年至{YEARS.stop - 1}年之间，现为{year}。")
    if installation.is_demo() and not is_finished():
        raise DemoRefused("上一次演示没有建完就中断了。请删除这个数据文件夹（或清空数据库）后重新运行。")
    if installation.is_begun() or Town.registry.exists() or Person.accounts.exists():
        raise DemoRefused(
            "数据库里已经有数据，演示只能建在空数据库里。请用 BIHUAN_HOME 指定一个新的数据文件夹再运行。"
        )


def is_finished() -> bool:
    """Whether the demo in this database came to its end: its last event says so."""
    return any(
        Event.objects.within(Scope.whole_town(town.pk)).filter(action=FINISHED).exists()
        for town in Town.registry.all()
    )


def go_on() -> None:
    """The town's time goes on after its last event, so that what was done lately is not years ago, and the clock has no years to catch up
    with. The next start goes on after what was done since."""
    last = [
        Event.objects.within(Scope.whole_town(town.pk)).order_by("-seq").values_list("at", flat=True)[0]
        for town in Town.registry.all()
    ]
    clock.go_on_after(max(last))


def _prepare(stage: Stage, first: date) -> None:
    """What is due before the first day is done: campaigns that still run have begun, sites have been registered."""
    duty_scenes.schedule(stage)
    meetings_scenes.schedule(stage, first)
    units_scenes.schedule(stage, first)
    maps_scenes.schedule(stage, first)
    risks_scenes.schedule(stage, first)
    intake_scenes.schedule(stage, first)
    lists_scenes.schedule(stage, first)
    rollout_scenes.schedule(stage, first)
    letters_scenes.schedule(stage, first)
    grading_scenes.schedule(stage, first)
    training_scenes.schedule(stage, first)
    policies_scenes.schedule(stage, first)
    selfchecks_scenes.schedule(stage, first)
    for drive in stage.plan:
        if drive.ends_on >= first:
            stage.later(drive.begins_on, partial(campaigns_scenes.begin, stage, drive))
    campaigns_scenes.schedule(stage, first)
    grid_scenes.schedule(stage, first)
    checklist_scenes.schedule(stage)
    accounts_scenes.schedule(stage, first)
    summaries_scenes.schedule(stage, first)
    members_scenes.schedule(stage, first)
    episodes.schedule(stage, first)
    joint_scenes.schedule(stage, first)
    measures_scenes.schedule(stage, first)
    majors_scenes.schedule(stage, first)
    referral_scenes.schedule(stage, first)
    supervision_scenes.schedule(stage, first)
    rounds_scenes.schedule(stage, first)
    dailies_scenes.schedule(stage, first)
    publicity_scenes.schedule(stage, first)
    dossiers_scenes.schedule(stage, first)
    files_scenes.schedule(stage, first)
    writ_scenes.schedule(stage, first)
    accidents_scenes.schedule(stage, first)
    tipoffs_scenes.schedule(stage, first)
    assessments_scenes.schedule(stage, first)
    routes_scenes.schedule(stage)
    day = date(stage.year, 1, 1)
    while day < first:
        if steps := stage.steps_of(day):
            stage.open_day()
            with transaction.atomic():
                _play(steps)
        day += timedelta(days=1)


def _live(stage: Stage, day: date) -> None:
    """One day: what the clock makes due, what was put on the agenda, the grid's walks, the officers' outings."""
    rng = stage.rng
    stage.open_day()
    works = calendar.is_workday(day)
    with clock.moved(clock.at(day, 7, 30)):
        run_due(stage.town.pk, but=_waiting(day, works))
    _play(stage.steps_of(day))
    for _ in range(_times(rng, _walks(stage.size) * (1.0 if works else 0.3))):
        walk(stage, day)
    busy = 1.25 if any(drive.share < 1 for drive in running(stage.plan, day)) else 0.9
    outings = _times(rng, _sorties(stage.size) * busy) if works else int(rng.random() < 0.04)
    for number in range(outings):
        go_out(stage, day, last=number == outings - 1)
    selfchecks_scenes.ask(stage, day)
    _play(stage.evening_of(day))
    duty_scenes.night(stage, day)
    with clock.moved(clock.at(day, 23, 30)):
        if day == date(stage.year, 12, 31):
            tell_news(stage.town.pk)  # what a next morning would have told
        if (date(stage.year, 12, 31) - day).days == UNREAD_DAYS:
            notices_scenes.read_all(stage)


def _waiting(day: date, works: bool) -> tuple[Duty, ...]:
    """The duties that are not done on a day of the simulation: a clock that stood still for some days finds the same. What looks over the whole town again
    is done on Mondays and at the year's ends; news are told on working days, up to the last months, which somebody may read, on some of them.
    Done every day they are half of the time that the year takes."""
    ends, is_read = day.month == 12 and day.day >= 30, day.month >= READ_FROM_MONTH
    tells = works and (is_read or day.weekday() in TELLING_WEEKDAYS)
    looked_over = LOOKED_OVER if is_read else (*LOOKED_OVER, look_after_vetoes)
    return (() if day.weekday() == 0 or ends else looked_over) + (() if tells or ends else (tell,))


def _play(steps: list[Callable[[], None]]) -> None:
    for step in steps:
        step()


def _walks(size: Size) -> float:
    """Patrols on a working day, on average."""
    return 1.6 if size == "full" else 0.8


def _sorties(size: Size) -> float:
    """Outings on a working day, on average."""
    return 0.93 if size == "full" else 0.7


def _times(rng: Random, mean: float) -> int:
    """A whole number whose mean is `mean`."""
    return int(mean) + (rng.random() < mean - int(mean))
