"""The list of hazards: its columns, and what is done to many at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices, village
from bihuan.hazards import actions
from bihuan.hazards.actions import moves
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.rules import LEVELS, ORIGINS, TIP
from bihuan.hazards.step_forms import HazardFilter, OrderAllForm, UrgentAllForm
from bihuan.inspections.choices import colleagues
from bihuan.inspections.queries import begun_campaigns
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing
from bihuan.units.actions import hold_units
from bihuan.units.rules import CATEGORIES

STATES = (("open", "未销号"), ("overdue", "逾期"), *HAZARD.states.items())


def _checked(row: Hazard) -> str:
    visit = row.inspection
    if visit is None:
        return row.found_by
    two = (visit.first_inspector, visit.second_inspector)
    return "、".join(one.name for one in two if one)


def _papers(row: Hazard) -> str:
    return "、".join(term.paper.number for term in row.demands.all() if term.paper)


def _with_terms(found: QuerySet[Hazard], actor: Actor) -> QuerySet[Hazard]:
    terms = Demand.objects.within(actor.scope).select_related("paper").order_by("ordered_on", "id")
    return found.prefetch_related(Prefetch("demands", queryset=terms))


def _with_village(found: QuerySet[Hazard], actor: Actor) -> QuerySet[Hazard]:
    return found.annotate(village=village(actor.scope, "unit__cell"))


def _demanded(row: Hazard) -> str:
    return row.demand or ("当场整改" if row.onsite_on else "")


INSPECTORS = ("inspection__first_inspector", "inspection__second_inspector")
COLUMNS = (
    Column("number", "编号", lambda row: row.number, sort="number", minor=True),
    Column("text", "隐患", lambda row: row.text, main=True, wide=40),
    Column("state", "状态", lambda row: row.state_label),
    Column(
        "unit", "单位", lambda row: row.unit.name, sort="unit", wide=28, joins=("unit",), brings=_with_village
    ),
    Column("found", "发现日期", lambda row: row.found_on, sort="found"),
    Column("deadline", "整改期限", lambda row: row.deadline_on, sort="deadline"),
    Column("cell", "网格", lambda row: row.village, on=False, brings=_with_village),
    Column("category", "行业", lambda row: CATEGORIES[row.recorded_category].label, on=False),
    Column("kind", "类别", lambda row: row.kind_label, on=False),
    Column("level", "级别", lambda row: row.level_label, on=False),
    Column("place", "部位", lambda row: row.place, on=False),
    Column("basis", "判定依据", lambda row: row.basis, on=False, wide=24),
    Column("checked", "检查人", _checked, on=False, joins=INSPECTORS),
    Column("demand", "整改要求", _demanded, on=False, wide=30),
    Column("head", "责任人", lambda row: row.unit.head, on=False, joins=("unit",)),
    Column("settled", "整改完成日期", lambda row: row.settled_on, on=False),
    Column(
        "campaign", "专项行动", lambda row: str(row.campaign or ""), on=False, wide=24, joins=("campaign",)
    ),
    Column("papers", "文书编号", _papers, on=False, wide=30, brings=_with_terms),
)


def filters(actor: Actor) -> dict[str, Any]:
    """What the filters of the list and of its views offer."""
    return {
        "states": STATES,
        "levels": list(LEVELS.items()),
        "origins": [one for one in ORIGINS.items() if one[0] != TIP or actor.scope.whole],
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "categories": [(one.code, one.label) for one in CATEGORIES.values()],
        "campaigns": [(str(one.pk), one.name) for one in begun_campaigns(actor.scope)],
        "category_labels": {one.code: one.label for one in CATEGORIES.values()},
    }


def not_from_here(action: str) -> Callable[[Actor, Sequence[Hazard]], dict[UUID, str]]:
    """Of which hazards the lifecycle's table does not allow a step, and why."""

    def refused(_actor: Actor, rows: Sequence[Hazard]) -> dict[UUID, str]:
        closed = [
            row
            for row in rows
            if action not in [move.action for move in HAZARD.from_state(row.state, *row.traits)]
        ]
        return {row.pk: f"{row.state_label}，不能{HAZARD.label(action)}。" for row in closed}

    return refused


def _not_urgent(actor: Actor, rows: Sequence[Hazard]) -> dict[UUID, str]:
    twice = {row.pk: "已经列为急办。" for row in rows if row.urgent_on}
    return not_from_here("mark_urgent")(actor, rows) | twice


def _hold(actor: Actor, rows: Sequence[Hazard], _given: Mapping[str, Any]) -> None:
    moves.hold(actor, [row.pk for row in rows])


def _hold_with_units(actor: Actor, rows: Sequence[Hazard], given: Mapping[str, Any]) -> None:
    hold_units(actor, [row.unit_id for row in rows])
    _hold(actor, rows, given)


def _mark_urgent(actor: Actor, row: Hazard, given: Mapping[str, Any]) -> object:
    return actions.mark_urgent(actor, row.pk, version=row.version, **given)


def _order(actor: Actor, row: Hazard, given: Mapping[str, Any]) -> object:
    return actions.order_rectification(actor, row.pk, version=row.version, **given)


def _officers(actor: Actor) -> dict[str, Any]:
    """Who can be the second officer, wherever the hazards lie."""
    people = colleagues(actor.scope, clock.today())
    return {"seconds": [(str(one.id), one.name) for one in people if one.signs and one.id != actor.person]}


HAZARDS = declare_listing(
    Listing(
        key="hazards",
        title="隐患",
        unit="条",
        right="view",
        form=HazardFilter,
        columns=COLUMNS,
        template="hazards/list.html",
        cells="hazards/cells.html",
        named=lambda row: f"{row.number} {row.text}",
        context=filters,
        bulk=(
            Bulk(
                "order",
                "责令限期整改",
                "order",
                OrderAllForm,
                _hold_with_units,
                _order,
                not_from_here("order"),
                _officers,
                "hazards/bulk_order.html",
            ),
            Bulk(
                "urgent",
                "列为急办",
                "supervise",
                UrgentAllForm,
                _hold,
                _mark_urgent,
                _not_urgent,
                template="hazards/bulk_urgent.html",
            ),
        ),
    )
)
declare_export(HAZARDS)
