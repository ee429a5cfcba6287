"""Pure rules of hazards."""

from datetime import date

LEVELS = {"general": "一般隐患", "major": "重大隐患"}
ORIGINS = {"town": "镇级检查", "patrol": "网格员巡查", "reinspection": "复查新发现"}
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


def is_overdue(deadline_on: date | None, settled_on: date | None, on: date) -> bool:
    """Whether an order has run out on a day: the deadline itself is still in time."""
    if deadline_on is None or deadline_on >= on:
        return False
    return settled_on is None or settled_on > on


def hazard_number(year: int, number: int) -> str:
    """A hazard's number within its town: 2018-0012."""
    return f"{year}-{number:04d}"
