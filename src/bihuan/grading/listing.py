"""The list of levels: each unit with its points and reasons."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grading.forms import LEVEL_CHOICES, LevelFilter
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.rules import CATEGORIES


def _filters(actor: Actor) -> dict[str, Any]:
    cells = cell_choices(actor.scope, clock.today(), "path")
    return {"cells": cells, "categories": CATEGORY_CHOICES, "levels": LEVEL_CHOICES}


UNIT_LEVELS = declare_listing(
    Listing(
        key="unit_levels",
        title="监管等级",
        unit="家",
        right="office",
        form=LevelFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
            Column("level", "等级", lambda row: row.grading.says, wide=18),
            Column("score", "分值", lambda row: row.score, num=True),
            Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",)),
            Column(
                "category",
                "类别",
                lambda row: CATEGORIES[row.unit.category].label,
                joins=("unit",),
                minor=True,
            ),
            Column(
                "reasons",
                "依据",
                lambda row: "；".join(f"{one.says}{one.points:+d}" for one in row.told),
                wide=48,
            ),
            Column("from", "评定日期", lambda row: row.from_on),
        ),
        template="grading/levels.html",
        cells="grading/level_cells.html",
        named=lambda row: row.unit.name,
        context=_filters,
        hint="由风险清单和隐患的记录每天评定，等级越高查得越勤。",
    )
)
declare_export(UNIT_LEVELS)
