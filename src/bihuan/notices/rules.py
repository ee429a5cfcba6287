"""Pure rules of notices: what may be sent when. All moments are in the town's time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bihuan.core.calendar import is_workday

URGENT, NOW, DIGEST, OFF = "urgent", "now", "digest", "off"
# How a kind of notice presses; an urgent one is sent in quiet hours too.
LEVELS = {URGENT: "紧急", NOW: "及时", DIGEST: "汇总"}
# What a person may wish of a kind by a way.
PACES = {NOW: "及时发送", DIGEST: "并入每日汇总", OFF: "不发送"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """When a person wants to be left alone, and when the day's digest comes. `since` = `until`: no quiet hours. `days_off`: quiet on
    days off too, by the national calendar."""

    since: time = time(20)
    until: time = time(7, 30)
    days_off: bool = True
    digest_at: time = time(8, 30)


def is_quiet(moment: datetime, rhythm: Rhythm) -> bool:
    """Whether nobody is to be disturbed at a moment."""
    if rhythm.days_off and not is_workday(moment.date()):
        return True
    return _in_quiet_hours(moment.time(), rhythm)


def send_at(pace: str, moment: datetime, rhythm: Rhythm) -> datetime:
    """When a notice of a moment may be sent, by its pace: urgent at once, now as soon as nobody is disturbed, digest with the
    next day's digest."""
    if pace == URGENT:
        return moment
    return next_digest(moment, rhythm) if pace == DIGEST else next_loud(moment, rhythm)


def next_loud(moment: datetime, rhythm: Rhythm) -> datetime:
    """The first moment, from this one on, at which somebody may be disturbed."""
    while is_quiet(moment, rhythm):
        if rhythm.days_off and not is_workday(moment.date()):
            moment = _at(moment + DAY, time(0))
        else:
            ends_tomorrow = moment.time() >= rhythm.until
            moment = _at(moment + DAY if ends_tomorrow else moment, rhythm.until)
    return moment


def next_digest(moment: datetime, rhythm: Rhythm) -> datetime:
    """The next digest after a moment."""
    found = _at(moment, rhythm.digest_at)
    if found <= moment:
        found += DAY
    while rhythm.days_off and not is_workday(found.date()):
        found += DAY
    return found


def _in_quiet_hours(at: time, rhythm: Rhythm) -> bool:
    if rhythm.since <= rhythm.until:
        return rhythm.since <= at < rhythm.until
    return at >= rhythm.since or at < rhythm.until


def _at(moment: datetime, at: time) -> datetime:
    return datetime.combine(moment.date(), at, moment.tzinfo)
