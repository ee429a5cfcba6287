"""The list of visits: its columns."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.core.actions import Actor
from bihuan.hazards.queries import standing
from bihuan.inspections.forms import MARKS, InspectionFilter
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import begun_campaigns
from bihuan.inspections.rules import KINDS
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

INSPECTORS = ("first_inspector", "second_inspector")


def _inspectors(row: Inspection) -> str:
    return "、".join(one.name for one in (row.first_inspector, row.second_inspector) if one)


def _marks(row: Inspection) -> str:
    outing = row.outing
    said = (
        ("补录", row.is_late_entry),
        ("四不两直", outing and outing.unannounced),
        ("夜查", outing and outing.night),
        ("已作废", row.voided_on),
    )
    return "、".join(word for word, holds in said if holds)


def _with_counts(found: QuerySet[Inspection], actor: Actor) -> QuerySet[Inspection]:
    """With how many hazards that stand were found on each."""
    mine = standing(actor.scope).filter(inspection=OuterRef("pk")).order_by().values("inspection")
    return found.annotate(found_count=Coalesce(Subquery(mine.annotate(found=Count("pk")).values("found")), 0))


def _filters(actor: Actor) -> dict[str, Any]:
    campaigns = [(str(one.pk), one.name) for one in begun_campaigns(actor.scope)]
    return {"kinds": list(KINDS.items()), "marks": MARKS, "campaigns": campaigns}


VISITS = declare_listing(
    Listing(
        key="inspections",
        title="检查记录",
        unit="条",
        right="view",
        form=InspectionFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
            Column("day", "日期", lambda row: row.visited_on),
            Column("kind", "类型", lambda row: row.kind_label),
            Column("inspectors", "检查人员", _inspectors, joins=INSPECTORS),
            Column("campaign", "专项行动", lambda row: str(row.campaign or ""), wide=24, joins=("campaign",)),
            Column("found", "发现隐患", lambda row: row.found_count, num=True, brings=_with_counts),
            Column("marks", "标记", _marks, joins=("outing",)),
            Column(
                "cell", "网格", lambda row: str(row.unit.cell or ""), on=False, joins=("unit", "unit__cell")
            ),
            Column("present", "现场负责人", lambda row: row.present, on=False),
            Column("entered", "录入时间", lambda row: row.entered_at, on=False, wide=18),
        ),
        template="inspections/list.html",
        cells="inspections/cells.html",
        context=_filters,
        named=lambda row: row.unit.name,
    )
)
declare_export(VISITS)
