"""The list of decisions: its columns."""

from typing import Any

from django.db.models import QuerySet

from bihuan.core.actions import Actor
from bihuan.grid.queries import village
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.measures.forms import VIEWS, DecisionFilter
from bihuan.measures.models import Decision
from bihuan.measures.queries import with_next_revisit
from bihuan.measures.rules import KINDS, LEVELS


def _watch(row: Any) -> str:
    """How the watch over it stands; what was never watched, or was struck out, says so."""
    if row.voided_on:
        return "已作废"
    return row.watch.state_label if hasattr(row, "watch") else ""


def _with_village(found: QuerySet[Decision], actor: Actor) -> QuerySet[Decision]:
    return found.annotate(village=village(actor.scope, "unit__cell"))


def _with_next_revisit(found: QuerySet[Decision], actor: Actor) -> QuerySet[Decision]:
    return with_next_revisit(found, actor.scope)


def _filters(_actor: Actor) -> dict[str, Any]:
    return {"kinds": list(KINDS.items()), "levels": list(LEVELS.items()), "views": list(VIEWS.items())}


DECISIONS = declare_listing(
    Listing(
        key="decisions",
        title="停产、取缔等决定",
        unit="项",
        right="view",
        form=DecisionFilter,
        columns=(
            Column(
                "unit",
                "单位",
                lambda row: row.unit.name,
                sort="unit",
                main=True,
                wide=28,
                joins=("unit",),
                brings=_with_village,
            ),
            Column("watch", "状态", _watch, joins=("watch",)),
            Column("kind", "决定", lambda row: row.label),
            Column("body", "决定机关", lambda row: row.body, wide=24),
            Column("number", "文号", lambda row: row.number, on=False, wide=20),
            Column("decided", "决定日期", lambda row: row.decided_on, sort="decided"),
            Column("reason", "事由", lambda row: row.reason, wide=30),
            Column("revisit", "下次回访", lambda row: row.revisit_on, brings=_with_next_revisit),
            Column("power", "权力来源", lambda row: row.power_label, on=False, joins=("grant",), wide=20),
            Column("cell", "网格", lambda row: row.village, on=False, brings=_with_village),
            Column("level", "机关层级", lambda row: LEVELS[row.level], on=False),
            Column("voided", "作废日期", lambda row: row.voided_on, on=False),
        ),
        template="measures/list.html",
        cells="measures/cells.html",
        context=_filters,
        named=lambda row: f"{row.unit.name} {row}",
    )
)
declare_export(DECISIONS)
