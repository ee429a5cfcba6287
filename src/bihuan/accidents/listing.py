"""The register of accidents: its columns."""

from typing import Any

from django.db.models import QuerySet

from bihuan.accidents import rules
from bihuan.accidents.forms import NATURES, STATES, AccidentFilter
from bihuan.accidents.models import Accident
from bihuan.accidents.parts import SEES
from bihuan.accidents.queries import with_toll
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing


def _with_toll(found: QuerySet[Accident], actor: Actor) -> QuerySet[Accident]:
    return with_toll(found, actor.scope)


def toll_of(row: Any) -> str:
    """死亡1人，重伤2人."""
    return rules.Counts(**{name: getattr(row, name) for name in rules.COUNTED}).in_words()


def told_in_time(row: Accident) -> str:
    """Each term of an accident in words, the unit's as well."""
    now = clock.now()
    return "；".join(f"{one.label}{one.says(now)}" for one in row.clocks)


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "states": STATES,
        "natures": NATURES,
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "toll_of": toll_of,
        "now": clock.now(),
    }


ACCIDENTS = declare_listing(
    Listing(
        key="accidents",
        title="事故登记",
        unit="起",
        right=SEES,
        form=AccidentFilter,
        columns=(
            Column("where", "单位、地点", lambda row: row.where, main=True, wide=28, joins=("unit",)),
            Column("happened", "发生时间", lambda row: row.happened_at, wide=20),
            Column("kind", "类型", lambda row: row.kind),
            Column("toll", "伤亡和损失", toll_of, wide=28, brings=_with_toll),
            Column("grade", "等级", lambda row: row.grade_label, brings=_with_toll),
            Column("nature", "性质", lambda row: row.nature_label, wide=24),
            Column("state", "状态", lambda row: row.state_label),
            Column("told", "报告时限", told_in_time, wide=40, minor=True),
            Column("number", "编号", lambda row: row.number, on=False),
            Column("place", "事故地点", lambda row: row.place, on=False, wide=28),
            Column("cell", "网格", lambda row: row.cell.name, on=False, joins=("cell",)),
            Column("category", "行业", lambda row: row.category_label, on=False),
            Column("brief", "简要经过", lambda row: row.brief, on=False, wide=40),
            Column("heard", "接报时间", lambda row: row.heard_at, on=False, wide=20),
            Column("worded", "首次报出", lambda row: row.worded_at, on=False, wide=20),
            Column("written", "书面报出", lambda row: row.written_at, on=False, wide=20),
            Column("closed", "结案日期", lambda row: row.closed_on, on=False),
            Column("conclusions", "调查结论", lambda row: row.conclusions, on=False, wide=40),
        ),
        template="accidents/list.html",
        cells="accidents/cells.html",
        context=_filters,
        named=str,
    )
)
declare_export(ACCIDENTS)
