"""Pure rules of duty: what a roster must hold, what speaks against a person on a day, and why a need stays open. Days in, persons out;
nothing here knows of rows. How fair a roster is: `weighing`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

POSITIONS = {"lead": "带班", "duty": "值班", "driver": "司机", "spare": "备班"}
AWAKE = ("lead", "duty", "driver")  # who stands by at home (备班) has slept
DAY_KINDS = {"workday": "工作日", "weekend": "周末", "holiday": "节假日"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
DAYS_MAX = 184  # half a year at once
AHEAD_MAX = 366  # how far ahead somebody plans
SHORT, MISSED = 10_000, 1_000  # points for a need that nobody fills, for a fixed day not kept
NIGHT = timedelta(days=1)


class Stand(NamedTuple):
    """Somebody in a position on a day's shift."""

    on: date
    position: str
    person: str


@dataclass(frozen=True)
class Rule:
    """One of the town's rules (`asked.KINDS` says what its params are)."""

    kind: str
    params: Mapping[str, Any]
    hard: bool = True
    weight: int = 1
    says: str = ""


@dataclass(frozen=True)
class Span:
    """From a day to a day, both inclusive; None: no end."""

    from_on: date
    to_on: date | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def days_in(self, other: "Span") -> int:
        """How many days lie in both; the other has an end."""
        assert other.to_on is not None
        last = min(self.to_on or date.max, other.to_on)
        return max(0, (last - max(self.from_on, other.from_on)).days + 1)


@dataclass(frozen=True)
class Problem:
    """What a roster is made from. `fits`: position → person → when they may hold it. `posts`: when each is in office. `leaves`: when
    each is away and why. `stands`: who stands on other days, for rest and the month's most. `earlier`: turns since `since` by
    (position, person, kind of day), for the fair share. `fixed` was put by hand."""

    days: tuple[date, ...]
    kinds: Mapping[date, str]
    names: Mapping[str, str]
    fits: Mapping[str, Mapping[str, tuple[Span, ...]]]
    posts: Mapping[str, tuple[Span, ...]]
    rules: tuple[Rule, ...]
    leaves: Mapping[str, tuple[tuple[Span, str], ...]] = field(default_factory=dict)
    stands: tuple[Stand, ...] = ()
    earlier: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    since: date | None = None
    fixed: tuple[Stand, ...] = ()

    def of(self, kind: str) -> list[Rule]:
        return [rule for rule in self.rules if rule.kind == kind]

    @cached_property
    def needs(self) -> dict[tuple[date, str], int]:
        """How many a position asks for on each day, where it asks for any; never less than was put by hand."""
        put = Counter((one.on, one.position) for one in self.fixed)
        found = {}
        for on in self.days:
            for position in POSITIONS:
                count = max(needed(self.rules, on, self.kinds[on], position), put[on, position])
                if count:
                    found[on, position] = count
        return found

    @cached_property
    def rest_days(self) -> int:
        """How many days must lie free between two turns of a person."""
        return max((rule.params["days"] for rule in self.of("rest")), default=0)

    @cached_property
    def most(self) -> int:
        """How many turns a person has in a month at most; 0: any number."""
        return min((rule.params["count"] for rule in self.of("most")), default=0)

    @cached_property
    def fair(self) -> Rule | None:
        return next(iter(self.of("fair")), None)

    def weight_of(self, kind: str) -> int:
        """What a turn on a kind of day counts."""
        return int(self.fair.params[kind]) if self.fair else 1

    def why_away(self, position: str, person: str, on: date) -> tuple[str, str]:
        """What keeps a person from a position on a day whatever others do: (code, words); ("", "") for nothing."""
        if not any(span.holds(on) for span in self.fits.get(position, {}).get(person, ())):
            return "unfit", f"不在{POSITIONS[position]}人员名单内"
        if not any(span.holds(on) for span in self.posts.get(person, ())):
            return "gone", "已不在岗"
        for span, reason in self.leaves.get(person, ()):
            if span.holds(on):
                return "leave", f"请假（{reason}）"
        for rule in self.of("spared"):
            if rule.hard and rule.params["person"] == person and self.kinds[on] in rule.params["kinds"]:
                return "spared", f"按规定{DAY_KINDS[self.kinds[on]]}不安排"
        return "", ""

    @cached_property
    def able(self) -> dict[tuple[date, str], tuple[str, ...]]:
        """Who may fill each need, whatever the others do."""
        return {
            (on, position): tuple(
                person for person in self.fits.get(position, {}) if not self.why_away(position, person, on)[0]
            )
            for on, position in self.needs
        }


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from one to another, both inclusive."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def applies(params: Mapping[str, Any], on: date) -> bool:
    """Whether a day is one of those that a rule names: by its dates, its weekday, the last digit of the day (market days)."""
    since, until = params.get("since"), params.get("until")
    if (since and on < date.fromisoformat(since)) or (until and on > date.fromisoformat(until)):
        return False
    if params.get("weekday") not in (None, "") and on.weekday() != int(params["weekday"]):
        return False
    digits = params.get("digits") or ""
    return not digits or str(on.day % 10) in digits


