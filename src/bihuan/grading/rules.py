"""Pure rules of grading: what is on record of a unit → its level with the reasons; levels → visits; visits → months and inspectors."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bihuan.units.rules import is_of


@dataclass(frozen=True)
class Level:
    """A level of a unit: A is the least to worry about. Its colour never stands without its word."""

    code: str
    colour: str
    label: str
    tone: str
    least: int  # points from which on

    @property
    def says(self) -> str:
        """D级·红·高风险."""
        return f"{self.code}级·{self.colour}·{self.label}"


LEVELS = {
    one.code: one
    for one in (
        Level("D", "红", "高风险", "red", 70),
        Level("C", "橙", "较高风险", "orange", 45),
        Level("B", "黄", "中风险", "yellow", 20),
        Level("A", "蓝", "低风险", "blue", 0),
    )
}

GRAVEST = next(iter(LEVELS))


@dataclass(frozen=True)
class Known:
    """What is on record of a unit on a day. `gravest` is the worst grade among its risk points (0: it has no list); `reviews_late` points that
    were not evaluated anew in time; `repeats` hazards of the last year that came again; `doubts` what the town asks after about its checks;
    `accidents` of production in the last three years, `deadly` whether anybody died in one."""

    category: str
    gravest: int = 0
    majors_open: int = 0
    overdue: int = 0
    repeats: int = 0
    reviews_late: int = 0
    doubts: int = 0
    copied: bool = False
    accepted: bool = False
    standard: bool = False
    accidents: int = 0
    deadly: bool = False


@dataclass(frozen=True)
class Reason:
    """What adds to a unit's points, or takes from them, in words. `asked`: the town still asks after it; the unit itself is not told by its level."""

    says: str
    points: int
    asked: bool = False


@dataclass(frozen=True)
class Graded:
    """A unit's level with its points and reasons."""

    level: str
    score: int
    reasons: tuple[Reason, ...]


# What a list of risks says of itself; without one, what the trade lets fear.
BY_GRADE = {1: 40, 2: 25, 3: 10, 4: 0}
GRADE_WORDS = {1: "有重大风险点", 2: "有较大风险点", 3: "有一般风险点", 4: "只有低风险点"}
GRAVE_TRADES = ("chemical", "fireworks", "mine")
WORKING_TRADES = ("trade", "building", "transport", "school", "market", "crowd")
UNLISTED_GRAVE, UNLISTED_WORKING, UNLISTED = 40, 25, 10
OVERDUE_EACH, OVERDUE_MOST = 10, 30
REPEAT_EACH, REPEAT_MOST = 5, 15
DOUBT_DAYS = 90
DOUBT_EACH, DOUBT_MOST = 5, 10  # less than what is known: a doubt is a question
MAJOR_OPEN, LATE_REVIEW, COPIED = 70, 10, 10
ACCIDENT_EACH, ACCIDENT_MOST, DEADLY = 15, 30, 45
ACCIDENT_YEARS = 3
ACCEPTED, STANDARD = -15, -10


def grade(unit: Known) -> Graded:
    """The level of a unit. An open major hazard makes it D whatever else is on record; what is kept well makes it less."""
    found = [_inherent(unit)]
    if unit.majors_open:
        found.append(Reason(f"重大隐患{unit.majors_open}条没有销号", MAJOR_OPEN))
    if unit.overdue:
        found.append(Reason(f"逾期隐患{unit.overdue}条", min(unit.overdue * OVERDUE_EACH, OVERDUE_MOST)))
    if unit.repeats:
        found.append(Reason(f"一年内重复隐患{unit.repeats}条", min(unit.repeats * REPEAT_EACH, REPEAT_MOST)))
    if unit.accidents:
        deadly = "，有人死亡" if unit.deadly else ""
        points = DEADLY if unit.deadly else min(unit.accidents * ACCIDENT_EACH, ACCIDENT_MOST)
        found.append(Reason(f"三年内生产安全事故{unit.accidents}起{deadly}", points))
    if unit.reviews_late:
        found.append(Reason(f"{unit.reviews_late}个风险点逾期没有重新评价", LATE_REVIEW))
    if unit.doubts:
        says = f"近{DOUBT_DAYS}天有{unit.doubts}条自查存疑没有消除"
        found.append(Reason(says, min(unit.doubts * DOUBT_EACH, DOUBT_MOST), asked=True))
    if unit.copied:
        found.append(Reason("风险清单照搬模板", COPIED, asked=True))
    if unit.accepted:
        found.append(Reason("双重预防验收合格", ACCEPTED))
    if unit.standard:
        found.append(Reason("安全生产标准化达标", STANDARD))
    score = max(sum(one.points for one in found), 0)
    level = next(one.code for one in LEVELS.values() if score >= one.least)
    return Graded(GRAVEST if unit.majors_open else level, score, tuple(found))


