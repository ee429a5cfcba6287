"""Pure rules of teams and drives: parts and stages, who is assigned which unit, what a plan lacks, what is left."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

ROLES = {"head": "组长", "deputy": "副组长", "member": "成员", "department": "成员单位"}
ONE_ONLY = ("head",)  # of which a team has one at a time

MODES = {"trade": "按行业", "grid": "按网格", "load": "按工作量平分"}

REASONS = {
    "shut": "关门停业，多次上门无人",
    "gone": "已搬走或者查无此处",
    "stopped": "停工、停产，现场封闭",
    "other_body": "已由上级或其他部门当次检查",
    "refused": "拒绝检查，已移送处理",
    "other": "其他原因",
}
NEEDS_WORDS = ("other",)
FOUND = "巡查中发现，当场登记"  # why a place that was on no list joined a sweep
SWEEP = "sweep"

# What a unit weighs where work is balanced: an ordinary check is 1. Places with many dangers or many people take half a day.
_WEIGHTS = {
    "chemical": 2,
    "mine": 2,
    "school": 2,
    "crowd": 2,
    "market": 2,
    "building.house": 1,
    "building": 2,
}
VILLAGE_DIGITS = 12  # of a cell's path: town, office, village
COMBINE_DAYS = 31


def weight(category: str) -> int:
    """How much a unit of a category weighs, by the nearest category that has a weight of its own; 1 of any other."""
    while category:
        if category in _WEIGHTS:
            return _WEIGHTS[category]
        category = category.rpartition(".")[0]
    return 1


def fits(category: str, codes: Iterable[str]) -> bool:
    """Whether a category is one of some, or below one of them."""
    return any(category == code or category.startswith(f"{code}.") for code in codes)


@dataclass(frozen=True)
class Place:
    """A unit to be assigned: its id, cell and category."""

    id: object
    path: str
    category: str

    @property
    def village(self) -> str:
        return self.path[:VILLAGE_DIGITS]


@dataclass(frozen=True)
class Crew:
    """A team that can be assigned units: its id and the categories that it watches."""

    id: object
    categories: tuple[str, ...]


def nearest(category: str, crews: Sequence[Crew]) -> list[Crew]:
    """The teams that watch a category most precisely; none where nobody does."""
    best: list[Crew] = []
    longest = 0
    for crew in crews:
        length = max((len(code) for code in crew.categories if fits(category, (code,))), default=0)
        if length > longest:
            best, longest = [crew], length
        elif length and length == longest:
            best.append(crew)
    return best


def assign(
    places: Iterable[Place], crews: Sequence[Crew], mode: str, loads: Mapping[object, int] | None = None
) -> dict[object, object]:
    """Which team each unit goes to. By trade: to who watches its category most precisely, the least busy of several; who is watched by no team
    is left out. By grid: villages stay whole, the heaviest first to the least busy team. By load: along the grid, in stretches of the same
    weight. `loads`: what the teams have already. The same is given the same answer."""
    if not crews:
        return {}
    ordered = sorted(places, key=lambda one: (one.path, str(one.id)))
    busy = {crew.id: (loads or {}).get(crew.id, 0) for crew in crews}
    if mode == "trade":
        return _by_trade(ordered, crews, busy)
    return _by_grid(ordered, busy) if mode == "grid" else _by_load(ordered, busy)


def _least(busy: Mapping[object, int], among: Iterable[object]) -> object:
    return min(among, key=lambda crew: busy[crew])  # the first of the least busy, in the order given


def _by_trade(
    places: Sequence[Place], crews: Sequence[Crew], busy: dict[object, int]
) -> dict[object, object]:
    found: dict[object, object] = {}
    for one in places:
        if near := nearest(one.category, crews):
            found[one.id] = crew = _least(busy, [each.id for each in near])
            busy[crew] += weight(one.category)
    return found


def _by_grid(places: Sequence[Place], busy: dict[object, int]) -> dict[object, object]:
    villages: dict[str, list[Place]] = defaultdict(list)
    for one in places:
        villages[one.village].append(one)
    heavy = {path: sum(weight(one.category) for one in some) for path, some in villages.items()}
    found: dict[object, object] = {}
    for path in sorted(villages, key=lambda path: (-heavy[path], path)):
        crew = _least(busy, busy)
        busy[crew] += heavy[path]
        found |= {one.id: crew for one in villages[path]}
    return found


def _by_load(places: Sequence[Place], busy: dict[object, int]) -> dict[object, object]:
    """Stretches of the grid: each team takes on until it has its share of all that is to be done."""
    share = (sum(weight(one.category) for one in places) + sum(busy.values())) / len(busy)
    crews = list(busy)
    found: dict[object, object] = {}
    at = 0
    for one in places:
        heavy = weight(one.category)
        while at < len(crews) - 1 and busy[crews[at]] + heavy / 2 > share:
            at += 1
        crew = crews[at] if busy[crews[at]] + heavy / 2 <= share else _least(busy, crews)
        busy[crew] += heavy
        found[one.id] = crew
    return found


@dataclass(frozen=True)
class Stage:
    """A stage of a drive: its name, both its days, and what is done in it."""

    name: str
    begins_on: date | None = None
    ends_on: date | None = None
    text: str = ""

    def as_kept(self) -> dict[str, str]:
        days = {
            name: day.isoformat() if (day := getattr(self, name)) else "" for name in ("begins_on", "ends_on")
        }
        return {"name": self.name, "text": self.text} | days


def stage_of(kept: Mapping[str, str]) -> Stage:
    """Back from what `as_kept` made."""
    begins, ends = (
        date.fromisoformat(kept[name]) if kept[name] else None for name in ("begins_on", "ends_on")
    )
    return Stage(kept["name"], begins, ends, kept["text"])


def laid_out(stages: Sequence[tuple[Stage, int]], first: date, last: date) -> list[Stage]:
    """Stages of some shares each, laid along a period day by day, without gap or overlap; in a period too short for all, the later ones are
    left out."""
    days = (last - first).days + 1
    whole = sum(share for _, share in stages)
    found: list[Stage] = []
    gone, at = 0, 0
    for stage, share in stages:
        gone += share
        until = max(at + 1, round(days * gone / whole))
        if at >= days:
            break
        until = min(until, days)
        begins, ends = _plus(first, at), _plus(first, until - 1)
        found.append(replace(stage, begins_on=begins, ends_on=ends))
        at = until
    return found


def followed(stages: Sequence[Stage], before: tuple[date, date], now: tuple[date, date]) -> list[Stage]:
    """Stages that filled a period from end to end, laid along another in the same shares; any others as they are."""
    days = [(one, (one.ends_on - one.begins_on).days + 1) for one in stages if one.begins_on and one.ends_on]
    fills = stages and (stages[0].begins_on, stages[-1].ends_on) == before
    if not fills or len(days) < len(stages) or len(days) > (now[1] - now[0]).days + 1:
        return list(stages)
    if any(share < 1 for _, share in days):
        return list(stages)
    return laid_out(days, *now)


def _plus(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def check_days(begins_on: date | None, ends_on: date | None) -> dict[str, str]:
    """What is wrong with a period, by field."""
    if begins_on is None:
        return {"begins_on": "请填写开始日期。"}
    if ends_on is None:
        return {"ends_on": "请填写结束日期。"}
    return {"ends_on": "结束日期不能早于开始日期。"} if ends_on < begins_on else {}


def check_stages(stages: Sequence[Stage], begins_on: date, ends_on: date) -> str:
    """What is wrong with the stages of a period, or ""."""
    before: Stage | None = None
    for one in stages:
        if one.begins_on is None or one.ends_on is None:
            return f"“{one.name}”的起止日期没有填全。"
        if one.ends_on < one.begins_on:
            return f"“{one.name}”的结束日期早于开始日期。"
        if one.begins_on < begins_on or one.ends_on > ends_on:
            return f"“{one.name}”不在行动的起止日期以内。"
        if before and before.ends_on and one.begins_on <= before.ends_on:
            return f"“{one.name}”的开始日期应晚于“{before.name}”的结束日期。"
        before = one
    return ""


def check_nest(
    parent: tuple[date, date] | None, own: tuple[date, date], *, parent_nested: bool, has_nested: bool
) -> str:
    """Why a drive cannot lie within another (days of both, inclusive), or "". There are two levels, so that nobody has to ask three
    times where a visit counts."""
    if parent is None:
        return ""
    if parent_nested or has_nested:
        return "行动只能套一层：上一级行动不能再属于别的行动，有下属行动的也不能再列入别的行动。"
    if own[0] < parent[0] or own[1] > parent[1]:
        return "下属行动的起止日期应在上一级行动的起止日期以内。"
    return ""


def check_plan(
    *,
    name: str,
    stages: Sequence[Stage],
    teams: Sequence[object],
    units: int,
    days: tuple[date, date],
    today: date,
    asked: str = "",
) -> dict[str, str]:
    """What a plan still lacks to be issued, by field; `asked`: what is wrong with what is to be handed up."""
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请填写行动名称。"
    if days[1] < today:
        wrong["ends_on"] = "结束日期已经过去，请改成今天或以后的日期。"
    if why := check_stages(stages, *days):
        wrong["stages"] = why
    if asked:
        wrong["asked"] = asked
    if not teams:
        wrong["teams"] = "请至少选择一个专项组。"
    if not units:
        wrong["scope"] = "按现在的范围没有一家单位。请放宽类别、网格或等级；确实没有的，不用印发这次行动。"
    return wrong


def overlapping(
    seats: Iterable[tuple[object, object, date, date | None]],
) -> dict[object, set[object]]:
    """Of (person, team, from, until not on) those who are in several teams at once: person → teams."""
    by_person: dict[object, list[tuple[object, date, date | None]]] = defaultdict(list)
    for person, team, begins, ends in seats:
        by_person[person].append((team, begins, ends))
    found: dict[object, set[object]] = defaultdict(set)
    for person, some in by_person.items():
        for at, (team, begins, ends) in enumerate(some):
            for other, from_on, to_on in some[at + 1 :]:
                if other != team and (ends is None or from_on < ends) and (to_on is None or begins < to_on):
                    found[person] |= {team, other}
    return dict(found)


def unwatched(categories: Iterable[str], watched: Collection[str]) -> list[str]:
    """The categories that no team watches: neither they nor one above them is any team's. A category all of whose sub-categories are watched
    is itself still open: units of no sub-category belong to it."""
    return [code for code in categories if not fits(code, watched)]


@dataclass(frozen=True)
class Progress:
    """How far a part of a drive is: units on its list, visited, not visited for a reason. `left` are neither."""

    units: int = 0
    visited: int = 0
    excused: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.units + other.units, self.visited + other.visited, self.excused + other.excused)

    @property
    def left(self) -> int:
        return self.units - self.visited - self.excused

    @property
    def rate(self) -> int | None:
        """Visited of all, per cent, rounded down: 全覆盖 is only said of all; None where there are none."""
        return self.visited * 100 // self.units if self.units else None
