"""Pure rules of accidents: grades, windows of the toll, clocks of telling upward, what a report says and how it differs from the last.

Law: 生产安全事故报告和调查处理条例 (国务院令第493号), articles 3 (grades), 9 and 11 (one hour, two hours), 12 (contents), 13 (the toll).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PENDING, PRODUCTION = "pending", "production"
NATURES = {
    PENDING: "待定性",
    PRODUCTION: "生产安全事故",
    "road": "道路交通事故（非生产经营）",
    "fire": "火灾（非生产经营）",
    "water": "溺水、淹水（非生产经营）",
    "disaster": "自然灾害",
    "other": "其他非生产安全事故",
}
ORDINARY, LARGE, MAJOR, GRAVE = "ordinary", "large", "major", "grave"
GRADES = {ORDINARY: "一般", LARGE: "较大", MAJOR: "重大", GRAVE: "特别重大"}
WAN = 10_000
# From how many dead, severely injured (acute poisoning counts), or yuan of direct loss on, each number included (art. 3).
_FROM = ((GRAVE, 30, 100, 10_000 * WAN), (MAJOR, 10, 50, 5_000 * WAN), (LARGE, 3, 10, 1_000 * WAN))


@dataclass(frozen=True)
class Counts:
    """What an accident has cost as far as is known: persons, and yuan of direct loss."""

    deaths: int = 0
    severe: int = 0
    light: int = 0
    missing: int = 0
    trapped: int = 0
    loss_yuan: int = 0

    def in_words(self) -> str:
        """死亡1人，重伤2人; 无人员伤亡 where nobody is hurt, missing or trapped."""
        told = [f"{word}{getattr(self, name)}人" for name, word in PERSONS.items() if getattr(self, name)]
        loss = [f"直接经济损失{self.loss_yuan / WAN:g}万元"] if self.loss_yuan else []
        return "，".join([*(told or ["无人员伤亡"]), *loss])


PERSONS = {"deaths": "死亡", "severe": "重伤", "light": "轻伤", "missing": "失踪", "trapped": "被困"}
COUNTED = {**PERSONS, "loss_yuan": "直接经济损失"}
PERSONS_MAX, LOSS_MAX_YUAN = 9_999, 100_000_000 * WAN


def grade(counts: Counts) -> str:
    """The grade of an accident by its toll: the gravest that the dead, the severely injured or the loss alone would give (art. 3)."""
    for code, deaths, severe, loss in _FROM:
        if counts.deaths >= deaths or counts.severe >= severe or counts.loss_yuan >= loss:
            return code
    return ORDINARY


def is_graded(nature: str) -> bool:
    """Whether the grades of the regulation are of an accident: of one of production, or that may be one."""
    return nature in (PENDING, PRODUCTION)


USUAL_DAYS, SHORT_DAYS = 30, 7
_SHORT_KINDS = ("火灾", "道路（轨道）车辆致害")


def window_days(nature: str, kind: str) -> int:
    """For how many days after its own an accident's toll may change its statistics: 7 for road traffic and fire, else 30 (art. 13)."""
    return SHORT_DAYS if nature in ("road", "fire") or kind in _SHORT_KINDS else USUAL_DAYS


Span = tuple[date | None, date | None]


def counting(known: Sequence[date], happened_on: date, days: int) -> list[Span]:
    """From and up to (not including) which day each of an accident's tolls counts, given the days on which they became known in order. The
    first counts from the day of the accident, one known after the window counts never (None, None)."""
    last = happened_on + timedelta(days=days)
    inside = [at for at, day in enumerate(known) if at == 0 or day <= last]
    starts = [happened_on if at == 0 else known[at] for at in inside]
    ends: list[date | None] = [*starts[1:], None]
    spans: list[Span] = [(None, None)] * len(known)
    for at, start, end in zip(inside, starts, ends, strict=True):
        spans[at] = (start, end)
    return spans


OLDEST_DAYS = 3_660  # an older one is a year that was typed wrong
LAW_MINUTES, UNIT_MINUTES, PRESS_MINUTES = 120, 60, 15