def _inherent(unit: Known) -> Reason:
    if unit.gravest:
        return Reason(GRADE_WORDS[unit.gravest], BY_GRADE[unit.gravest])
    if is_of(unit.category, GRAVE_TRADES):
        return Reason("没有风险清单，行业危险性大", UNLISTED_GRAVE)
    if is_of(unit.category, WORKING_TRADES):
        return Reason("没有风险清单，行业有较大危险", UNLISTED_WORKING)
    return Reason("没有风险清单", UNLISTED)


# How often a level is visited in a year where the town has not said otherwise: few visits where things go well.
USUAL_TIMES = {"D": 6, "C": 4, "B": 2, "A": 1}
TIMES_CHOICES = (0, 1, 2, 3, 4, 6, 12)
MONTHS = 12


def check_times(times: Mapping[str, int | None]) -> dict[str, str]:
    """What is wrong with a town's frequencies, by field: what is riskier is not visited less."""
    wrong = {f"times_{code}": "请选择每年几次。" for code in LEVELS if times.get(code) not in TIMES_CHOICES}
    if wrong:
        return wrong
    codes = list(LEVELS)
    for graver, lesser in itertools.pairwise(codes):
        if (times[graver] or 0) < (times[lesser] or 0):
            wrong[f"times_{lesser}"] = f"{lesser}级不能比{graver}级查得多。"
    if not any(times.values()):
        wrong["times_D"] = "至少有一个等级每年要查。"
    return wrong


@dataclass(frozen=True)
class Load:
    """A unit that is to be visited so often; `path` is its cell's: who goes to a village goes to its units."""

    unit: UUID
    path: str
    times: int


VILLAGE_DIGITS = 12


def balance(loads: Sequence[Load], inspectors: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who visits which unit: village by village, the largest first, each to whom has least so far; a village that is more than a fair share is
    divided unit by unit. The same for the same register, whatever the order it is read in."""
    if not inspectors:
        return {}
    who = sorted(inspectors, key=str)
    fair = sum(one.times for one in loads) / len(who)
    held = dict.fromkeys(who, 0)
    found: dict[UUID, UUID] = {}

    def give(some: Sequence[Load]) -> None:
        least = min(who, key=lambda one: (held[one], who.index(one)))
        held[least] += sum(one.times for one in some)
        found.update({one.unit: least for one in some})

    villages: dict[str, list[Load]] = {}
    for load in sorted(loads, key=lambda one: (one.path, str(one.unit))):
        villages.setdefault(load.path[:VILLAGE_DIGITS], []).append(load)
    for _, some in sorted(villages.items(), key=lambda one: (-sum(load.times for load in one[1]), one[0])):
        if sum(one.times for one in some) > fair and len(who) > 1:
            for one in sorted(some, key=lambda load: (-load.times, str(load.unit))):
                give([one])
        else:
            give(some)
    return found


def months(times: int, place: int) -> tuple[int, ...]:
    """The months of so many visits, evenly over the year; `place` shifts them, so that not all units are visited in January."""
    if not times:
        return ()
    gap = MONTHS // times
    return tuple(sorted((place % gap + at * gap) % MONTHS + 1 for at in range(times)))
