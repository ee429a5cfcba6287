"""When a period is over: what is asked of it by which hour, how it is called, how a form that is due stands. Pure."""

from datetime import date, timedelta

# The kinds of periods that come again by themselves, and how many days after its end a form of one may be asked at the latest.
RHYTHMS = {
    "day": "每天",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half": "每半年",
    "annual": "每年",
}
DAYS_MAX = {"day": 7, "week": 7, "month": 28, "quarter": 60, "half": 90, "annual": 120}
# A clock that stood still makes up for so many past periods, no more.
CATCH_UP = {"day": 7, "week": 4, "month": 3, "quarter": 2, "half": 1, "annual": 1}
# The bulletins that a town may have drafted.
BULLETINS = ("week", "month", "quarter", "half")
# Of which the period before is not the year before: these two stand beside.
COMPARED = ("day", *BULLETINS)
USUAL_BULLETINS = ("month", "quarter")  # where it never said otherwise
_WEEKDAYS = "一二三四五六日"

STATES = {
    "open": "待填",
    "failed": "没有填成",
    "ready": "待核对上报",
    "missing": "逾期未报",
    "handed": "已按时上报",
    "late": "迟报",
    "waived": "本期免报",
}


def over(kind: str, today: date) -> tuple[date, date]:
    """The last period of a kind that is over on a day; both days counted."""
    if kind == "day":
        return today - timedelta(days=1), today - timedelta(days=1)
    if kind == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "half": 6, "annual": 12}[kind]
    until = date(today.year, (today.month - 1) // months * months + 1, 1) - timedelta(days=1)
    return date(until.year, until.month - months + 1, 1), until


def running(kind: str, today: date) -> date:
    """The first day of the period that runs on a day."""
    return over(kind, today)[1] + timedelta(days=1)


def periods_over(kind: str, first: date, today: date) -> list[tuple[date, date]]:
    """The periods that are over on a day and begin on `first` or later, the oldest first; of many the last CATCH_UP."""
    found: list[tuple[date, date]] = []
    day = today
    while len(found) < CATCH_UP[kind]:
        since, until = over(kind, day)
        if since < first:
            break
        found.append((since, until))
        day = since
    return found[::-1]


def due_on(until: date, days: int) -> date:
    """The day on which a form is asked, so many days after its period's last."""
    return until + timedelta(days=days)


def asked_words(kind: str, days: int, by: str) -> str:
    """When a form is asked, as people say it: 每月，次月3日17:00前."""
    when = {
        "day": "次日" if days == 1 else f"第{days}天",
        "week": f"次周{_WEEKDAYS[(days - 1) % 7]}",
        "month": f"次月{days}日",
        "annual": f"次年1月{days}日" if days <= 31 else f"年后第{days}天",
    }.get(kind, f"期满后第{days}天")
    return f"{RHYTHMS[kind]}，{when}{by}前"


def period_words(kind: str, since: date, until: date) -> str:
    """A period as people call it: 2018年3月, 2018年3月5日至11日, 2018年第一季度."""
    whole = {
        "month": f"{since.year}年{since.month}月",
        "quarter": f"{since.year}年第{'一二三四'[(since.month - 1) // 3]}季度",
        "half": f"{since.year}年{'上' if since.month <= 6 else '下'}半年",
        "annual": f"{since.year}年",
    }.get(kind)
    if whole and over(kind, until + timedelta(days=1)) == (since, until):
        return whole
    first = f"{since.year}年{since.month}月{since.day}日"
    if since == until:
        return first
    year = f"{until.year}年" if until.year != since.year else ""
    month = f"{until.month}月" if year or until.month != since.month else ""
    return f"{first}至{year}{month}{until.day}日"


def why_not_due(kind: str, days: int | None, has_hour: bool) -> dict[str, str]:
    """What is wrong with how a form is to be asked, by field."""
    wrong = {}
    if kind not in RHYTHMS:
        wrong["days"] = "专项和其他报表没有固定的期，不能定期自动填。请按每天、每周、每月等登记。"
    elif days is None or not 1 <= days <= DAYS_MAX[kind]:
        wrong["days"] = f"{RHYTHMS[kind]}的报表，期满后第几天报应填1至{DAYS_MAX[kind]}。"
    if not has_hour:
        wrong["by"] = "请填写几点前报，如17:00。"
    return wrong


def state_of(*, filled: bool, problem: bool, handed: bool, late: bool, waived: bool, past: bool) -> str:
    """The code of how a due form stands; `past`: its hour has passed."""
    if waived:
        return "waived"
    if handed:
        return "late" if late else "handed"
    if past:
        return "missing"
    if filled:
        return "ready"
    return "failed" if problem else "open"
