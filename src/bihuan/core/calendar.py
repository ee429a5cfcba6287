"""Days of other years, and working days by the national holiday calendar, with an honest fallback where it is not yet published."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import chinese_calendar

from bihuan.core.clock import TOWN_TIME


def years_on(day: date, years: int) -> date:
    """The same day so many years on (or back); 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_on(day: date, months: int) -> date:
    """The same day so many months on (or back). A month's last day becomes a last day, and so does one that is not there."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if is_last else min(day.day, last))


def in_words(day: date) -> str:
    """2018年1月5日: Arabic numerals, no padded zero (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in_words(moment: datetime) -> str:
    """2018年3月5日 14:05, in the town's time."""
    local = moment.astimezone(TOWN_TIME)
    return f"{in_words(local.date())} {local:%H:%M}"


def is_published(year: int) -> bool:
    """Whether the State Council's calendar of a year is known to the library."""
    try:
        chinese_calendar.is_workday(date(year, 6, 15))
    except NotImplementedError:
        return False
    return True


def unpublished(first: date, last: date) -> list[int]:
    """Years between two days whose calendar is not out: working days are then Monday to Friday."""
    return [year for year in range(first.year, last.year + 1) if not is_published(year)]


def is_workday(day: date) -> bool:
    """A working day: by the calendar where it is published, else Monday to Friday."""
    if is_published(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def day_kind(day: date) -> str:
    """What a day is to who has to stand on it: "workday" (a made-up one too), "weekend", or "holiday" of the State Council's calendar, the
    days moved to it counted. Where that is not published nothing is a holiday."""
    if is_workday(day):
        return "workday"
    return "holiday" if holiday_name(day) else "weekend"


def holiday_name(day: date) -> str:
    """The holiday to which a day off belongs (国庆节), "" for none."""
    if not is_published(day.year):
        return ""
    off, name = chinese_calendar.get_holiday_detail(day)
    return _HOLIDAYS.get(name or "", name or "") if off else ""


_HOLIDAYS = {one.value: one.chinese for one in chinese_calendar.Holiday}


def add_workdays(start: date, count: int) -> date:
    """The day `count` working days after `start`; the start itself is not counted. `count` ≥ 0."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
