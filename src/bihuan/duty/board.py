"""A month of the roster as page and paper show it; a draft in the same shape."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bihuan.core.calendar import day_kind, holiday_name, in_words, unpublished
from bihuan.core.forms import YEARS
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.duty.models import DutyCustom, Roster, Turn
from bihuan.duty.plan import days_of
from bihuan.duty.queries import names_of, standing
from bihuan.duty.rules import DAY_KINDS, POSITIONS, WEEKDAYS, days_between
from bihuan.paper import Head, Ledger


@dataclass(frozen=True)
class Line:
    """Somebody in a position: name, phone, who was planned where another stands now; where it is changed."""

    position: str
    name: str
    phone: str = ""
    instead_of: str = ""
    url_key: str = ""
    by_hand: bool = False

    @property
    def label(self) -> str:
        return POSITIONS[self.position]


@dataclass(frozen=True)
class Day:
    """A day with who stands; `lacks`: how many a position is short."""

    on: date
    kind: str
    lines: tuple[Line, ...]
    inside: bool = True
    lacks: Mapping[str, int] = field(default_factory=dict)

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.on.weekday()]

    @property
    def word(self) -> str:
        """国庆节, 周末; nothing on an ordinary day."""
        return holiday_name(self.on) or (DAY_KINDS[self.kind] if self.kind != "workday" else self._made_up)

    @property
    def _made_up(self) -> str:
        return "调休上班" if self.on.weekday() >= 5 else ""

    def of(self, position: str) -> list[Line]:
        return [line for line in self.lines if line.position == position]


def month_of(text: str, today: date) -> date:
    """The first day of the month that an address names (2026-06), of today's where it names none that can be meant."""
    try:
        year, month = text.split("-")
        first = date(int(year), int(month), 1)
    except ValueError:
        return today.replace(day=1)
    return first if first.year in YEARS else today.replace(day=1)


def neighbours(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def days_of_turns(turns: Iterable[Turn], first: date, last: date) -> list[Day]:
    """Each day between two with who stands on it."""
    by_day: dict[date, list[Line]] = defaultdict(list)
    for one in turns:
        was = one.planned.name if one.planned_id != one.person_id else ""
        line = Line(one.position, one.person.name, one.person.phone or "", was, str(one.pk))
        by_day[one.day].append(line)
    return [Day(on, day_kind(on), tuple(by_day[on])) for on in days_between(first, last)]


def weeks(days: Iterable[Day], first: date) -> list[list[Day]]:
    """A month's days by weeks from Monday, filled up with days of its neighbours."""
    known = {day.on: day for day in days}
    return [
        [known.get(on) or Day(on, day_kind(on), (), inside=False) for on in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def draft_days(scope: Scope, roster: Roster) -> list[Day]:
    """A draft's days with who is to stand and what is short. One query."""
    names = names_of(scope, {person for _, _, person, _ in roster.plan})
    by_day: dict[str, list[Line]] = defaultdict(list)
    for day, position, person, by_hand in roster.plan:
        by_day[day].append(Line(position, names.get(person, ""), url_key=person, by_hand=by_hand))
    order = list(POSITIONS)
    found = []
    for on in days_of(roster):
        lines = sorted(by_day[on.isoformat()], key=lambda line: (order.index(line.position), line.name))
        wanted = roster.needs.get(on.isoformat(), {})
        lacks = {
            position: left
            for position, count in wanted.items()
            if (left := count - sum(line.position == position for line in lines)) > 0
        }
        found.append(Day(on, roster.kinds.get(on.isoformat(), day_kind(on)), tuple(lines), lacks=lacks))
    return found


def not_out(first: date, last: date) -> str:
    """What is said where the State Council's calendar of a year is not out; "" where it is."""
    years = "、".join(f"{year}年" for year in unpublished(first, last))
    return (
        f"{years}的节假日安排还没有公布，暂按周一至周五为工作日、没有节假日编排；公布后请重排。"
        if years
        else ""
    )


def month_paper(scope: Scope, town: Town, custom: DutyCustom, first: date, dated: date, mark: str) -> Ledger:
    """值班表 of a month in the usual form: a line a day, with phones."""
    last = neighbours(first)[1] - timedelta(days=1)
    days = days_of_turns(standing(scope, first, last), first, last)
    used = [
        position
        for position in POSITIONS
        if any(day.of(position) for day in days) or position in ("lead", "duty")
    ]
    # Those of a position stand beside each other, so that a month is one page to be put on the wall.
    most = {one: min(2, max(len(day.of(one)) for day in days)) for one in used}
    facts = [("值班电话", town.phone or "未登记"), ("交接班", f"每日{custom.changes_at:%H:%M}，次日同时交班")]
    if said := not_out(first, last):
        facts.append(("说明", said))
    heads = (
        Head("日期", 1.6, True),
        Head("星期", 1.2, True),
        *(Head(_HEADS[one], 3 * max(1, most[one]), True) for one in used),
        Head("备注", 1.6, True),
    )
    return Ledger(
        title=f"{town.name}{first.year}年{first.month}月值班表",
        facts=tuple(facts),
        heads=heads,
        rows=tuple(
            (
                f"{day.on.month}月{day.on.day}日",
                day.weekday,
                *("　".join(_told(line) for line in day.of(one)) for one in used),
                day.word,
            )
            for day in days
        ),
        dated=dated,
        family=f"{town.name}{town.office}",
        signs=("制表", "审核"),
        mark=mark,
        names=tuple({line.name for day in days for line in day.lines}),
    )


_HEADS = {"lead": "带班领导", "duty": "值班人员", "driver": "司机", "spare": "备班"}


_JOINED = "\u00a0"  # a name and its phone are not parted at the end of a line


def _told(line: Line) -> str:
    return f"{line.name}{_JOINED}{line.phone}".strip(_JOINED) + (
        f"（原{line.instead_of}）" if line.instead_of else ""
    )


def phones_paper(town: Town, days: list[Day], show: str, dated: date, mark: str) -> Ledger:
    """值班电话公开表: who stands on the coming days, under the town's phone or, where the town says so, their own."""
    rows: list[tuple[Any, ...]] = [
        (
            f"{day.on.month}月{day.on.day}日 {day.weekday}",
            line.label,
            line.name,
            phone_shown(town, line, show),
        )
        for day in days
        for line in day.lines
        if line.position in ("lead", "duty")
    ]
    return Ledger(
        title=f"{town.name}值班电话公开表",
        facts=(
            ("24小时值班电话", town.phone or "未登记"),
            ("安全生产举报投诉", "12350"),
            ("公布日期", in_words(dated)),
        ),
        heads=(Head("日期", 2, True), Head("岗位", 1.4, True), Head("姓名", 2, True), Head("电话", 3, True)),
        rows=tuple(rows),
        dated=dated,
        family=f"{town.name}{town.office}",
        none="这几天没有发布值班表。",
        mark=mark,
        names=tuple({line.name for day in days for line in day.lines}),
    )


def phone_shown(town: Town, line: Line, show: str) -> str:
    """The phone that is shown in public: by what the town says of its boards (公示牌)."""
    return {"none": "", "office": town.phone, "real": line.phone or town.phone}[show]
