"""Pure rules of a day plan: places to go to, crews that go, how long which way takes, the timetable of a route and what is wrong with it.

Minutes of the day are whole and counted from midnight. A distance is that of `Distances`: as the town's road table has it between two villages (or units, or
where crews set out), else the straight line drawn out by a factor; a page that shows one says which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import atan2, ceil

from bihuan.routing.ways import Distances, StraightLine, Ways

SITES_MAX, CREWS_MAX, DAYS_MAX = 400, 10, 10
SPEED_KMH = 35  # villages' roads, parking included
DETOURS, SPEEDS = (1.0, 3.0), (5, 120)
BEGINS, ENDS = 8 * 60 + 30, 17 * 60 + 30
LUNCH = (12 * 60, 13 * 60)
SOURCES = {
    "campaign": "专项行动还没查的",
    "graded": "年度计划到期的",
    "reinspect": "要复查的",
    "banned": "停产取缔要回访的",
    "chosen": "按条件选的",
    "added": "手工加的",
}
OWN_PLACE, VILLAGE_PLACE, NO_PLACE = "own", "village", ""
PLACES = {OWN_PLACE: "", VILLAGE_PLACE: "按所在村的中心估计", NO_PLACE: "没有位置"}


@dataclass(frozen=True)
class Stay:
    """How long a visit to units of a category takes (minutes), and between what times it may be there."""

    minutes: int
    opens: int = 8 * 60
    closes: int = 18 * 60


# Where a town has not said otherwise; the nearest category above holds.
USUAL_STAYS = {
    "trade": Stay(60),
    "trade.catering": Stay(40, 9 * 60, 21 * 60),
    "chemical": Stay(90),
    "fireworks": Stay(40),
    "mine": Stay(90),
    "building": Stay(60),
    "building.house": Stay(30),
    "transport": Stay(60),
    "school": Stay(90, 8 * 60, 17 * 60),
    "crowd": Stay(60, 8 * 60, 20 * 60),
    "market": Stay(60, 6 * 60, 17 * 60),
    "shop": Stay(25, 8 * 60, 20 * 60),
    "other": Stay(40),
}


def stay_of(category: str, own: Mapping[str, Sequence[int]]) -> Stay:
    """The stay at a unit: as the town has set it (minutes, opens, closes), else as is usual."""
    code = category
    while True:
        if code in own:
            return Stay(*own[code])
        if code in USUAL_STAYS:
            return USUAL_STAYS[code]
        if "." not in code:
            return USUAL_STAYS["other"]
        code = code.rpartition(".")[0]


def check_stay(minutes: int | None, opens: int | None, closes: int | None) -> str:
    """Why a stay cannot be so, or ""."""
    if minutes is None or opens is None or closes is None:
        return "停留和开放时间都要填。"
    if not 5 <= minutes <= 480:
        return "停留应在5至480分钟之间。"
    if opens + minutes > closes:
        return "开放时间放不下一次检查，请核对。"
    return ""


def hm(minute: int) -> str:
    """8:05."""
    return f"{minute // 60}:{minute % 60:02}"


def minute_of(text: str) -> int | None:
    """Minutes of the day from 8:05; None where it is no time."""
    hours, _, minutes = text.strip().replace("：", ":").partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    found = int(hours) * 60 + int(minutes)
    return found if int(minutes) < 60 and found < 24 * 60 else None


@dataclass(frozen=True)
class Site:
    """A unit to go to; `names`: what a road table may call it, the nearest first (itself, its village). Of use from the day `since` (a term runs until then) to the day `until` (a look at what is banned is due); what is over already means
    as soon as can be."""

    key: str
    name: str
    latitude: float
    longitude: float
    minutes: int
    opens: int
    closes: int
    since: date | None = None
    until: date | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crew:
    """A pair of inspectors with a car: from where, between what times."""

    key: str
    name: str
    latitude: float
    longitude: float
    begins: int = BEGINS
    ends: int = ENDS
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pin:
    """A stop that was put by hand: it keeps its crew and day, and its turn among those of the same route that were put by hand."""

    site: str
    crew: str
    day: date
    order: int


Slot = tuple[str, date]  # a crew on a day: one route


@dataclass(frozen=True)
class Problem:
    """What a plan is to be made of. Sites have places; `lunch` is kept free of visits, not of driving."""

    sites: tuple[Site, ...]
    crews: tuple[Crew, ...]
    days: tuple[date, ...]
    pins: tuple[Pin, ...] = ()
    speed_kmh: float = SPEED_KMH
    lunch: tuple[int, int] | None = LUNCH
    distances: Distances = field(default_factory=StraightLine)

    @cached_property
    def site(self) -> dict[str, Site]:
        return {one.key: one for one in self.sites}

    @cached_property
    def crew(self) -> dict[str, Crew]:
        return {one.key: one for one in self.crews}

    @cached_property
    def node(self) -> dict[str, int]:
        """The place of each site and crew in the table of distances: sites first."""
        keys = [one.key for one in self.sites] + [one.key for one in self.crews]
        return {key: at for at, key in enumerate(keys)}

    @cached_property
    def ways(self) -> Ways:
        return self.distances.ways([*self.sites, *self.crews])

    @cached_property
    def metres(self) -> list[list[int]]:
        return self.ways.metres

    @cached_property
    def minutes(self) -> list[list[int]]:
        """From each to each: as the road table says, else by the speed; a begun minute is counted."""
        pairs = zip(self.ways.metres, self.ways.minutes, strict=True)
        return [
            [known or self.travel(far) for far, known in zip(row, told, strict=True)] for row, told in pairs
        ]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple((crew.key, day) for day in self.days for crew in self.crews)

    def far(self, one: str, other: str) -> int:
        """Metres from one site or crew to another."""
        return self.metres[self.node[one]][self.node[other]]

    def travel(self, metres: int) -> int:
        """Whole minutes, a begun one counted."""
        return ceil(metres * 60 / (self.speed_kmh * 1000))

    def days_of(self, site: Site) -> tuple[date, ...]:
        """On which days of the plan a site is of use."""
        if site.since is None and site.until is None:
            return self.days
        first = site.since or self.days[0]
        last = max(site.until, first, self.days[0]) if site.until else self.days[-1]
        return tuple(day for day in self.days if first <= day <= last)


@dataclass(frozen=True)
class Call:
    """A stop on the way: when one is there, from when to when, how far it was; what is wrong with that, or ""."""

    site: str
    arrives: int
    leaves: int
    metres: int
    wrong: str = ""


@dataclass(frozen=True)
class Timetable:
    """A route by the clock, back where it began; how many of its legs (one more than stops) are by the town's road table."""

    calls: tuple[Call, ...]
    back: int
    metres: int
    wrong: str = ""
    by_road: int = 0

    @property
    def faults(self) -> list[str]:
        return [one.wrong for one in self.calls if one.wrong] + ([self.wrong] if self.wrong else [])


