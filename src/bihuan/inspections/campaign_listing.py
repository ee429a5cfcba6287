"""The list of campaigns (专项行动), each with its figures: of its whole period, outcomes as they stand today."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import tile
from bihuan.inspections.campaign_forms import CampaignFilter
from bihuan.inspections.models import Campaign
from bihuan.inspections.queries import CAMPAIGN_STATES
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.units.rules import CATEGORIES

SHOWN = ("inspect.visits", "hazards.found", "hazards.rate")


def state_of(row: Campaign, today: date) -> str:
    """How a campaign stands on a day: one of CAMPAIGN_STATES."""
    if today < row.begins_on:
        return "coming"
    return "running" if today <= row.ends_on else "over"


def labels(codes: list[str]) -> str:
    """Categories in words."""
    return "、".join(CATEGORIES[code].label for code in codes if code in CATEGORIES)


def _figures(rows: Sequence[Any], actor: Actor) -> None:
    """One query for each source, however many campaigns."""
    today = clock.today()
    asks = {
        (row.pk, key): Ask(key, row.begins_on, row.ends_on, today, Slice(campaign=row.pk))
        for row in rows
        for key in SHOWN
    }
    values = evaluate(actor.scope, asks.values())
    for row in rows:
        row.figures = {key: tile(asks[row.pk, key], values[asks[row.pk, key]]) for key in SHOWN}


def _figure(key: str, label: str) -> Column:
    def told(row: Any) -> Any:
        return row.figures[key].value

    return Column(key.replace(".", "_"), label, told, num=True, fills=_figures)


CAMPAIGNS = declare_listing(
    Listing(
        key="campaigns",
        title="专项行动",
        unit="次",
        right="office",
        form=CampaignFilter,
        columns=(
            Column("name", "名称", lambda row: row.name, sort="name", main=True, wide=40),
            Column("begins", "开始", lambda row: row.begins_on, sort="begins"),
            Column("ends", "结束", lambda row: row.ends_on, sort="ends"),
            Column("state", "状态", lambda row: CAMPAIGN_STATES[state_of(row, clock.today())]),
            _figure("inspect.visits", "检查企业家次"),
            _figure("hazards.found", "发现隐患"),
            _figure("hazards.rate", "整改率（%）"),
            Column("categories", "涉及类别", lambda row: labels(row.categories) or "不限", on=False, wide=30),
            Column("aliases", "别称", lambda row: "、".join(row.aliases), on=False, wide=24),
        ),
        template="inspections/campaigns.html",
        cells="inspections/campaign_cells.html",
        context=lambda _actor: {"states": list(CAMPAIGN_STATES.items()), "state_of": state_of},
    )
)
declare_export(CAMPAIGNS)
