"""Pure rules of visits."""

from datetime import date, datetime, timedelta

KINDS = {"check": "检查", "patrol": "网格巡查", "reinspection": "复查"}


def order_paper(*, granted: bool) -> str:
    """What binds a unit to mend in time: an order where the town holds a grant, else a notice of its own."""
    return "order" if granted else "notice"


def check_day(visited_on: date, today: date) -> str:
    """Why a visit cannot be dated so, or ""."""
    if visited_on > today:
        return "检查日期不能晚于今天。"
    if visited_on < today - timedelta(days=366 * 3):
        return "检查日期已超过三年，请核对年份。"
    return ""


def begun(began_at: datetime | None, now: datetime, *, late: bool) -> datetime | None:
    """When a visit began, as its page said: within the same day and before now, else it is not known."""
    if late or began_at is None or not now - timedelta(hours=12) <= began_at <= now:
        return None
    return began_at


def check_deadline(deadline_on: date | None, visited_on: date) -> str:
    """Why a deadline cannot stand, or "". The day itself is the last day for mending."""
    if deadline_on is None:
        return "请填写整改期限。"
    if deadline_on < visited_on:
        return "整改期限不能早于检查日期。"
    if (deadline_on - visited_on).days > 366:
        return "整改期限超过一年，请核对年份。"
    return ""
