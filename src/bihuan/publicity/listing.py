"""The list of what was done: its columns."""

from collections.abc import Sequence
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.publicity.forms import REACH_CHOICES, OutreachFilter
from bihuan.publicity.models import CHANNEL_CHOICES
from bihuan.publicity.queries import named_places
from bihuan.publicity.rules import AUDIENCES, REACHES

NAMED = 3  # places told in a line


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "channels": CHANNEL_CHOICES,
        "reaches": REACH_CHOICES,
        "cells": cell_choices(actor.scope, clock.today(), "path"),
    }


def _places(rows: Sequence[Any], actor: Actor) -> None:
    """Put to entries the names of their places."""
    names = named_places(actor.scope, rows)
    for row in rows:
        row.where = in_short(names.get(row.pk, []))


def in_short(names: Sequence[str]) -> str:
    """石桥村、柳林村、东岭村等6处."""
    return "、".join(names[:NAMED]) + (f"等{len(names)}处" if len(names) > NAMED else "")


OUTREACHES = declare_listing(
    Listing(
        key="publicity",
        title="宣传记录",
        unit="条",
        right="office",
        form=OutreachFilter,
        columns=(
            Column("what", "宣传", str, main=True, wide=20),
            Column("where", "村、单位", lambda row: row.where, wide=24, fills=_places),
            Column("held", "日期", lambda row: row.held_on),
            Column("reach", "宣传到的人数", lambda row: row.reach, wide=18),
            Column("used", "材料", lambda row: row.used, wide=24, joins=("material",), minor=True),
            Column("by", "登记人", lambda row: row.entered_by.name, joins=("entered_by",), minor=True),
            Column("channel", "渠道", lambda row: row.of.label, on=False),
            Column("count", "数量", lambda row: row.count, num=True, on=False),
            Column("unit", "单位", lambda row: row.of.unit, on=False),
            Column("reached", "人数", lambda row: row.reached, num=True, on=False),
            Column("kind", "人数来源", lambda row: REACHES.get(row.reach_kind, ""), on=False),
            Column("spot", "地点", lambda row: row.spot, on=False, wide=20),
            Column("audience", "对象", lambda row: AUDIENCES[row.audience], on=False),
            Column("consulted", "咨询人次", lambda row: row.consulted, num=True, on=False),
            Column(
                "campaign",
                "专项行动",
                lambda row: row.campaign.name if row.campaign else "",
                on=False,
                joins=("campaign",),
            ),
            Column("note", "说明", lambda row: row.note, on=False, wide=28),
            Column("entered", "登记时间", lambda row: row.entered_at, on=False, wide=20),
        ),
        template="publicity/list.html",
        cells="publicity/cells.html",
        context=_filters,
        named=str,
    )
)
declare_export(OUTREACHES)
