"""The list of tasks: its columns."""

from typing import Any

from django.db.models import Count, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices
from bihuan.grid.rules import POST_KINDS
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.rounds.forms import KINDS, POSTS, STATES, TaskFilter
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import counting, times_walked
from bihuan.rounds.rules import PERIODS
from bihuan.units.rules import CATEGORIES


def state_of(row: RoundTask) -> str:
    """The code of a task's state today, as `forms.STATES` has it; "gone" where its unit left before it was due."""
    if row.excused_on:
        return "excused"
    if row.walked >= row.times:  # type: ignore[attr-defined]
        return "done"
    if row.unit.ended_on and row.unit.ended_on <= row.due_on:
        return "gone"
    return "missed" if row.due_on < clock.today() else "open"


STATE_WORDS = dict(STATES) | {"gone": "已注销"}


def _counted(found: QuerySet[RoundTask], actor: Actor) -> QuerySet[RoundTask]:
    """With how often each was walked past, and how often in vain."""
    return found.annotate(walked=times_walked(counting(actor.scope), clock.today()), vain=Count("misses"))


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "posts": POSTS,
        "kinds": KINDS,
        "states": STATES,
    }


TASKS = declare_listing(
    Listing(
        key="round_tasks",
        title="巡查任务",
        unit="项",
        right="view",
        form=TaskFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
            Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",)),
            Column("category", "类别", lambda row: CATEGORIES[row.recorded_category].label),
            Column("post", "岗位", lambda row: POST_KINDS[row.rule.post].label, joins=("rule",)),
            Column("period", "频次", lambda row: PERIODS[row.rule.period].label, joins=("rule",), minor=True),
            Column("due", "截止", lambda row: row.due_on),
            Column("walked", "已巡查", lambda row: row.walked, num=True, brings=_counted),
            Column("times", "应巡查", lambda row: row.times, num=True),
            Column("state", "状态", lambda row: STATE_WORDS[state_of(row)], joins=("unit",), brings=_counted),
            Column("vain", "未能入户", lambda row: row.vain, num=True, on=False, brings=_counted),
            Column("begins", "开始", lambda row: row.begins_on, on=False),
            Column("excuse", "免巡原因", lambda row: row.excuse, on=False, wide=24),
        ),
        template="rounds/list.html",
        cells="rounds/cells.html",
        context=_filters,
        named=lambda row: row.unit.name,
    )
)
declare_export(TASKS)
