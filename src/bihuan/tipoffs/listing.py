"""The list of tips: its columns. Who sent one is in none of them, nor in the spreadsheet."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.tipoffs.forms import CHANNELS, STATES, VERDICTS, TipFilter
from bihuan.tipoffs.models import Tip
from bihuan.units.rules import CATEGORIES

# Those who go out and look; never a unit's own people.
SEES = "inspect"


def _category(row: Tip) -> str:
    found = CATEGORIES.get(row.recorded_category)
    return found.label if found else ""


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "states": STATES,
        "channels": CHANNELS,
        "verdicts": VERDICTS,
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "today_is": clock.today(),
    }


TIPS = declare_listing(
    Listing(
        key="tips",
        title="群众举报",
        unit="件",
        right=SEES,
        form=TipFilter,
        columns=(
            Column("where", "单位、地点", lambda row: row.where, main=True, wide=28, joins=("unit",)),
            Column("text", "举报内容", lambda row: row.text, wide=48),
            Column("received", "收到时间", lambda row: row.received_at, wide=20),
            Column("channel", "来源", lambda row: row.channel_label),
            Column("state", "状态", lambda row: row.state_label),
            Column("due", "办理期限", lambda row: row.due_on if row.is_open else None),
            Column("verdict", "结论", lambda row: row.verdict_label),
            Column("handler", "承办", lambda row: row.handler, minor=True),
            Column("number", "编号", lambda row: row.number, on=False),
            Column("sender", "实名或匿名", lambda row: row.sender_label, on=False),
            Column("place", "地点", lambda row: row.place, on=False, wide=28),
            Column("category", "行业", _category, on=False),
            Column("outside", "来件编号", lambda row: row.outside_number, on=False),
            Column("accepted", "受理日期", lambda row: row.accepted_on, on=False),
            Column("checked", "核查日期", lambda row: row.checked_on, on=False),
            Column("finding", "核查情况", lambda row: row.finding, on=False, wide=40),
            Column("answered", "答复日期", lambda row: row.answered_on, on=False),
            Column("answer", "答复内容", lambda row: row.answer, on=False, wide=40),
            Column("why", "不予受理、转办理由", lambda row: row.why, on=False, wide=30),
        ),
        template="tipoffs/list.html",
        cells="tipoffs/cells.html",
        context=_filters,
        named=str,
    )
)
declare_export(TIPS)
