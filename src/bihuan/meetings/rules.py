"""Pure rules of meetings: kinds and their rhythm, what may be called, held and issued, what a decision needs. Of leaders tells `leading`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.core.calendar import in_words, months_on
from bihuan.grid.rules import POST_KINDS


@dataclass(frozen=True)
class Sort:
    """What a kind of meeting is, to who counts it."""

    label: str
    says: str


PARTY, COMMITTEE, SPECIAL, MORNING = "party", "committee", "special", "morning"
SORTS = {
    PARTY: Sort("党委会", "党委（党工委）会议，有安全生产议题的才计入"),
    COMMITTEE: Sort("安委会会议", "安全生产委员会全体会议"),
    SPECIAL: Sort("专题会议", "就一件事召开的动员会、推进会、专题会"),
    MORNING: Sort("晨会、例会", "安全办的晨会、调度会"),
}
EVERY = {"": "按需要", "week": "每周", "month": "每月", "quarter": "每季度", "half": "每半年", "year": "每年"}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_QUARTERS, _HALVES = "一二三四", ("上半年", "下半年")
LATE_NOTICE_DAYS = 14  # so many days before a period ends the desk says that its meeting is due

SESSIONS_TO = 99


@dataclass(frozen=True)
class Period:
    """A stretch of the calendar in which a meeting is to be held, or a duty done."""

    label: str
    first: date
    last: date


def period_of(every: str, day: date) -> Period:
    """The week, month, quarter, half or whole year around a day; ValueError where there is no rhythm."""
    if every == "week":
        first = day - timedelta(days=day.weekday())
        return Period(f"{first.month}月{first.day}日起的一周", first, first + timedelta(days=6))
    months = _MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = months_on(first, months) - timedelta(days=1)
    at = (first.month - 1) // months
    label = {
        "month": f"{first.month}月",
        "quarter": f"{_QUARTERS[at % 4]}季度",
        "half": _HALVES[at % 2],
        "year": f"{first.year}年",
    }[every]
    return Period(label, first, last)


def periods_between(every: str, since: date, until: date) -> list[Period]:
    """The periods that touch the days from one to another, in order."""
    found, day = [], since
    while day <= until:
        found.append(period_of(every, day))
        day = found[-1].last + timedelta(days=1)
    return found


def missed(every: str, since: date, today: date, held: Collection[date]) -> list[Period]:
    """The periods that have ended without a meeting since a kind began; one that it began in the middle of is not asked for."""
    if not every:
        return []
    past = (one for one in periods_between(every, since, today) if since <= one.first and one.last < today)
    return [one for one in past if not any(one.first <= day <= one.last for day in held)]


@dataclass(frozen=True)
class UsualKind:
    """A kind of meeting that most towns have."""

    sort: str
    name: str
    every: str
    body: str
    word: str
    notice_word: str
    chair: str
    posts: tuple[str, ...]
    guests: str = ""


# {town}: the town's name, {short}: its first character, {office}: its safety office.
USUAL = (
    UsualKind(
        PARTY,
        "党委会议",
        "quarter",
        "中共{town}委员会",
        "{short}党委纪",
        "",
        "secretary",
        ("secretary", "mayor", "vice_mayor"),
        "安全办",
    ),
    UsualKind(
        COMMITTEE,
        "安委会全体会议",
        "quarter",
        "{town}安全生产委员会",
        "{short}安委纪",
        "{short}安委",
        "mayor",
        ("secretary", "mayor", "vice_mayor", "safety_head", "department_head", "office_head"),
        "派出所、供电所、中心校",
    ),
    UsualKind(
        SPECIAL,
        "安全生产专题会议",
        "",
        "{town}安全生产委员会",
        "{short}安专纪",
        "{short}安委",
        "vice_mayor",
        ("vice_mayor", "safety_head", "inspector", "department_head", "office_head"),
    ),
    UsualKind(
        MORNING,
        "安全办晨会",
        "",
        "{town}{office}",
        "{short}晨会纪",
        "",
        "safety_head",
        ("safety_head", "inspector"),
    ),
)
# Who can be asked to a meeting of the town: units' own persons and the administrators are not.
INVITED = tuple(code for code, kind in POST_KINDS.items() if "office" in kind.rights and code != "district")
LEADERS = ("secretary", "mayor", "vice_mayor")
MAIN_LEADERS = ("secretary", "mayor")


def check_kind(
    *,
    sort: str,
    name: str,
    every: str,
    body: str,
    chair: str,
    posts: Sequence[str],
) -> dict[str, str]:
    """What is wrong with a kind of meeting, by field."""
    wrong: dict[str, str] = {}
    if sort not in SORTS:
        wrong["sort"] = "请选择会议类别。"
    if not name.strip():
        wrong["name"] = "请填写会议名称，如“安委会全体会议”。"
    if every not in EVERY:
        wrong["every"] = "请选择多久开一次。"
    if not body.strip():
        wrong["body"] = "请填写印发通知、纪要的机关。"
    if chair not in INVITED:
        wrong["chair"] = "请选择由哪个岗位主持。"
    if not posts or set(posts) - set(INVITED):
        wrong["posts"] = "请勾选参会的岗位。"
    return wrong


_DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """第十二次 without 第 and 次; above SESSIONS_TO in digits."""
    if not 1 <= number <= SESSIONS_TO:
        return str(number)
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def title_of(kind: str, sort: str, year: int, number: int) -> str:
    """2018年第二次安委会全体会议; what is held on demand bears only its name until somebody says what about."""
    if sort == MORNING:
        return kind
    return f"{year}年第{ordinal(number)}次{kind}"


# 两个体系: risk grading and the search for hazards, as the years have called it.
_DUAL = re.compile(r"两个体系|双重预防|双预防|双体系")


@dataclass(frozen=True)
class Wanted:
    """A decision as it is written down: what, who (the id of a tenure), until when. `id` where it is work already."""

    text: str = ""
    post: str = ""
    due: str = ""
    id: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.post or self.due)


@dataclass(frozen=True)
class Topic:
    """A topic of a meeting. `source`: what proposed it ("" for one that was typed), with `lines`, the material of that day: pairs of words and
    address. `safety`: about work safety. `talk`: what was said; `wanted`: what was decided."""

    key: str
    title: str
    by: str = ""
    safety: bool = True
    source: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    talk: str = ""
    wanted: tuple[Wanted, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            **vars(self),
            "lines": [list(one) for one in self.lines],
            "wanted": [dict(vars(one)) for one in self.wanted],
        }


def topic_of(kept: Mapping[str, Any]) -> Topic:
    """Back from what `Topic.as_kept` made."""
    return Topic(
        **{
            **kept,
            "lines": tuple((text, url) for text, url in kept["lines"]),
            "wanted": tuple(Wanted(**one) for one in kept["wanted"]),
        }
    )


def is_dual(title: str, topics: Iterable[Topic]) -> bool:
    """Whether a meeting is about the two systems: its title says so, or one of its topics."""
    return any(_DUAL.search(words) for words in (title, *(one.title for one in topics)))


@dataclass(frozen=True)
class Presence:
    """How a person was at a meeting. `state`: present, leave (with a reason), absent; `stand_in`: who came instead."""

    person: str
    state: str = "present"
    spoke: bool = False
    note: str = ""


PRESENCE = {"present": "出席", "leave": "请假", "absent": "缺席"}


def check_plan(
    *,
    title: str,
    at: datetime | None,
    place: str,
    posts: Collection[str],
    topics: Sequence[Topic],
    now: datetime,
) -> dict[str, str]:
    """What a notice lacks, by field."""
    wrong: dict[str, str] = {}
    if not title.strip():
        wrong["title"] = "请填写会议名称。"
    if at is None:
        wrong["at"] = "请填写开会时间。"
    elif at <= now:
        wrong["at"] = "通知的开会时间应在现在以后；已经开过的，请直接登记会议情况。"
    if not place.strip():
        wrong["place"] = "请填写地点。"
    if not posts:
        wrong["posts"] = "请勾选参会的岗位。"
    if not topics:
        wrong["topics"] = "请至少写一项议题。"
    return wrong


def check_held(
    at: datetime | None, place: str, chair: str, present: Sequence[Presence], now: datetime
) -> dict[str, str]:
    """What is wrong with what was said of a meeting that was held, by field."""
    wrong: dict[str, str] = {}
    if at is None:
        wrong["at"] = "请填写开会时间。"
    elif at > now:
        wrong["at"] = "开会时间不能晚于现在。"
    if not place.strip():
        wrong["place"] = "请填写地点。"
    there = {one.person for one in present if one.state == "present"}
    if not there:
        wrong["present"] = "没有人出席，不能登记为已开。没有开的，请取消。"
    elif chair not in there:
        wrong["chair"] = "主持人应当是出席的人。"
    for one in present:
        if one.state == "leave" and not one.note.strip():
            wrong[f"note_{one.person}"] = "请填写请假原因或者代会人。"
    return wrong


def check_minutes(
    topics: Sequence[Topic], posts: Collection[str], held_on: date, signer: str
) -> dict[str, str]:
    """What minutes lack before they are issued, by field (`due_KEY_AT`): each decision has what, who and until when."""
    wrong: dict[str, str] = {}
    if not signer.strip():
        wrong["signer"] = "请填写签发人。"
    if not topics:
        wrong["topics"] = "没有议题，不能印发纪要。"
    for topic in topics:
        if not topic.title.strip():
            wrong[f"title_{topic.key}"] = "请填写议题。"
        for at, one in enumerate(topic.wanted):
            if one.is_empty:
                continue
            if not one.text.strip():
                wrong[f"text_{topic.key}_{at}"] = "请写明议定做什么。"
            if one.post not in posts:
                wrong[f"post_{topic.key}_{at}"] = "请选择责任人：没有责任人的议定事项不能印发。"
            due = as_day(one.due)
            if due is None:
                wrong[f"due_{topic.key}_{at}"] = "请填写完成期限：没有期限的议定事项不能印发。"
            elif due < held_on and not one.id:
                wrong[f"due_{topic.key}_{at}"] = f"完成期限不能早于开会日期（{in_words(held_on)}）。"
    return wrong


def as_day(text: str) -> date | None:
    """A day as a form sends it, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def how(due_on: date, done_on: date | None, today: date) -> str:
    """How a decision stands: "done", "done_late", "open", "late"."""
    if done_on is not None:
        return "done" if done_on <= due_on else "done_late"
    return "late" if due_on < today else "open"


HOW = {
    "done": "按期完成",
    "done_late": "逾期完成",
    "open": "办理中",
    "late": "逾期未完成",
    "dropped": "不再办理",
}