def needed(rules: Iterable[Rule], on: date, kind: str, position: str) -> int:
    """How many a position asks for on a day: by the rule for its kind of day, else by that for any; more where days ask for more."""
    counts: dict[str, int] = {}
    more = 0
    for rule in rules:
        if rule.params.get("position") != position:
            continue
        if rule.kind == "needs":
            counts[rule.params.get("day_kind") or ""] = rule.params["count"]
        elif rule.kind == "extra" and applies(rule.params, on):
            more += rule.params["count"]
    return counts.get(kind, counts.get("", 0)) + more


@dataclass(frozen=True)
class Breach:
    """A hard rule that a roster breaks: on a day, by a person, in words that name both."""

    on: date
    person: str
    text: str


def breaches(problem: Problem, stands: Iterable[Stand]) -> list[Breach]:
    """Every hard rule that some turns break, needs left aside."""
    rows = sorted(stands)
    found = []
    for at, one in enumerate(rows):
        if text := why_not(problem, rows[:at] + rows[at + 1 :], one):
            found.append(
                Breach(one.on, one.person, f"{short_day(one.on)}{problem.names[one.person]}：{text}")
            )
    return found


def why_not(problem: Problem, others: Iterable[Stand], one: Stand) -> str:
    """Which hard rule keeps a person from a turn beside others, in words, or ""."""
    return reason(problem, others, one)[1]


def reason(problem: Problem, others: Iterable[Stand], one: Stand) -> tuple[str, str]:
    """The same with its code."""
    away = problem.why_away(one.position, one.person, one.on)
    if away[0]:
        return away
    around = [*problem.stands, *others]
    mine = [other for other in around if other.person == one.person]
    if same := next((other for other in mine if other.on == one.on), None):
        return "same", f"当天已安排{POSITIONS[same.position]}"
    if one.position in AWAKE and problem.rest_days:
        for other in mine:
            gap = abs((other.on - one.on).days)
            if other.position in AWAKE and gap <= problem.rest_days:
                return "rest", f"{short_day(other.on)}已值班，两次之间至少休息{problem.rest_days}天"
    if problem.most:
        month = [other for other in mine if _month(other.on) == _month(one.on)]
        if len(month) >= problem.most:
            return "most", f"当月已安排{len(month)}次，最多{problem.most}次"
    there = {other.person for other in around if other.on == one.on}
    for rule in problem.of("apart"):
        pair = {rule.params["person"], rule.params["other"]}
        if rule.hard and one.person in pair and (pair - {one.person}) & there:
            (with_whom,) = pair - {one.person}
            return "apart", f"按规定不与{problem.names.get(with_whom, '对方')}同班"
    return "", ""


def _month(on: date) -> tuple[int, int]:
    return on.year, on.month


def short_day(on: date) -> str:
    return f"{on.month}月{on.day}日"


