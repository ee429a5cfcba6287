"""Pure rules of visits."""

from datetime import date, datetime, timedelta

KINDS = {"check": "检查", "patrol": "网格巡查", "reinspection": "复查"}
# Kinds of drives (专项行动), as superiors name them.
DRIVE_KINDS = {
    "special": "专项整治",
    "general": "安全生产大检查",
    "hundred": "百日攻坚",
    "root": "治本攻坚",
    "flood": "汛期检查",
    "holiday": "节假日检查",
    "month": "安全生产月",
    "sweep": "拉网式巡查",
}


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


def why_not_in(name: str, state: str, closed_on: date | None, on: date) -> str:
    """Why a visit of a day cannot belong to a drive, or "". A late entry of a day before it was closed still may."""
    if state == "draft":
        return f"“{name}”还没有印发，检查不能记在它名下。"
    if state == "cancelled":
        return f"“{name}”已经取消，检查不能记在它名下。"
    if state == "closed" and closed_on is not None and on > closed_on:
        return f"“{name}”已经总结，以后的检查不再记在它名下。"
    return ""
