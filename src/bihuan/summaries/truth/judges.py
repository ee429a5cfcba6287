"""The judges of claims: values of the deciding figures in, a verdict and a truthful wording out. Pure.

Nothing is proved from an empty basis; where a figure has no answer the claim is undecidable and the reason is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.figures.evaluation import Value

PROVED, DISPROVED, UNDECIDABLE = "proved", "disproved", "undecidable"
VERDICTS = {PROVED: "属实", DISPROVED: "不属实", UNDECIDABLE: "无从判断"}


@dataclass(frozen=True)
class Finding:
    """A judge's word: the verdict, what it rests on, and a truthful wording to offer."""

    verdict: str
    text: str
    wording: str = ""


Values = dict[str, Value]
Judge = Callable[[Values, int | None], Finding]


def _number(value: Value) -> int:
    return int(value.value or 0)


def all_rectified(values: Values, said: int | None) -> Finding:
    """全部整改完毕 holds exactly if something was found and nothing of it is open at the cut-off."""
    found, left = values["hazards.found"], values["hazards.open"]
    if not found.value:
        return Finding(UNDECIDABLE, found.missing or "期内没有发现隐患的记录，谈不上全部整改")
    rate, done = values["hazards.rate"].value, _number(values["hazards.rectified"])
    if not left.value:
        return Finding(PROVED, f"发现{found.value}条，已全部整改")
    overdue, undecided = (_number(values[key]) for key in ("hazards.open_overdue", "hazards.undecided"))
    if overdue == left.value:
        rest = f"逾期未整改{overdue}条"
    elif overdue:
        rest = f"其余{left.value}条尚未整改完成，其中逾期{overdue}条"
    elif undecided:
        rest = f"其余{left.value}条尚未整改完成"
    else:
        rest = f"其余{left.value}条均在整改期限内"
    return Finding(
        DISPROVED,
        f"发现{found.value}条，已整改{done}条，整改率{rate}%，未整改{left.value}条",
        f"已整改{done}条，整改率{rate}%，{rest}",
    )


def ordered_rectified(values: Values, said: int | None) -> Finding:
    """限期整改…已整改完毕 holds exactly if all that was ordered has passed re-inspection by the cut-off."""
    ordered, done = values["hazards.deadline"], _number(values["hazards.deadline_done"])
    if not ordered.value:
        return Finding(UNDECIDABLE, ordered.missing or "期内没有责令限期整改的记录")
    if done == ordered.value:
        return Finding(PROVED, f"限期整改{ordered.value}条，均已复查合格")
    left = int(ordered.value) - done
    return Finding(
        DISPROVED,
        f"限期整改{ordered.value}条，复查合格{done}条，未完成{left}条",
        f"限期整改{ordered.value}条，已完成{done}条，其余{left}条正在督促整改",
    )


def grid_covered(values: Values, said: int | None) -> Finding:
    """网格全覆盖 holds exactly if every cell has a named person and every unit lies in a cell."""
    cells, bare, outside = (
        _number(values[key]) for key in ("grid.cells", "grid.uncovered", "units.unplaced")
    )
    if not cells:
        return Finding(UNDECIDABLE, "还没有划分网格")
    if not bare and not outside:
        return Finding(PROVED, f"{cells}个网格都有实名责任人，监管对象都在网格内")
    return Finding(
        DISPROVED,
        f"{cells}个网格中{bare}个没有实名责任人，{outside}家监管对象不在网格内",
        f"划分网格{cells}个，实名到位{cells - bare}个",
    )


def checked_all(values: Values, said: int | None) -> Finding:
    """检查全覆盖 holds exactly if every unit in the register was visited in the period."""
    rate, units, total = (values[key].value for key in ("inspect.coverage", "inspect.covered", "units.total"))
    if rate is None or not total or units is None:
        return Finding(UNDECIDABLE, values["inspect.coverage"].missing or "没有检查记录")
    if units >= total:
        return Finding(PROVED, f"在册{total}家，检查{units}家")
    return Finding(DISPROVED, f"在册{total}家，检查{units}家，覆盖率{rate}%", f"检查覆盖率{rate}%")


def no_overdue(values: Values, said: int | None) -> Finding:
    value = values["hazards.overdue"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == 0:
        return Finding(PROVED, "截止日没有逾期未整改的隐患")
    return Finding(DISPROVED, f"截止日逾期未整改{value.value}条", f"逾期未整改{value.value}条")


def banned(values: Values, said: int | None) -> Finding:
    return _as_many_as_said(values["sanction.ban"], said, "取缔", "处")


def suspended(values: Values, said: int | None) -> Finding:
    return _as_many_as_said(values["sanction.suspend"], said, "停业整顿", "家")


def _as_many_as_said(value: Value, said: int | None, what: str, unit: str) -> Finding:
    """A number printed in the text holds exactly if as many decisions are on record."""
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    recorded = f"登记的{what}决定涉及{value.value}{unit}"
    if value.value == said:
        return Finding(PROVED, f"{recorded}，与文中一致")
    return Finding(DISPROVED, f"{recorded}，文中写{said}{unit}", f"{what}{value.value}{unit}")


def formed(values: Values, said: int | None) -> Finding:
    """成立N个组 is borne out by as many teams that went out; fewer or more disprove nothing, a team may have stayed in."""
    value = values["inspect.groups"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == said:
        return Finding(PROVED, f"期内出动过{value.value}个专项组，与文中一致")
    return Finding(UNDECIDABLE, f"期内出动过的专项组是{value.value}个，文中写{said}个，请核对")