def sound(problem: Problem) -> tuple[list[Stand], list[Breach]]:
    """Those of the turns put by hand that break no hard rule, and what the others break: these are let go."""
    kept: list[Stand] = []
    let_go = []
    for one in problem.fixed:
        if text := why_not(problem, kept, one):
            name = problem.names.get(one.person, "")
            let_go.append(
                Breach(one.on, one.person, f"{short_day(one.on)}{POSITIONS[one.position]}{name}：{text}")
            )
        else:
            kept.append(one)
    return kept, let_go


def kept_days(problem: Problem) -> list[tuple[Stand, int]]:
    """The turns that a rule of fixed days asks for and that are possible at all, with what missing each costs."""
    found = []
    for rule in problem.of("fixed"):
        position, person = rule.params["position"], rule.params["person"]
        for on in problem.days:
            if applies(rule.params, on) and person in problem.able.get((on, position), ()):
                found.append((Stand(on, position, person), MISSED if rule.hard else rule.weight))
    return found


CODES = {
    "leave": "请假",
    "gone": "已不在岗",
    "spared": "按规定当天不安排",
    "same": "当天另有安排",
    "rest": "前后几天值班、要休息",
    "most": "当月已满",
    "apart": "不与同班的人同班",
}


def gaps(problem: Problem, stands: Iterable[Stand]) -> list[str]:
    """What a roster leaves open, a line each, by the name of day, position, rule and person:
    6月8日带班缺1人：可带班的5人中，3人请假（周正、沈立、钱国栋），2人前后几天值班、要休息（陈明、赵强）。"""
    rows = list(stands)
    there = Counter((one.on, one.position) for one in rows)
    lines = []
    for (on, position), count in problem.needs.items():
        if left := count - there[on, position]:
            lines.append(
                f"{short_day(on)}{POSITIONS[position]}缺{left}人：{_why_short(problem, rows, on, position)}"
            )
    for stand, points in kept_days(problem):
        if points == MISSED and stand not in rows:
            because = why_not(problem, rows, stand) or "当天人已排满"
            name = problem.names[stand.person]
            lines.append(f"{short_day(stand.on)}应由{name}{POSITIONS[stand.position]}，没有排上：{because}。")
    return lines


def _why_short(problem: Problem, rows: list[Stand], on: date, position: str) -> str:
    known = [person for person in problem.fits.get(position, {}) if is_fit(problem, position, person, on)]
    if not known:
        return f"当天没有{POSITIONS[position]}人员，请在“值班人员”里增加。"
    by_code: dict[str, list[str]] = defaultdict(list)
    here = {one.person for one in rows if one.on == on and one.position == position}
    for person in known:
        if person not in here:
            by_code[reason(problem, rows, Stand(on, position, person))[0]].append(problem.names[person])
    says = [f"{len(names)}人{CODES[code]}（{'、'.join(names)}）" for code, names in by_code.items() if code]
    if here:
        says.insert(0, f"{len(here)}人已排上")
    if by_code.get(""):
        says.append(f"{'、'.join(by_code[''])}能值，请手工排上或者重新求解")
    return f"可{POSITIONS[position]}的{len(known)}人中，{'，'.join(says)}。"


def is_fit(problem: Problem, position: str, person: str, on: date) -> bool:
    """Whether a person is on the list of a position on a day."""
    return any(span.holds(on) for span in problem.fits[position][person])


def check_span(from_on: date | None, to_on: date | None, longest: int, today: date) -> dict[str, str]:
    """What is wrong with the days of a roster, by field, in words."""
    wrong: dict[str, str] = {}
    if from_on is None:
        wrong["from_on"] = "请填写开始日期。"
    elif from_on < today:
        wrong["from_on"] = "开始日期不能早于今天：过去的值班表不能重排。"
    elif (from_on - today).days > AHEAD_MAX:
        wrong["from_on"] = "只能编排今后一年以内的，请核对年份。"
    if to_on is None:
        wrong["to_on"] = "请填写结束日期。"
    elif from_on is not None and to_on < from_on:
        wrong["to_on"] = "结束日期不能早于开始日期。"
    elif from_on is not None and (to_on - from_on).days >= longest:
        wrong["to_on"] = f"一次最多排{longest}天，请分几次排。"
    return wrong
