"""What was changed of a unit, field by field, read out of its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES, STATES

LABELS = {
    "name": "名称",
    "category": "类别",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "cell": "网格",
    "department": "行业主管部门",
    "employees": "从业人数",
    "above_scale_from": "规模以上起",
    "above_scale_to": "规模以上止",
    "pilot_from": "纳入两个体系建设日期",
    "details": "专用栏目",
    "latitude": "纬度",
    "longitude": "经度",
}
SECRET = "负责人、电话"  # which the log does not keep
_TELLS = ("register_unit", "revise_unit", "place_unit", "move_with_cell")


@dataclass(frozen=True)
class Change:
    """One field changed: when, by whom, from what to what, in words ("" for nothing)."""

    at: datetime
    who: str
    label: str
    before: str
    after: str


def changes(scope: Scope, trail: Sequence[Event]) -> list[Change]:
    """A unit's changes, the newest first. Two queries for the names of cells and departments."""
    names = _names(scope, trail)
    known: dict[str, Any] = {}
    found: list[Change] = []
    for event in trail:
        if event.action == "change_state":
            why = str(event.given.get("reason") or "")
            now = f"{STATES[event.after]}（{why}）" if why else STATES[event.after]
            found.append(Change(event.at, event.actor_name, "状态", STATES.get(event.before, ""), now))
        if event.action not in _TELLS:
            continue
        if event.action != "register_unit":
            found += _changed(event, known, names)
        known |= event.given
    return found[::-1]


def _changed(event: Event, known: dict[str, Any], names: dict[str, str]) -> list[Change]:
    told = [
        Change(
            event.at,
            event.actor_name,
            LABELS[name],
            *(said(known, name, names), said(event.given, name, names)),
        )
        for name in LABELS
        if name in event.given and (event.given[name] or None) != (known.get(name) or None)
    ]
    if event.action == "revise_unit" and not told:
        told = [Change(event.at, event.actor_name, SECRET, "（不记入日志）", "（不记入日志）")]
    return told


def said(given: dict[str, Any], name: str, names: dict[str, str]) -> str:
    """A logged value in words."""
    value = given.get(name)
    if value in (None, "", {}):
        return ""
    if name == "category":
        return CATEGORIES[value].label if value in CATEGORIES else str(value)
    if name in ("cell", "department"):
        return names.get(str(value), "")
    if name == "details":
        return _details(str(given.get("category") or ""), value)
    return in_words(date.fromisoformat(value)) if name.endswith(("_from", "_to")) else str(value)


def word(unit: Unit, name: str, value: Any) -> str:
    """A unit's value in words."""
    if value in (None, "", {}):
        return ""
    if name == "category":
        return CATEGORIES[value].label
    if name == "details":
        return _details(unit.category, value)
    if name == "position":
        return f"{value[0]:.6f}，{value[1]:.6f}"
    return in_words(value) if isinstance(value, date) else str(value)


def _details(category: str, values: dict[str, Any]) -> str:
    labels = {one.name: one.label for one in CATEGORIES[category].details} if category in CATEGORIES else {}
    words = {True: "是", False: "否"}
    shown = (
        f"{labels.get(name, name)}：{words[value] if isinstance(value, bool) else value}"
        for name, value in values.items()
    )
    return "；".join(shown)


def _names(scope: Scope, trail: Sequence[Event]) -> dict[str, str]:
    """The names of all cells and departments that the events name, by id."""
    town = Scope.whole_town(scope.town)
    ids = {
        UUID(str(event.given[name]))
        for event in trail
        for name in ("cell", "department")
        if event.given.get(name)
    }
    cells = Cell.objects.within(town).filter(pk__in=ids).values_list("pk", "name")
    departments = Department.objects.within(town).filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in [*cells, *departments]}
