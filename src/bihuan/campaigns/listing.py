"""The list of drives (专项行动), each with its figures: of its whole period, outcomes as they stand today; and the lines of their lists."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bihuan.campaigns import actions
from bihuan.campaigns.composing import labels
from bihuan.campaigns.forms import DriveFilter, ExcuseForm, LineFilter, NoForm, TeamChoiceForm
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import meeting_teams, progress, with_first_visit
from bihuan.campaigns.rules import REASONS, Progress
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import tile
from bihuan.grid.queries import village
from bihuan.inspections.models import Campaign, Team
from bihuan.inspections.queries import CAMPAIGN_STATES, begun_campaigns, campaign_state
from bihuan.inspections.rules import DRIVE_KINDS
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing
from bihuan.units.actions import hold_units
from bihuan.units.rules import CATEGORIES

SHOWN = ("inspect.visits", "hazards.found", "hazards.rate")
BADGES = {
    "draft": ("wait", "edit"),
    "coming": ("wait", "clock"),
    "running": ("run", "player-play"),
    "over": ("wait", "file-text"),
    "closed": ("good", "check"),
    "cancelled": ("", "x"),
}


def badge_of(row: Campaign) -> Mark:
    """The badge of how a drive stands today."""
    state = campaign_state(row, clock.today())
    return (*BADGES[state], CAMPAIGN_STATES[state])


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


def _progress(rows: Sequence[Any], actor: Actor) -> None:
    """One pass, however many campaigns."""
    found = progress(actor.scope, [row.pk for row in rows])
    for row in rows:
        row.progress = found[row.pk].whole if row.pk in found else Progress()


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
        form=DriveFilter,
        columns=(
            Column("name", "名称", lambda row: row.name, sort="name", main=True, wide=40),
            Column("begins", "开始", lambda row: row.begins_on, sort="begins"),
            Column("ends", "结束", lambda row: row.ends_on, sort="ends"),
            Column("state", "状态", lambda row: CAMPAIGN_STATES[campaign_state(row, clock.today())]),
            Column(
                "progress",
                "名单（已查/应查）",
                lambda row: f"{row.progress.visited}/{row.progress.units}" if row.progress.units else "",
                num=True,
                fills=_progress,
            ),
            _figure("inspect.visits", "检查企业家次"),
            _figure("hazards.found", "发现隐患"),
            _figure("hazards.rate", "整改率（%）"),
            Column("kind", "种类", lambda row: DRIVE_KINDS[row.kind], on=False),
            Column("categories", "涉及类别", lambda row: labels(row.categories) or "不限", on=False, wide=30),
            Column("aliases", "别称", lambda row: "、".join(row.aliases), on=False, wide=24),
            Column(
                "parent",
                "上一级行动",
                lambda row: row.parent.name if row.parent else "",
                on=False,
                joins=("parent",),
            ),
        ),
        template="campaigns/list.html",
        cells="campaigns/cells.html",
        context=lambda _actor: {
            "states": list(CAMPAIGN_STATES.items()),
            "kinds": list(DRIVE_KINDS.items()),
            "badge_of": badge_of,
        },
    )
)
declare_export(CAMPAIGNS)

LINE_STATES = {
    "left": "没有查",
    "visited": "已查",
    "excused": "说明原因未查",
    "gone": "已移出",
    "doubled": "别的组本月来过",
}


def state_of(row: Any) -> str:
    """How a line stands: a key of LINE_STATES."""
    if row.seen:
        return "visited"
    if row.left_on:
        return "gone"
    return "excused" if row.excused_on else "left"


def _visits(found: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return with_first_visit(found, actor.scope)


def _village(found: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    placed: QuerySet[Any] = found.annotate(village=village(actor.scope, "unit__cell"))
    return placed


def _teams(rows: Sequence[Any], actor: Actor) -> None:
    """Which other teams were there within the month: one query."""
    found = meeting_teams(actor.scope, {row.unit_id for row in rows}, clock.today())
    for row in rows:
        row.others = [(name, day) for team, name, day in found.get(row.unit_id, ()) if team != row.team_id]


def _others(row: Any) -> str:
    return "、".join(f"{name}{day:%m-%d}" for name, day in row.others)


def _hold(actor: Actor, rows: Sequence[CampaignUnit], _given: Mapping[str, Any]) -> None:
    hold_units(actor, [row.unit_id for row in rows])
    keys = [row.pk for row in rows]
    list(CampaignUnit.objects.within(Scope.whole_town(actor.town)).filter(pk__in=keys).order_by("pk").held())


def _closed(_actor: Actor, rows: Sequence[Any]) -> dict[UUID, str]:
    found = {}
    for row in rows:
        if row.campaign.state != "issued":
            found[row.pk] = "行动已经结束。"
        elif row.left_on:
            found[row.pk] = f"已移出名单：{row.left_for}。"
    return found


def _not_open(actor: Actor, rows: Sequence[Any]) -> dict[UUID, str]:
    return _closed(actor, rows) | {row.pk: "已经查过。" for row in rows if row.seen}


def _not_swept(actor: Actor, rows: Sequence[Any]) -> dict[UUID, str]:
    other = {row.pk: "不是拉网式巡查，请登记检查。" for row in rows if row.campaign.kind != "sweep"}
    return _not_open(actor, rows) | other


def _arrive(actor: Actor, row: CampaignUnit, given: Mapping[str, Any]) -> object:
    # one sortie for all that a team has chosen at once
    key = (
        given.setdefault(f"outing {row.campaign_id} {row.team_id}", new_id())
        if isinstance(given, dict)
        else None
    )
    return actions.note_arrival(actor, row.pk, outing_id=key)


def _excuse(actor: Actor, row: CampaignUnit, given: Mapping[str, Any]) -> object:
    return actions.excuse_line(actor, row.pk, **given)


def _assign(actor: Actor, row: CampaignUnit, given: Mapping[str, Any]) -> object:
    return actions.assign_line(actor, row.pk, **given)


def _choices(actor: Actor) -> dict[str, Any]:
    return {"teams": [(str(one.pk), one.name) for one in Team.objects.within(actor.scope)]}


def _line_filters(actor: Actor) -> dict[str, Any]:
    return _choices(actor) | {
        "states": list(LINE_STATES.items()),
        "campaigns": [(str(one.pk), one.name) for one in begun_campaigns(actor.scope)],
        "state_of": state_of,
    }


LINES = declare_listing(
    Listing(
        key="drive_units",
        title="行动名单",
        unit="家",
        right="office",
        form=LineFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=30, joins=("unit", "campaign")),
            Column("category", "类别", lambda row: CATEGORIES[row.recorded_category].label),
            Column("cell", "网格", lambda row: row.village or "未入网格", brings=_village),
            Column(
                "team",
                "专项组",
                lambda row: row.team.name if row.team else "没有组负责",
                joins=("team",),
                wide=20,
            ),
            Column("state", "情况", lambda row: LINE_STATES[state_of(row)]),
            Column("seen", "首次检查", lambda row: row.seen_on, brings=_visits),
            Column("others", "本月来过的组", _others, fills=_teams, wide=30),
            Column("note", "说明", lambda row: row.left_for or row.excuse_words or row.joined_for, wide=30),
            Column("campaign", "专项行动", lambda row: row.campaign.name, on=False, wide=30),
            Column("joined", "列入日期", lambda row: row.joined_on, on=False),
        ),
        template="campaigns/lines.html",
        cells="campaigns/line_cells.html",
        named=lambda row: row.unit.name,
        context=_line_filters,
        hint="一个月内别的组来过的，尽量并成一次，不重复打扰。",
        bulk=(
            Bulk("arrive", "已到，未见问题", "inspect", NoForm, _hold, _arrive, _not_swept),
            Bulk(
                "excuse",
                "写明未查原因",
                "inspect",
                ExcuseForm,
                _hold,
                _excuse,
                _not_open,
                lambda _actor: {"reasons": list(REASONS.items())},
                "campaigns/bulk_excuse.html",
            ),
            Bulk(
                "assign",
                "改派专项组",
                "campaigns",
                TeamChoiceForm,
                _hold,
                _assign,
                _closed,
                _choices,
                "campaigns/bulk_team.html",
            ),
        ),
    )
)
declare_export(LINES)
