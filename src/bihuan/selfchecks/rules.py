"""Pure rules of self-checks: shifts and periods, what is due, who may check, what raises a doubt.

Nothing is due as a row. A town of a thousand units owes two million checks a year, most of which nobody will ever look at singly; so a
check is a row once it is done, and what is due is worked out from the lines that were in force, by these rules, for the day asked
about. (`rounds` does otherwise: its tasks are few, and each can be excused for a reason of its own.)
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from unicodedata import normalize

from bihuan.units.geometry import Point, distance_km

WEEKDAYS = "一二三四五六日"
SHIFTS_MAX, NAME_MAX = 4, 10
# What kind of hazard is most likely found at a kind of risk point, until somebody says otherwise.
HAZARD_KINDS = {"activity": "conduct", "equipment": "equipment", "place": "place"}


@dataclass(frozen=True)
class Shift:
    """A shift of a unit. One that ends at or before it begins ends on the next day, and belongs to the day on which it began."""

    name: str
    begins: time
    ends: time

    @property
    def says(self) -> str:
        """白班08:00–18:00."""
        return f"{self.name}{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def key(self) -> str:
        """How a check names its shift."""
        return f"{self.begins:%H:%M}"

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """When the shift of a day begins and ends, in the town's own time."""
        begins = datetime.combine(day, self.begins)
        ends = datetime.combine(day, self.ends)
        return begins, ends if ends > begins else ends + timedelta(days=1)


@dataclass(frozen=True)
class Schedule:
    """A unit's shifts in the order of the day, and the weekdays on which it rests (0: Monday)."""

    shifts: tuple[Shift, ...]
    rest: frozenset[int] = frozenset()

    @property
    def says(self) -> str:
        """白班08:00–18:00，周日休息."""
        rests = "、".join(f"周{WEEKDAYS[one]}" for one in sorted(self.rest))
        return "、".join(one.says for one in self.shifts) + (f"，{rests}休息" if rests else "")

    def works(self, day: date) -> bool:
        return day.weekday() not in self.rest

    def next_day(self, day: date) -> date:
        """The first working day after a day."""
        return next(on for n in range(1, 8) if self.works(on := day + timedelta(days=n)))


USUAL = Schedule((Shift("白班", time(8), time(18)),))


def check_schedule(schedule: Schedule) -> dict[str, str]:
    """What is wrong with a schedule, by field."""
    shifts = schedule.shifts
    if not shifts:
        return {"shifts": "请至少写一个班次，如“白班 08:00-18:00”。"}
    if len(shifts) > SHIFTS_MAX:
        return {"shifts": f"一天最多{SHIFTS_MAX}个班次。"}
    if len({one.name for one in shifts}) < len(shifts):
        return {"shifts": "班次的名称不能相同。"}
    if len(schedule.rest) == len(WEEKDAYS):
        return {"rest": "不能每天都休息；停产停业的，请到单位页变更状态。"}
    day = date(2026, 1, 1)
    spans = sorted(one.bounds(day) for one in shifts)
    first, last = spans[0], spans[-1]
    if any(one[1] > other[0] for one, other in pairwise(spans)) or last[1] > first[0] + timedelta(days=1):
        return {"shifts": "班次的时间有重叠，请改开。"}
    return {}


_TIME = r"([01]?[0-9]|2[0-3]):([0-5][0-9])"  # of the clock on the wall: no seconds, and above all no zone
_SPAN = re.compile(rf"{_TIME} ?(?:-|–|—|~|至) ?{_TIME}")


def read_shifts(text: str) -> tuple[Shift, ...]:
    """Shifts as they are written, one a line: 白班 08:00-18:00. Raises ValueError with what is wrong in words."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name, _, span = " ".join(line.split()).partition(" ")
        times = _SPAN.fullmatch(normalize("NFKC", span))
        if times is None:
            raise ValueError(f"“{line[:20]}”看不懂，请写成“白班 08:00-18:00”。")
        begins, ends = time(int(times[1]), int(times[2])), time(int(times[3]), int(times[4]))
        if len(name) > NAME_MAX:
            raise ValueError(f"班次名称最多{NAME_MAX}个字。")
        found.append(Shift(name, begins, ends))
    return tuple(sorted(found, key=lambda one: one.begins))


@dataclass(frozen=True)
class Period:
    """A stretch of time in which one check is made: its first and last day, and of a shift which."""

    every: str
    first: date
    last: date
    shift: str = ""


def bounds(every: str, day: date) -> tuple[date, date]:
    """The first and the last day of the week, month or season in which a day lies; of a shift or a day the day itself."""
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "season": 3}.get(every)
    if months is None:
        return day, day
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    later = first.month + months
    return first, date(first.year + (later - 1) // 12, (later - 1) % 12 + 1, 1) - timedelta(days=1)


def period_at(every: str, moment: datetime, schedule: Schedule) -> Period | None:
    """The period that runs at a moment of the town's own time; None between shifts and on a day of rest."""
    day = moment.date()
    if every == "shift":
        for on in (day, day - timedelta(days=1)):
            for shift in schedule.shifts if schedule.works(on) else ():
                begins, ends = shift.bounds(on)
                if begins <= moment < ends:
                    return Period(every, on, on, shift.key)
        return None
    if every == "day" and not schedule.works(day):
        return None
    return Period(every, *bounds(every, day))


