"""Pure rules of hazards."""

from datetime import date
from typing import Any

LEVELS = {"general": "一般隐患", "major": "重大隐患"}
FUNDS_MAX_YUAN = 1_000_000_000  # for one hazard; a slip of the finger is more
SELF, TIP = "self", "tip"
ORIGINS = {
    "town": "镇级检查",
    "patrol": "网格员巡查",
    "reinspection": "复查新发现",
    SELF: "企业自查",
    TIP: "群众举报",
}
# Whoever told of a hazard is not to be guessed by the unit: to it, a hazard from a tip is one that the town found.
TOLD_AS = ORIGINS | {TIP: ORIGINS["town"]}
KINDS = {
    "paper": "证照资料",
    "training": "教育培训",
    "rules": "制度规程",
    "fire": "消防安全",
    "power": "用电安全",
    "equipment": "设备设施",
    "place": "场所环境",
    "conduct": "作业行为",
    "chemicals": "危险物品",
    "other": "其他",
}


# Where to go next. A unit that somebody visited within so many days is left in peace; among the others what was found
# again in the last year and what is major and open climbs.
RESTS_DAYS = 30
REPEATS_DAYS = 365
_MAJOR_WEIGHS = 3


def pressing(repeats: Any, majors: Any) -> Any:
    """How far a unit climbs in the plan: a point for each hazard found again, three for each open major one. Of numbers, or
    of the columns of a query."""
    return repeats + majors * _MAJOR_WEIGHS


def why_pressing(repeats: int, majors: int) -> str:
    """The same in words, "" where nothing presses: 重大隐患1条未销号，重复隐患3条."""
    parts = [f"重大隐患{majors}条未销号" if majors else "", f"重复隐患{repeats}条" if repeats else ""]
    return "，".join(filter(None, parts))


def is_overdue(deadline_on: date | None, settled_on: date | None, on: date) -> bool:
    """Whether an order has run out on a day: the deadline itself is still in time."""
    if deadline_on is None or deadline_on >= on:
        return False
    return settled_on is None or settled_on > on


# A unit mends what it finds itself within so many days, unless it says by when.
OWN_DAYS, OWN_DAYS_MAX = 7, 90


def check_own_deadline(deadline_on: date, found_on: date) -> str:
    """Why a unit cannot give itself this term for what it found, or ""."""
    if deadline_on < found_on:
        return "整改期限不能早于今天。"
    if (deadline_on - found_on).days > OWN_DAYS_MAX:
        return f"整改期限最长{OWN_DAYS_MAX}天；确需更长的，请向镇安全办报告。"
    return ""


def needs_town(*, major: bool, deadline_on: date | None, mended_on: date | None, on: date) -> bool:
    """Whether the town looks at what a unit found itself: it is major, or was not mended by its day. What was reported mended in
    time stays with the unit, however late the unit looks at it."""
    return major or (deadline_on is not None and deadline_on < (mended_on or on))


def hazard_number(year: int, number: int) -> str:
    """A hazard's number within its town: 2018-0012."""
    return f"{year}-{number:04d}"
