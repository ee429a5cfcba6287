"""The list of tasks: its columns."""

from typing import Any

from django.db.models import Count, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.grid.queries import cell_choices
from bihuan.grid.rules import POST_KINDS
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.rounds import rules
from bihuan.rounds.forms import KINDS, POSTS, STATE_CHOICES, TaskFilter
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import counting, times_walked
from bihuan.rounds.rules import PERIODS
from bihuan.units.rules import CATEGORIES


def _state(row: Any) -> str:
    return rules.state_of(
        times=row.times,
        walked=row.walked,
        due_on=row.due_on,
        excused=row.excused_on is not None,
        left_on=row.unit.ended_on,
        today=clock.today(),
    )


BADGES = {
    "open": ("run", "clock"),
    "done": ("good", "check"),
    "missed": ("bad", "alert-triangle"),
    "excused": ("", "x"),
    "gone": ("", "x"),
}


def badge_of(row: Any) -> Mark:
    """The badge of a task's state."""
    state = _state(row)
    return (*BADGES[state], rules.STATES[state])


def _counted(found: QuerySet[RoundTask], actor: Actor) -> QuerySet[RoundTask]:
    """With how often each was walked past, and how often in vain."""
    return found.annotate(walked=times_walked(counting(actor.scope), clock.today()), vain=Count("misses"))


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "posts": POSTS,
        "kinds": KINDS,
        "states": STATE_CHOICES,
        "badge_of": badge_of,
    }


TASKS = declare_listing(
    Listing(
        key="round_tasks",
        title="巡查任务",
        unit="项",
        right="office",
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
            Column("state", "状态", lambda row: rules.STATES[_state(row)], joins=("unit",), brings=_counted),
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