@dataclass(frozen=True)
class Clock:
    """A term for telling upward, and when it was met."""

    key: str
    label: str
    due_at: datetime
    met_at: datetime | None

    def late_by(self, now: datetime) -> timedelta | None:
        """By how much it was or is missed; None where it was or can still be kept. The last instant is in time."""
        over = (self.met_at or now) - self.due_at
        return over if over > timedelta() else None

    def presses(self, now: datetime) -> bool:
        """Whether it is about to run out."""
        return self.met_at is None and now >= self.due_at - timedelta(minutes=PRESS_MINUTES)

    def says(self, now: datetime) -> str:
        """还剩25分钟, 已迟10分钟, 按时, 迟报1小时5分钟."""
        late = self.late_by(now)
        if late is not None:
            return f"{'迟报' if self.met_at else '已迟'}{lasting(late)}"
        return "按时" if self.met_at else f"还剩{lasting(self.due_at - now)}"


def lasting(span: timedelta) -> str:
    """1小时5分钟; what is begun of a minute is a minute."""
    minutes = -(-int(span.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = ((days, "天"), (hours, "小时"), (rest if not days else 0, "分钟"))
    return "".join(f"{count}{word}" for count, word in parts if count) or "0分钟"


# Whom somebody tells: what is above meets the clocks; art. 10 names the others (公安、人社、工会、检察院).
TOLD_TO = {"above": "上一级（区县党委政府、应急部门）", "others": "其他有关部门"}
TELLERS = {"town": "本镇", "unit": "事故单位"}
WAYS = {"phone": "电话", "system": "信息系统", "fax": "传真", "paper": "书面送达"}
WRITTEN = ("system", "fax", "paper")


def check_times(
    *, happened_at: datetime, heard_at: datetime, unit_heard_at: datetime | None, now: datetime
) -> dict[str, str]:
    """What is wrong with the instants of an accident, by field."""
    wrong: dict[str, str] = {}
    if happened_at > now:
        wrong["happened_at"] = "发生时间不能晚于现在。"
    elif happened_at < now - timedelta(days=OLDEST_DAYS):
        wrong["happened_at"] = "发生时间早于10年前，请核对年份。"
    if heard_at > now:
        wrong["heard_at"] = "接报时间不能晚于现在。"
    elif heard_at < happened_at:
        wrong["heard_at"] = "接报时间不能早于发生时间，请核对两个时间。"
    if unit_heard_at and not happened_at <= unit_heard_at <= now:
        wrong["unit_heard_at"] = "单位负责人接报时间应在发生时间和现在之间。"
    return wrong


def check_counts(counts: Counts) -> dict[str, str]:
    """What is wrong with a toll, by field."""
    wrong = {
        name: f"{word}人数应为0至{PERSONS_MAX}之间的整数。"
        for name, word in PERSONS.items()
        if not 0 <= getattr(counts, name) <= PERSONS_MAX
    }
    if not 0 <= counts.loss_yuan <= LOSS_MAX_YUAN:
        wrong["loss_yuan"] = "直接经济损失应为0至1万亿元之间的整数，单位是元。"
    return wrong


def shrinks(before: Counts, after: Counts) -> list[str]:
    """The words of what a later toll has less of: fewer dead or injured than were told want a reason. Who was missing or trapped may be found."""
    firm = ("deaths", "severe", "light", "loss_yuan")
    return [COUNTED[name] for name in firm if getattr(after, name) < getattr(before, name)]


# What a flash report says, in its order (art. 12). Values are kept as they are printed.
FIELDS = {
    "unit": "事故单位",
    "category": "单位类型、行业",
    "happened": "发生时间",
    "heard": "接报时间、来源",
    "place": "事故地点",
    "position": "坐标",
    "kind": "事故类型",
    "nature": "事故性质",
    "grade": "事故等级",
    **COUNTED,
    "brief": "简要经过",
    "measures": "已采取的措施",
    "commander": "现场指挥",
    "contact": "联系人",
    "phone": "联系电话",
    "instructions": "领导批示",
}
WRITTEN_BY_HAND = ("brief", "measures", "commander", "contact", "phone", "instructions")


@dataclass(frozen=True)
class Change:
    """A field that says something else than in the report before."""

    label: str
    before: str
    after: str


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """What a report says otherwise than the one before it, in the order of the form."""
    return [
        Change(label, before.get(name, ""), after.get(name, ""))
        for name, label in FIELDS.items()
        if before.get(name, "") != after.get(name, "")
    ]


FIRST, LAST = 1, "终报"


def report_title(number: int, *, is_final: bool) -> str:
    """首报, 续报1, 续报2, 终报; 首报（终报） where one report says all."""
    if number == FIRST:
        return "首报（终报）" if is_final else "首报"
    return LAST if is_final else f"续报{number - 1}"


def accident_number(year: int, number: int) -> str:
    """SG20260001."""
    return f"SG{year}{number:04d}"
