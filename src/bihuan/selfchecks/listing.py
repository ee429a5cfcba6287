"""The lists of self-checks: the checks, the doubts, and how units stand. Their columns."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.risks.rules import FREQUENCIES, level_labels
from bihuan.selfchecks.forms import (
    DOUBT_CHOICES,
    EVERY_CHOICES,
    STANDING_CHOICES,
    CheckFilter,
    DoubtFilter,
    StandingFilter,
)
from bihuan.selfchecks.rules import DOUBTS, SETTLED, alive_since, share
from bihuan.units.rules import CATEGORIES


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "everies": EVERY_CHOICES,
        "doubts": DOUBT_CHOICES,
        "standings": STANDING_CHOICES,
        "alive_mark": alive_mark,
    }


def alive_mark(row: Any) -> Mark:
    """The badge of whether a unit is alive."""
    if row.last_on and row.last_on >= alive_since(clock.today()):
        return ("good", "check", "有自查")
    return ("bad", "alert-triangle", "近30天没有自查")


def _percent(row: Any) -> str:
    found = share(row.done, row.due)
    return "" if found is None else f"{found}%"


def _far(row: Any) -> str:
    return "" if row.far_m is None else f"{row.far_m}米"


CHECKS = declare_listing(
    Listing(
        key="selfcheck_list",
        title="自查记录",
        unit="次",
        right="view",
        form=CheckFilter,
        columns=(
            Column("point", "风险点", lambda row: row.point.name, main=True, wide=24, joins=("point",)),
            Column("unit", "单位", lambda row: row.unit.name, wide=28, joins=("unit",)),
            Column("at", "检查时间", lambda row: row.at),
            Column("result", "结果", lambda row: "正常" if row.is_normal else "有隐患"),
            Column("person", "检查人", lambda row: row.person.name, joins=("person",)),
            Column(
                "level",
                "层级",
                lambda row: level_labels(row.unit.category)[row.level],
                joins=("unit",),
                minor=True,
            ),
            Column("every", "频次", lambda row: FREQUENCIES[row.every]),
            Column("shift", "班次", lambda row: row.shift, on=False),
            Column("lines", "检查内容（项）", lambda row: row.lines, num=True, minor=True),
            Column("far", "离风险点", _far, on=False),
            Column("entered", "上传时间", lambda row: row.entered_at, on=False),
        ),
        template="selfchecks/checks.html",
        cells="selfchecks/cells.html",
        context=_filters,
        named=lambda row: row.point.name,
    )
)
DOUBT_LIST = declare_listing(
    Listing(
        key="selfcheck_doubts",
        title="自查存疑",
        unit="条",
        right="inspect",
        form=DoubtFilter,
        columns=(
            Column("kind", "存疑", lambda row: DOUBTS[row.kind], main=True, wide=28),
            Column("unit", "单位", lambda row: row.unit.name, wide=28, joins=("unit",)),
            Column("says", "情况", lambda row: row.says, wide=40),
            Column(
                "person",
                "检查人",
                lambda row: row.person.name if row.person else "",
                joins=("person",),
                minor=True,
            ),
            Column("count", "次数", lambda row: row.count, num=True),
            Column("raised", "提出", lambda row: row.raised_on),
            Column("last", "最近一次", lambda row: row.last_on),
            Column("outcome", "处理结果", lambda row: SETTLED.get(row.outcome, "")),
            Column("note", "说明", lambda row: row.note, on=False, wide=40),
        ),
        template="selfchecks/doubts.html",
        cells="selfchecks/doubt_cells.html",
        context=_filters,
        named=lambda row: f"{row.unit.name} {row}",
        hint="存疑是请您问一问、看一看，不是认定弄虚作假。",
    )
)
STANDINGS = declare_listing(
    Listing(
        key="selfcheck_units",
        title="各单位自查情况",
        unit="家",
        right="view",
        form=StandingFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
            Column("state", "状态", lambda row: alive_mark(row)[2]),
            Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",)),
            Column(
                "category",
                "类别",
                lambda row: CATEGORIES[row.unit.category].label,
                joins=("unit",),
                minor=True,
            ),
            Column("last", "最近自查", lambda row: row.last_on),
            Column("due", "近30天应自查", lambda row: row.due, num=True, minor=True),
            Column("done", "按时自查", lambda row: row.done, num=True, minor=True),
            Column("percent", "完成率", _percent, num=True),
            Column("hazards", "自查隐患", lambda row: row.hazards, num=True),
        ),
        template="selfchecks/standings.html",
        cells="selfchecks/standing_cells.html",
        context=_filters,
        named=lambda row: row.unit.name,
    )
)
for _listing in (CHECKS, DOUBT_LIST, STANDINGS):
    declare_export(_listing)
