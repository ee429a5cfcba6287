"""Papers of the year's drives: each Friday the heads of the teams hand up their week, one in so many only on Monday; the office hands up what it fills
from records, and after the end the report.

Without chances, so that the rest of the year stays what it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from bihuan.campaigns import actions
from bihuan.campaigns.actions import Which
from bihuan.campaigns.asked import FORM, OFFICE, OFFICE_LABEL, Asked
from bihuan.campaigns.queries.drives import plan_of
from bihuan.campaigns.queries.handings import Line, papers_of
from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.demo.drives import HUNDRED_DAYS, Drive
from bihuan.demo.stage import Stage, working_day
from bihuan.demo.summaries_scenes import MONTHLY
from bihuan.inspections.models import Campaign
from bihuan.summaries.models import ReportForm

FRIDAY, MONDAY = 4, 0
EVENING = 20 * 60 + 18  # minutes of the day: after the trainings, before the villages report
LATE_EVERY = 11  # papers of teams: one in so many comes on Monday
MIDDLE_WEEK = 8
NOTES = ("工作群", "纸质送达", "政务邮箱")


def asked_in(stage: Stage, drive: Drive, usual: list[Asked]) -> list[Asked]:
    """What a drive of the year asks for: the template's lines; of the hundred days the teams' weeks, and once, half-way, the district's form."""
    if drive.key != HUNDRED_DAYS:
        return usual
    form = ReportForm.objects.within(Scope.whole_town(stage.town.pk)).filter(name=MONTHLY).first()
    middle = list(_fridays(drive))[MIDDLE_WEEK - 1]
    district = f"{stage.town.district}安委办"
    source = f"{FORM}{form.pk}" if form else ""
    own = [one for one in usual if one.by != OFFICE or one.rhythm == "end"]
    return [*own, Asked("", "中期进展情况", OFFICE, district, "once", on=middle, source=source)]


def _fridays(drive: Drive) -> Iterator[date]:
    day = drive.begins_on + timedelta(days=(FRIDAY - drive.begins_on.weekday()) % 7)
    while day <= drive.ends_on:
        yield day
        day += timedelta(days=7)


def schedule(stage: Stage, since: date, drive: Drive, seated_on: date) -> None:
    """Put the Fridays and Mondays of a drive on the agenda, and the day after its end. `seated_on`: in its evening the teams get their heads."""
    for friday in _fridays(drive):
        for day in (friday, friday + timedelta(days=3)):
            if day > drive.ends_on:
                continue
            step = partial(_hand_up, stage, drive, day, seated=day > seated_on)
            if day < since:
                stage.later(day, step, at=EVENING)
            else:
                stage.at_evening(day, EVENING, step)
    after = working_day(drive.ends_on + timedelta(days=1))
    if after.year == stage.year:
        stage.early(after, 53, partial(settle, stage, drive.key))


def _lines(stage: Stage, key: str) -> tuple[Campaign, list[Line]]:
    whole = Scope.whole_town(stage.town.pk)
    row = Campaign.objects.within(whole).get(pk=stage.campaigns[key])
    return row, papers_of(whole, row, plan_of(whole, row.pk), clock.today())


def _hand_up(stage: Stage, drive: Drive, day: date, *, seated: bool) -> None:
    """What is due by a day, but for what comes on Monday; by the head of the team, once the teams have heads, else by the office."""
    heads = {str(team): squad.companion for squad, team in stage.teams} if seated else {}
    with clock.moved(clock.at(day, EVENING // 60, EVENING % 60)):
        row, lines = _lines(stage, drive.key)
        for at, line in enumerate(lines):
            is_late = (
                at % LATE_EVERY == LATE_EVERY - 1 and line.to == OFFICE_LABEL and drive.key == HUNDRED_DAYS
            )
            if line.sent or line.on > day or (is_late and line.on == day):
                continue
            note = NOTES[at % len(NOTES)]
            which = Which(line.key, line.who, line.on)
            actions.hand_up_paper(stage.actor(heads.get(line.who, "safety_head")), row.pk, which, note=note)


def settle(stage: Stage, key: str) -> None:
    """The report of a drive that is closed, and whatever else is open."""
    row, lines = _lines(stage, key)
    for line in lines:
        if line.sent is None:
            which = Which(line.key, line.who, line.on)
            actions.hand_up_paper(stage.actor("safety_head"), row.pk, which, note=NOTES[-1])
