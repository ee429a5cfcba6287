"""The list of reports: what is owed, and how it stands."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.dailies.forms import REPORTER_CHOICES, STATE_CHOICES, DueFilter
from bihuan.dailies.models import DailyDue
from bihuan.dailies.rules import REPORTERS, STATES, state_of
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

BADGES = {
    "open": ("run", "clock"),
    "missing": ("bad", "alert-triangle"),
    "late": ("wait", "clock"),
    "zero": ("good", "check"),
    "content": ("good", "file-text"),
}


def state(row: DailyDue) -> str:
    """The code of a report's state now."""
    return state_of(
        sent=row.sent_at is not None, late=row.is_late, is_zero=row.is_zero, over=row.by_at < clock.now()
    )


def badge_of(row: DailyDue) -> Mark:
    """The badge of a report's state."""
    found = state(row)
    return (*BADGES[found], STATES[found])


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "states": STATE_CHOICES,
        "kinds": REPORTER_CHOICES,
        "badge_of": badge_of,
    }


DAILIES = declare_listing(
    Listing(
        key="dailies_list",
        title="报送清单",
        unit="份",
        right="report|office",
        form=DueFilter,
        columns=(
            Column("name", "报送单位", lambda row: row.name, main=True, wide=24),
            Column("day", "日期", lambda row: row.day),
            Column("title", "报表", lambda row: row.form.title, wide=20),
            Column("state", "状态", lambda row: STATES[state(row)]),
            Column(
                "zero", "内容", lambda row: ("零报告" if row.is_zero else "有情况") if row.version else ""
            ),
            Column("sent", "报送时间", lambda row: row.sent_at),
            Column("by", "截止", lambda row: row.by_at, minor=True),
            Column("kind", "类别", lambda row: REPORTERS[row.kind].label, on=False),
            Column("version", "版本", lambda row: row.version or None, num=True, on=False),
        ),
        template="dailies/list.html",
        cells="dailies/cells.html",
        context=_filters,
        named=lambda row: row.name,
    )
)
declare_export(DAILIES)
