"""Pure rules of daily reports: who reports on which days and by when, what a report must hold, when nothing may be said to have happened,
and how what is below comes together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

Number = int | Decimal


@dataclass(frozen=True)
class Reporter:
    """A kind of who reports: its word, and whether it puts together what those below it said."""

    label: str
    gathers: bool = False


REPORTERS = {
    "village": Reporter("村（社区）"),
    "department": Reporter("部门"),
    "office": Reporter("办事处", gathers=True),
    "town": Reporter("镇", gathers=True),
    "unit": Reporter("企业（单位）"),
}

# On which days a report is asked for.
DAYS = {"every": "每天", "workday": "工作日", "holiday": "休息日和节假日", "named": "指定的日子"}


@dataclass(frozen=True)
class Source:
    """Where the value of a field comes from: a person's number or words, or a figure of the registry (by its key)."""

    label: str
    asked: bool


SOURCES = {"number": Source("填报数字", True), "words": Source("填报文字", True)}


@dataclass(frozen=True)
class Field:
    """A line of a report. `source` is a key of SOURCES or of a figure; a typed number may be held `against` a figure. `zero`: in a zero
    report it is nought, or the report is none."""

    key: str
    label: str
    source: str
    unit: str = ""
    against: str = ""
    zero: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether a person fills it in."""
        return self.source in SOURCES

    @property
    def is_words(self) -> bool:
        return self.source == "words"

    @property
    def figure(self) -> str:
        """The figure that the records are asked for, "" where there is none."""
        return self.against if self.is_asked else self.source

    def as_kept(self) -> dict[str, Any]:
        """The field as a form's row keeps it."""
        return asdict(self)


# What a town's daily report usually asks for (figures by key); a town changes it as its superior wants it.
USUAL = (
    Field("f1", "检查家次", "inspect.visits", "家次"),
    Field("f2", "发现隐患", "hazards.found", "条", zero=True),
    Field("f3", "立即整改", "hazards.onsite", "条"),
    Field("f4", "重大事故隐患", "hazards.major", "条", zero=True),
    Field("f5", "突发事件", "number", "起", zero=True),
    Field("f6", "情况说明", "words"),
)
FIELDS_MAX, SAID_MAX, NUMBER_MAX = 20, 500, 10**9
AHEAD_MAX = 366  # days that somebody asks ahead


def check_form(
    *,
    title: str,
    reporters: Collection[str],
    categories: Collection[str],
    days: str,
    ranges: Sequence[tuple[date, date]],
    fields: Sequence[Field],
    by: time | None,
    from_on: date | None,
    known: Mapping[str, str],
    trades: Collection[str],
    today: date,
) -> dict[str, str]:
    """What is wrong with a form, by field, in words. `known`: the figures that can be asked of a place and a day, and their units."""
    wrong: dict[str, str] = {}
    if not title.strip():
        wrong["title"] = "请填写名称，如“安全生产日报告”。"
    if not reporters or set(reporters) - REPORTERS.keys():
        wrong["reporters"] = "请选择由谁报送。"
    elif "unit" in reporters and len(reporters) > 1:
        wrong["reporters"] = "企业报送的请单独设一张表：企业在村里，两边的数不能相加。"
    elif "unit" in reporters and (not categories or set(categories) - set(trades)):
        wrong["categories"] = "请选择由哪几类企业报送。"
    if days not in DAYS:
        wrong["days"] = "请选择哪些天报送。"
    elif days == "named" and not ranges:
        wrong["ranges"] = "请填写起止日期。"
    if any(first > last for first, last in ranges):
        wrong["ranges"] = "结束日期不能早于开始日期。"
    elif days == "named" and ranges and all(last < today for _, last in ranges):
        wrong["ranges"] = "这些日子都已经过去，请核对日期。"
    if by is None:
        wrong["by"] = "请填写截止时间，如17:00。"
    if from_on is None or from_on < today:
        wrong["from_on"] = "开始日期不能早于今天：过去的日子没有要求过报送。"
    elif (from_on - today).days > AHEAD_MAX:
        wrong["from_on"] = "开始日期离今天超过一年，请核对年份。"
    if said := _wrong_fields(fields, known):
        wrong["fields"] = said
    return wrong


