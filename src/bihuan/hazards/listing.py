"""The list of hazards: its columns, those of the ledger among them, and what is done to many at once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices, village
from bihuan.hazards import actions
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.rules import LEVELS
from bihuan.hazards.step_forms import HazardFilter, UrgentAllForm
from bihuan.inspections.models import Campaign
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing
from bihuan.units.rules import CATEGORIES

STATES = (("open", "未销号"), ("overdue", "逾期"), *HAZARD.states.items())


def _checked(row: Hazard) -> str:
    visit = row.inspection
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
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "categories": [(one.code, one.label) for one in CATEGORIES.values()],
        "campaigns": [(str(one.pk), one.name) for one in Campaign.objects.within(actor.scope)],
        "category_labels": {one.code: one.label for one in CATEGORIES.values()},
    }


def _not_urgent(_actor: Actor, row: Hazard) -> str:
    """Why a hazard cannot be put on the urgent track, by the lifecycle's table."""
    if row.urgent_on:
        return "已经列为急办。"
    allowed = (move.action for move in HAZARD.from_state(row.state, *row.traits))
    return "" if "mark_urgent" in allowed else f"{row.state_label}，不能列为急办。"


def _mark_urgent(actor: Actor, row: Hazard, given: Mapping[str, Any]) -> object:
    return actions.mark_urgent(actor, row.pk, version=row.version, **given)


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
                "urgent",
                "列为急办",
                "supervise",
                UrgentAllForm,
                _mark_urgent,
                _not_urgent,
                template="hazards/bulk_urgent.html",
            ),
        ),
    )
)
declare_export(HAZARDS)
