"""What makes a hazard major (重大事故隐患判定标准), by trade, as dated reference data: offered while grading, cited on the record.

A criterion that is unknown, not in force on the day, or of another trade is refused. The tables give the gist in our own words;
the text of the standard decides. Before a standard's day its forerunner stands, or none. Pure.
"""

from dataclasses import dataclass
from datetime import date

from bihuan.hazards.criteria_data import building, industry, places
from bihuan.hazards.criteria_data.standard import Standard
from bihuan.hazards.lifecycle import MAJOR
from bihuan.units.rules import parent

STANDARDS: tuple[Standard, ...] = (*industry.STANDARDS, *building.STANDARDS, *places.STANDARDS)


@dataclass(frozen=True)
class Criterion:
    """One line of a standard. `code` is what a record keeps."""

    code: str
    standard: Standard
    clause: str
    gist: str

    @property
    def citation(self) -> str:
        """《…》（…）第三条：gist."""
        return f"{self.standard.citation}{self.clause}：{self.gist}"

    @property
    def option(self) -> str:
        """As a list offers it: the gist first, for a phone shows the beginning only."""
        return f"{self.gist}（{self.standard.number}{self.clause}）"


CRITERIA = {
    one.code: one
    for standard in STANDARDS
    for number, clause, gist in standard.rows
    for one in (Criterion(f"{standard.key}.{number}", standard, clause, gist),)
}


def criteria_for(category: str, on: date) -> list[Criterion]:
    """The criteria in force on a day for units of a category: of its own trade first, then those of all trades."""
    lines = _lineage(category)
    found = [one for one in CRITERIA.values() if one.standard.in_force(on) and _is_for(one.standard, lines)]
    return sorted(found, key=lambda one: _distance(one.standard, lines))


def check_criterion(code: str, level: str, category: str, on: date) -> str:
    """Why a hazard cannot be graded by a criterion, or "". No criterion is no fault: a case may be judged by what no table lists."""
    if not code:
        return ""
    criterion = CRITERIA.get(code)
    if criterion is None:
        return "没有这一条判定标准，请从列表中重新选择。"
    if level != MAJOR:
        return "只有重大隐患才选判定标准；请把级别改为重大隐患，或者不选。"
    if not criterion.standard.in_force(on):
        return f"{criterion.standard.citation}在{on:%Y-%m-%d}尚未施行或者已经失效，请重新选择。"
    if not _is_for(criterion.standard, _lineage(category)):
        return f"{criterion.standard.citation}不适用于这类单位，请重新选择。"
    return ""


def options_for(category: str, on: date) -> list[tuple[str, str]]:
    """What a page offers: (code, words)."""
    return [(one.code, one.option) for one in criteria_for(category, on)]


def cited(code: str) -> str:
    """The citation of a record's criterion, or ""."""
    return CRITERIA[code].citation if code in CRITERIA else ""


def _lineage(category: str) -> list[str]:
    """A category and those above it, the nearest first."""
    found = []
    while category:
        found.append(category)
        category = parent(category)
    return found


def _is_for(standard: Standard, lines: list[str]) -> bool:
    return not standard.categories or any(one in standard.categories for one in lines)


def _distance(standard: Standard, lines: list[str]) -> int:
    """How far above the category the standard's trade lies; what is for all trades comes last."""
    return next((index for index, one in enumerate(lines) if one in standard.categories), len(lines))