def _wrong_fields(fields: Sequence[Field], known: Mapping[str, str]) -> str:
    if not fields:
        return "请至少设一个填报项目。"
    if len(fields) > FIELDS_MAX:
        return f"填报项目最多{FIELDS_MAX}个。"
    names = [one.label.strip() for one in fields]
    for one in fields:
        if not one.label.strip():
            return "每个填报项目都要有名称。"
        if names.count(one.label.strip()) > 1:
            return f"“{one.label}”重复。"
        if not one.is_asked and one.source not in known:
            return f"“{one.label}”的来源不能按日、按地方统计，请从列表中选择。"
        if one.against and (one.source != "number" or one.against not in known):
            return f"“{one.label}”：只有填报的数字可以对照指标，请从列表中选择。"
        if one.zero and one.is_words:
            return f"“{one.label}”是文字，不能作为零报告的条件。"
    return ""


def is_asked(days: str, ranges: Iterable[tuple[date, date]], day: date, workday: bool) -> bool:
    """Whether a report is asked for on a day."""
    if days == "named":
        return any(first <= day <= last for first, last in ranges)
    return days == "every" or (days == "workday") == workday


def due_day(day: date, next_day: bool) -> date:
    """The day at whose hour a report is due."""
    return day + timedelta(days=1) if next_day else day


@dataclass(frozen=True)
class Line:
    """A field with what was said of it and what the records say; None where they say nothing."""

    field: Field
    said: Number | str | None
    records: Number | None = None
    why: str = ""  # of what the records do not say

    @property
    def differs(self) -> bool:
        """Whether what was said is not what the records say."""
        return bool(self.field.figure) and not self.field.is_words and (self.said or 0) != (self.records or 0)


def against_zero(fields: Iterable[Field], records: Mapping[str, Number | None]) -> list[Line]:
    """What the records hold that a zero report would deny, by the figures of its fields."""
    found = [Line(one, None, records.get(one.key)) for one in fields if one.zero and one.figure]
    return [one for one in found if one.records]


def zero_values(fields: Iterable[Field], records: Mapping[str, Number | None]) -> dict[str, Number | str]:
    """What a zero report says: what the records hold where a figure fills it in, nought and nothing elsewhere."""
    return {
        one.key: "" if one.is_words else 0 if one.is_asked else records.get(one.key) or 0 for one in fields
    }


def check_typed(fields: Iterable[Field], typed: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with what a person filled in, by field."""
    wrong = {}
    for one in fields:
        given = typed.get(one.key)
        if one.is_words and len(str(given or "")) > SAID_MAX:
            wrong[one.key] = f"{one.label}最多{SAID_MAX}个字。"
        elif one.source == "number" and given is None:
            wrong[one.key] = f"请填写{one.label}，没有的填0。"
        elif one.source == "number" and not 0 <= int(given or 0) <= NUMBER_MAX:
            wrong[one.key] = f"{one.label}应为0或正整数。"
    return wrong


def is_nothing(fields: Iterable[Field], values: Mapping[str, Any]) -> bool:
    """Whether a report says that nothing happened: each field that must be nought in a zero report is, and no words were written."""
    return all(not values.get(one.key) for one in fields if one.zero or one.is_words)


def added_up(fields: Iterable[Field], reports: Iterable[Mapping[str, Any]]) -> dict[str, Number]:
    """The numbers of some reports, each added up."""
    kept = list(reports)
    return {
        one.key: sum((_number(report.get(one.key)) for report in kept), 0)
        for one in fields
        if not one.is_words
    }


def _number(said: Any) -> Number:
    """A number as a row keeps it: decimals as text."""
    return Decimal(said) if isinstance(said, str) and said else said or 0


@dataclass(frozen=True)
class Said:
    """What a place said: the path of its cell, whether it gathers what those below it said, and the values."""

    path: str
    gathers: bool
    values: Mapping[str, Any]


def topmost(reports: Sequence[Said]) -> list[Said]:
    """The reports that are added up: of a place and another that gathered it, only the one that gathered, so that nothing counts twice."""
    gatherers = [one.path for one in reports if one.gathers]
    return [
        one
        for one in reports
        if not any(one.path != path and one.path.startswith(path) for path in gatherers)
    ]


# How a report stands, as lists and figures have it.
STATES = {"open": "待报", "missing": "未报", "zero": "零报告", "content": "有情况", "late": "迟报"}


def state_of(*, sent: bool, late: bool, is_zero: bool, over: bool) -> str:
    """The code of the state of a report that is owed; `over`: its hour has passed."""
    if not sent:
        return "missing" if over else "open"
    if late:
        return "late"
    return "zero" if is_zero else "content"
