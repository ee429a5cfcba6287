"""What a plan asks to be handed up (报送): who hands what to whom, on which days; what is due is worked out from that and never stored. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

RHYTHMS = {"once": "一次", "week": "每周", "end": "行动结束后"}
WEEKDAYS = {at: f"每周{day}" for at, day in enumerate("一二三四五六日")}
TEAMS, OFFICE = (
    "team",
    "office",
)  # who hands up: each team of the plan, or the safety office; else the id of a department
OFFICE_LABEL = "镇安全办"
BULLETIN, FORM = (
    "bulletin",
    "form:",
)  # made from records: the drive's own bulletin, or a form of a superior by its id
DAYS_MAX = 30
NEAR_DAYS = 2  # so long before it is due somebody is told


@dataclass(frozen=True)
class Asked:
    """A paper that a plan asks for. `key` stays through all changes of the plan; `on` of what is due once, `weekday` (0: Monday) each week, `days`
    after the drive's last day. `source`: "" for what somebody writes. `since`: from which day each of those asked owes it (team or
    department by id, or OFFICE)."""

    key: str
    name: str
    by: str = TEAMS
    to: str = ""
    rhythm: str = "week"
    on: date | None = None
    weekday: int | None = None
    days: int | None = None
    source: str = ""
    since: Mapping[str, date] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The id of the form that is filled, "" for none."""
        return self.source.removeprefix(FORM) if self.source.startswith(FORM) else ""

    @property
    def when(self) -> str:
        """每周五；6月20日；行动结束后3日内."""
        if self.rhythm == "once":
            return f"{self.on.month}月{self.on.day}日" if self.on else ""
        if self.rhythm == "week":
            return WEEKDAYS[self.weekday] if self.weekday is not None else ""
        return f"行动结束后{self.days}日内" if self.days else "行动结束当天"

    @property
    def terms(self) -> tuple[object, ...]:
        """What must be as it was for a debt to go on from before a change of the plan."""
        return (self.by, self.rhythm, self.on, self.weekday, self.days)

    def as_kept(self) -> dict[str, object]:
        return {
            "key": self.key,
            "name": self.name,
            "by": self.by,
            "to": self.to,
            "rhythm": self.rhythm,
            "on": self.on.isoformat() if self.on else "",
            "weekday": self.weekday,
            "days": self.days,
            "source": self.source,
            "since": {who: day.isoformat() for who, day in self.since.items()},
        }


def asked_of(kept: Mapping[str, object]) -> Asked:
    """Back from what `as_kept` made."""
    given = dict(kept)
    given["on"] = date.fromisoformat(str(kept["on"])) if kept["on"] else None
    since = kept["since"]
    assert isinstance(since, Mapping)
    given["since"] = {who: date.fromisoformat(day) for who, day in since.items()}
    return Asked(**given)  # type: ignore[arg-type]


def carried(asked: Iterable[Asked], before: Iterable[Asked]) -> list[Asked]:
    """Lines of a changed plan with the debts of those that ask the same as before; what is asked otherwise begins anew."""
    known = {one.key: one for one in before}
    return [
        replace(
            one,
            since=known[one.key].since if one.key in known and known[one.key].terms == one.terms else {},
        )
        for one in asked
    ]


def stamped(asked: Iterable[Asked], teams: Sequence[str], today: date) -> list[Asked]:
    """The lines of a plan that is issued: who is asked since before goes on, who is new owes from today, who is asked no more owes nothing."""
    return [
        replace(
            one, since={who: one.since.get(who, today) for who in (teams if one.by == TEAMS else [one.by])}
        )
        for one in asked
    ]


@dataclass(frozen=True)
class Due:
    """What one body owes on a day, for the days from `since` (inclusive)."""

    asked: Asked
    who: str
    since: date
    on: date


def dues(asked: Iterable[Asked], begins_on: date, ends_on: date, closed_on: date | None = None) -> list[Due]:
    """All that falls due in a drive, the first first. Once it is closed no week falls due any more; what is asked after its end is asked after the
    day on which it really ended."""
    last = min(ends_on, closed_on) if closed_on else ends_on
    found = [
        Due(one, who, since, on)
        for one in asked
        for since, on in _days(one, begins_on, last)
        for who, from_on in one.since.items()
        if on >= from_on
    ]
    return sorted(found, key=lambda due: due.on)


def _days(one: Asked, first: date, last: date) -> list[tuple[date, date]]:
    """The days on which a paper falls due, each with the first day that it is about."""
    if one.rhythm == "end":
        return [(first, last + timedelta(days=one.days or 0))]
    if one.rhythm == "once":
        return [(first, one.on)] if one.on and one.on <= last else []
    if one.weekday is None:
        return []
    found, since = [], first
    on = first + timedelta(days=(one.weekday - first.weekday()) % 7)
    while on <= last:
        found.append((since, on))
        since, on = on + timedelta(days=1), on + timedelta(days=7)
    return found


def check_asked(
    asked: Sequence[Asked], begins_on: date, ends_on: date, today: date, sources: Collection[str]
) -> str:
    """What is wrong with the lines of a plan, or "". `sources`: what can be made from records."""
    for one in asked:
        said = f"“{one.name}”"
        if not one.to.strip():
            return f"{said}没有写明报给谁。"
        if one.rhythm not in RHYTHMS:
            return f"{said}没有选什么时候报。"
        if one.rhythm == "once" and one.on is None:
            return f"{said}没有填哪天报。"
        if one.rhythm == "once" and one.on and not begins_on <= one.on <= ends_on:
            return f"{said}的报送日期不在行动的起止日期以内；结束以后才报的，请选“行动结束后”。"
        if one.rhythm == "once" and one.on and one.on < today and not one.since:
            return f"{said}的报送日期已经过去，请改成今天或以后的日期。"
        if one.rhythm == "week" and one.weekday not in WEEKDAYS:
            return f"{said}没有选每周几报。"
        if one.rhythm == "end" and (one.days is None or not 0 <= one.days <= DAYS_MAX):
            return f"{said}：行动结束后第几天报，应为0至{DAYS_MAX}天。"
        if one.source and one.by != OFFICE:
            return f"{said}按记录填写，由{OFFICE_LABEL}报送；由别人报送的，请把“材料”选为自行填写。"
        if one.source and one.source not in sources:
            return f"{said}选的报表样式已经不在，请重新选择。"
    names = [one.name for one in asked]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return f"“{twice}”列了两次，请合并成一行，或者分别起名。"
    return ""


@dataclass(frozen=True)
class Sent:
    """A paper that was handed up, as far as it settles what is due."""

    key: str
    who: str
    due_on: date


def settles(sent: Sent, due: Due) -> bool:
    """Whether what was handed up is what is due. What falls due but once stays settled though its day was changed."""
    same = sent.key == due.asked.key and sent.who == due.who
    return same and (due.asked.rhythm != "week" or sent.due_on == due.on)


# How a line stands, as the drive's table has it: kind, icon and word of a badge.
STATES = {
    "sent": ("good", "check", "已报"),
    "late": ("wait", "check", "迟报"),
    "overdue": ("bad", "alert-triangle", "逾期未报"),
    "today": ("wait", "clock", "今天要报"),
    "near": ("wait", "clock", "快到期"),
    "coming": ("", "circle-dashed", "未到期"),
}


def state_of(on: date, today: date) -> str:
    """How what was not handed up stands on a day; a key of STATES."""
    if on < today:
        return "overdue"
    if on == today:
        return "today"
    return "near" if (on - today).days <= NEAR_DAYS else "coming"