def timetable(problem: Problem, crew_key: str, day: date, sites: Sequence[str]) -> Timetable:
    """A route as soon as can be: each place when it opens and not over lunch. What does not fit is said, and the route goes on."""
    crew, metres, minutes, by_road = (
        problem.crew[crew_key],
        problem.metres,
        problem.minutes,
        problem.ways.by_road,
    )
    here, now, far, roads, calls = problem.node[crew.key], crew.begins, 0, 0, []
    for key in sites:
        site, there = problem.site[key], problem.node[key]
        leg = metres[here][there]
        arrives = _begin(problem, site, now + minutes[here][there])
        wrong = ""
        if arrives + site.minutes > site.closes:
            wrong = f"{site.name}：{hm(arrives)}才到，{hm(site.opens)}至{hm(site.closes)}开放，{site.minutes}分钟查不完"
        elif day not in problem.days_of(site):
            wrong = f"{site.name}：{when_of_use(site)}"
        roads += by_road[here][there]
        now, here, far = arrives + site.minutes, there, far + leg
        calls.append(Call(key, arrives, now, leg, wrong))
    home = problem.node[crew.key]
    leg = metres[here][home] if calls else 0
    back = now + (minutes[here][home] if calls else 0)
    roads += by_road[here][home]
    late = f"{crew.name}：{hm(back)}才能回来，晚于{hm(crew.ends)}" if calls and back > crew.ends else ""
    return Timetable(tuple(calls), back, far + leg, late, roads)


