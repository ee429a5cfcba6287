"""Pure rules of rounds: periods, whom a requirement concerns, and the order in which a round is walked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bihuan.grid.rules import POST_KINDS, SEGMENT_DIGITS
from bihuan.units.geometry import Point, distance_km
from bihuan.units.rules import CATEGORIES


@dataclass(frozen=True)
class Period:
    """How a requirement counts time: its word, the word of the one that runs, its months (0: a week from Monday), and how many
    days before its end those who still owe are reminded."""

    label: str
    now: str
    months: int
    remind_days: int
    times_max: int


PERIODS = {
    "week": Period("每周", "本周", 0, 2, 7),
    "month": Period("每月", "本月", 1, 7, 8),
    "quarter": Period("每季度", "本季度", 3, 15, 12),
    "half": Period("每半年", "本半年", 6, 30, 12),
    "year": Period("每年", "本年", 12, 60, 12),
}

# Posts on the grid that walk: those that stand below the town and may inspect.
WALKERS = {code: kind for code, kind in POST_KINDS.items() if kind.on_the_grid and "inspect" in kind.rights}

REASONS = {
    "shut": "关门无人",
    "stopped": "停产歇业",
    "refused": "拒绝检查",
    "moved": "已搬走",
    "missing": "查无此处",
    "other": "其他",
}


def bounds(period: str, on: date) -> tuple[date, date]:
    """The first and the last day of the period in which a day lies."""
    months = PERIODS[period].months
    if not months:
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    later = first.month + months
    return first, date(first.year + (later - 1) // 12, (later - 1) % 12 + 1, 1) - timedelta(days=1)


def remind_from(period: str, due_on: date) -> date:
    """The day from which those are reminded who still owe, for a task due on a day."""
    return due_on - timedelta(days=PERIODS[period].remind_days)


def says(post: str, categories: Sequence[str], times: int, period: str) -> str:
    """A requirement in words: 村网格长每月巡查1次：加油站、烟花爆竹."""
    which = "、".join(CATEGORIES[code].label for code in categories) or "全部监管对象"
    return f"{POST_KINDS[post].label}{PERIODS[period].label}巡查{times}次：{which}"


# How a task stands on a day, as lists and figures have it.
STATES = {
    "open": "正在巡查",
    "done": "已到位",
    "missed": "到期未巡查",
    "excused": "免巡",
    "gone": "已注销",  # the unit left the register before the task was due
}


def state_of(
    *, times: int, walked: int, due_on: date, excused: bool, left_on: date | None, today: date
) -> str:
    """The code of a task's state on a day; `left_on`: when its unit left the register."""
    if excused:
        return "excused"
    if left_on is not None and left_on <= min(due_on, today):
        return "gone"
    if walked >= times:
        return "done"
    return "missed" if due_on < today else "open"


def least_path_digits(post: str) -> int:
    """How long the path of a unit's cell must be for a kind of post to stand over it."""
    return int(POST_KINDS[post].stands) * SEGMENT_DIGITS


def check(
    post: str, categories: Sequence[str], times: int | None, period: str, from_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with a requirement, by field, in words."""
    wrong: dict[str, str] = {}
    if post not in WALKERS:
        wrong["post"] = "请选择由哪个岗位巡查。"
    if period not in PERIODS:
        wrong["period"] = "请选择多长时间巡查一次。"
    elif times is None or not 1 <= times <= PERIODS[period].times_max:
        wrong["times"] = f"{PERIODS[period].label}应为1至{PERIODS[period].times_max}次。"
    if set(categories) - CATEGORIES.keys():
        wrong["categories"] = "请从列表中选择类别。"
    if from_on is None or from_on < today:
        wrong["from_on"] = "开始日期不能早于今天：过去的日子已经没法巡查了。"
    return wrong


@dataclass(frozen=True)
class Stop:
    """A place on a round: its key, the path of its cell, where it is (None where nobody has pinned it)."""

    key: UUID
    path: str
    at: Point | None = None


def walked(stops: Iterable[Stop], start: Point | None = None) -> list[UUID]:
    """The keys of stops in the order in which they are walked: cell by cell in the grid's order, in each from where one is to the
    nearest that is left (a hundred stops: some thousand distances); those without a position after it, in the order given."""
    by_cell: dict[str, list[Stop]] = {}
    for stop in stops:
        by_cell.setdefault(stop.path, []).append(stop)
    found: list[UUID] = []
    here = start
    for path in sorted(by_cell):
        pinned = [one for one in by_cell[path] if one.at]
        while pinned:
            stop = min(pinned, key=lambda one: _far(here, one.at))
            pinned.remove(stop)
            here = stop.at
            found.append(stop.key)
        found += [one.key for one in by_cell[path] if not one.at]
    return found


def _far(here: Point | None, there: Point | None) -> float:
    return distance_km(here, there) if here and there else 0.0