def why_closed(every: str, moment: datetime, schedule: Schedule) -> str:
    """Why nothing of this frequency can be checked at a moment, in words, and when it can."""
    day = moment.date()
    if not schedule.works(day) and (every == "day" or not _later_today(moment, schedule)):
        then = schedule.next_day(day)
        opens = f"{schedule.shifts[0].begins:%H:%M}" if every == "shift" else ""
        return f"今天（周{WEEKDAYS[day.weekday()]}）是本单位的休息日，不用检查；下一次是{_day(then)}{opens}。"
    shift = _later_today(moment, schedule)
    then = day if shift else schedule.next_day(day)
    shift = shift or schedule.shifts[0]
    return f"现在不在班次时间内。本单位的班次是{schedule.says}；下一班{_day(then)}{shift.begins:%H:%M}开始。"


def _later_today(moment: datetime, schedule: Schedule) -> Shift | None:
    """The next shift that begins later on the same day."""
    if not schedule.works(moment.date()):
        return None
    return next((one for one in schedule.shifts if one.begins > moment.time()), None)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def ending(every: str, day: date, schedule: Schedule) -> list[Period]:
    """The periods whose last day a day is: what was to be checked by then."""
    first, last = bounds(every, day)
    if last != day:
        return []
    if every in ("shift", "day") and not schedule.works(day):
        return []
    if every == "shift":
        return [Period(every, day, day, one.key) for one in schedule.shifts]
    return [Period(every, first, last)]


LATE_DAYS = 7  # for so long what was checked without a signal is still taken
CLOSES_AT = time(12)  # of the next day: by then the last shift of the day before is over


def last_closed(moment: datetime) -> date:
    """The latest day whose checks are over at a moment of the town's own time."""
    return moment.date() - timedelta(days=1 if moment.time() >= CLOSES_AT else 2)


def check_moment(at: datetime, now: datetime) -> str:
    """Why a check cannot have been made at a moment, or ""."""
    if at > now:
        return "检查时间晚于现在，请核对手机的时间。"
    if now - at > timedelta(days=LATE_DAYS):
        return f"这次检查是{LATE_DAYS}天以前做的，不能再补传。"
    return ""


ALIVE_DAYS = 30  # a unit is alive that checked anything within so many days


def alive_since(on: date) -> date:
    """The first of the days that end with a day and decide whether a unit is alive; of the first days there are, the first."""
    return date.fromordinal(max(on.toordinal() - ALIVE_DAYS + 1, 1))


# What makes the town doubt: it asks, it does not accuse.
DOUBTS = {
    "hasty": "一分钟内检查十个以上风险点",
    "photo": "同一张照片用了两次",
    "far": "检查时离风险点200米以上",
    "spotless": "连续三个月没有查出一条隐患",
}
SETTLED = {"clear": "情况已说明，消除存疑", "upheld": "核实自查不实，已督促改正"}
HASTY_CHECKS, HASTY_SECONDS = 10, 60
FAR_M = 200
SPOTLESS_MONTHS, SPOTLESS_CHECKS = 3, 60


def hasty(times: Iterable[datetime]) -> int:
    """The most checks that one person made within a minute, where that is so many that nobody can have looked; else 0."""
    rows = sorted(times)
    most, first = 0, 0
    for last, at in enumerate(rows):
        while (at - rows[first]).total_seconds() >= HASTY_SECONDS:
            first += 1
        most = max(most, last - first + 1)
    return most if most >= HASTY_CHECKS else 0


def metres_away(here: Point | None, there: Point | None) -> int | None:
    """How far from a plate somebody stood; None where one of the two is not known."""
    return round(distance_km(here, there) * 1000) if here and there else None


def is_far(metres: int | None, accuracy: float | None) -> bool:
    """Whether that is too far, whatever the phone's error."""
    return metres is not None and metres - (accuracy or 0) > FAR_M


def is_spotless(checks: int, hazards: int) -> bool:
    """Whether so many checks without one hazard are hard to believe."""
    return checks >= SPOTLESS_CHECKS and hazards == 0


def share(done: int, due: int) -> int | None:
    """Done of due in per cent, rounded down: 99 of 100 is not all. None where nothing was due."""
    return done * 100 // due if due else None


def why_not_keeper(
    *, keeper: str | None, is_keeper: bool, has_account: bool, stands_in: bool, level: str
) -> str:
    """Why somebody may not check for a level, or "". Where the keeper has no account, or has left, the safety manager checks in his place."""
    if keeper is None:
        return f"这个风险点{level}没有责任人，请先指定管控责任人。"
    if is_keeper or (stands_in and not has_account):
        return ""
    return f"这个风险点{level}由{keeper}检查，不由您检查。换了人的，请先改管控责任人。"


def lines_in_order(texts: Sequence[str]) -> list[str]:
    """Check lines without what stands in two steps alike."""
    return list(dict.fromkeys(texts))