def _begin(problem: Problem, site: Site, at: int) -> int:
    at = max(at, site.opens)
    if problem.lunch and at < problem.lunch[1] and at + site.minutes > problem.lunch[0]:
        return problem.lunch[1]
    return at


def day_in_short(day: date | None) -> str:
    """6月3日."""
    return f"{day.month}月{day.day}日" if day else ""


def when_of_use(site: Site) -> str:
    """最迟6月3日去, 6月5日以后去."""
    said = [f"{day_in_short(site.since)}到期，以后再去"] if site.since else []
    return "，".join(said + ([f"最迟{day_in_short(site.until)}去"] if site.until else []))


def why_never(problem: Problem, site: Site) -> str:
    """Why no crew could go there on any day though it went nowhere else, or ""."""
    if not problem.days:
        return "计划里没有可外出的日子"
    if not (days := problem.days_of(site)):
        return when_of_use(site)
    alone = [timetable(problem, crew.key, days[0], [site.key]) for crew in problem.crews]
    if any(not one.faults for one in alone):
        return ""
    hours = [
        one
        for one, crew in zip(alone, problem.crews, strict=True)
        if _begin(problem, site, crew.begins) + site.minutes <= min(site.closes, crew.ends)
    ]
    if not hours:
        begins, ends = min(one.begins for one in problem.crews), max(one.ends for one in problem.crews)
        lunch = f"、午休{hm(problem.lunch[0])}至{hm(problem.lunch[1])}" if problem.lunch else ""
        return f"开放时间{hm(site.opens)}至{hm(site.closes)}和外出时间{hm(begins)}至{hm(ends)}{lunch}对不上（停留{site.minutes}分钟）"
    return f"太远：往返约{min(one.metres for one in hours) / 1000:.0f}公里，一天来不及"


def by_insertion(problem: Problem, sites: Sequence[Site]) -> dict[Slot, list[str]]:
    """A sound plan soon: those put by hand as they were put, then each site, round the compass, where it makes the ways longer by the least. What the
    search begins with."""
    found: dict[Slot, list[str]] = {slot: [] for slot in problem.slots}
    able = {one.key for one in sites}
    pinned = {one.site for one in problem.pins}
    for pin in sorted(problem.pins, key=lambda one: one.order):
        slot = (pin.crew, pin.day)
        fits = pin.site in able and slot in found
        if fits and not timetable(problem, *slot, [*found[slot], pin.site]).faults:
            found[slot].append(pin.site)
    rest = [one for one in sites if one.key not in pinned]
    north, east = problem.crews[0].latitude, problem.crews[0].longitude
    rest.sort(key=lambda site: atan2(site.latitude - north, site.longitude - east))
    for site in rest:
        days = set(problem.days_of(site))
        ways = sorted(
            (
                problem.far(before, site.key) + problem.far(site.key, after) - problem.far(before, after),
                at,
                slot,
            )
            for slot, route in found.items()
            if slot[1] in days
            for at, (before, after) in enumerate(zip([slot[0], *route], [*route, slot[0]], strict=True))
        )
        for _, at, slot in ways:
            tried = [*found[slot][:at], site.key, *found[slot][at:]]
            if not timetable(problem, *slot, tried).faults:
                found[slot] = tried
                break
    return found


def driven(problem: Problem, routes: Mapping[Slot, Sequence[str]]) -> int:
    """Metres of all routes."""
    return sum(timetable(problem, *slot, sites).metres for slot, sites in routes.items())


def moved(route: Sequence[str], site: str, to: int) -> list[str]:
    """A route with a site at a place (from 1); past its end is its end."""
    rest = [one for one in route if one != site]
    at = max(0, min(to - 1, len(rest)))
    return [*rest[:at], site, *rest[at:]]


def check_days(from_on: date | None, to_on: date | None, today: date) -> dict[str, str]:
    """Why a plan cannot cover these days, by field."""
    if from_on is None:
        return {"from_on": "请填写开始日期。"}
    if to_on is None:
        return {"to_on": "请填写结束日期。"}
    if from_on < today:
        return {"from_on": "开始日期已经过去，请从今天或以后排。"}
    if to_on < from_on:
        return {"to_on": "结束日期不能早于开始日期。"}
    if (to_on - from_on).days >= 31:
        return {"to_on": "一份计划最多排一个月以内的日子。"}
    return {}
