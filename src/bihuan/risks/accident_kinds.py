"""Kinds of accidents (事故类型) as the standard in force on a day names them. Pure.

GB 6441-1986 is replaced by GB 6441-2025 from 1 July 2026. What was recorded under the older names stays so.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CodeList:
    """The kinds of a standard, in force from a day up to (not including) another; None: until today."""

    standard: str
    from_on: date
    to_on: date | None
    kinds: tuple[str, ...]


CODE_LISTS = (
    CodeList(
        "GB 6441-1986",
        date(1987, 2, 1),
        date(2026, 7, 1),
        (
            "物体打击",
            "车辆伤害",
            "机械伤害",
            "起重伤害",
            "触电",
            "淹溺",
            "灼烫",
            "火灾",
            "高处坠落",
            "坍塌",
            "冒顶片帮",
            "透水",
            "放炮",
            "火药爆炸",
            "瓦斯爆炸",
            "锅炉爆炸",
            "容器爆炸",
            "其他爆炸",
            "中毒和窒息",
            "其他伤害",
        ),
    ),
    CodeList(
        "GB 6441-2025",
        date(2026, 7, 1),
        None,
        (
            "物体打击",
            "厂（场）内车辆致害",
            "道路（轨道）车辆致害",
            "机械致害",
            "起重致害",
            "触电",
            "淹溺",
            "灼烫",
            "火灾",
            "高处坠落",
            "跌落",
            "坍塌",
            "水害",
            "容器爆炸",
            "管道爆炸",
            "可燃气体爆炸",
            "可燃液体蒸气爆炸",
            "粉尘爆炸",
            "民用爆炸物品爆炸",
            "烟花爆竹爆炸",
            "其他可燃固体爆炸",
            "高温熔融物爆炸",
            "中毒",
            "窒息",
            "滑坡",
            "泄漏",
            "其他事故",
        ),
    ),
)
KINDS_OF_ACCIDENTS = frozenset(kind for one in CODE_LISTS for kind in one.kinds)


def code_list(on: date) -> CodeList:
    """The list in force on a day; before the first there was none better."""
    return next((one for one in reversed(CODE_LISTS) if one.from_on <= on), CODE_LISTS[0])


def accident_kinds(on: date) -> tuple[str, ...]:
    """The kinds of accidents that are offered on a day."""
    return code_list(on).kinds
