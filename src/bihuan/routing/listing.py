"""The list of day plans: its columns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from bihuan.core.actions import Actor
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.routing.forms import STATE_CHOICES, PlanFilter, RoadFilter, days_said
from bihuan.routing.models import PlanStop, name_of
from bihuan.routing.queries import with_made


def _counted(rows: Sequence[Any], actor: Actor) -> None:
    """Put to plans how many stops they have, in routes and made. One query."""
    found = (
        with_made(PlanStop.objects.within(actor.scope), actor.scope)
        .filter(plan__in=[row.pk for row in rows])
        .order_by()
        .values("plan")
        .annotate(
            planned=Count("pk", filter=Q(day__isnull=False)),
            visited=Count("pk", filter=Q(made=True, day__isnull=False)),
            left=Count("pk", filter=Q(day__isnull=True)),
        )
    )
    by_plan = {one["plan"]: one for one in found}
    for row in rows:
        row.counts = by_plan.get(row.pk, {"planned": 0, "visited": 0, "left": 0})


PLANS = declare_listing(
    Listing(
        key="day_plans",
        title="外出计划",
        unit="份",
        right="campaigns",
        form=PlanFilter,
        columns=(
            Column("title", "计划", lambda row: row.title, main=True, wide=28),
            Column("state", "状态", lambda row: row.get_state_display()),
            Column("days", "日子", days_said),
            Column("planned", "排上（家）", lambda row: row.counts["planned"], num=True, fills=_counted),
            Column("made", "已查（家）", lambda row: row.counts["visited"], num=True, fills=_counted),
            Column(
                "left", "没排上（家）", lambda row: row.counts["left"], num=True, fills=_counted, minor=True
            ),
            Column(
                "campaign",
                "专项行动",
                lambda row: row.campaign.name if row.campaign else "",
                joins=("campaign",),
                wide=24,
                minor=True,
            ),
            Column(
                "by",
                "编排人",
                lambda row: row.made_by.name if row.made_by else "",
                joins=("made_by",),
                on=False,
            ),
            Column("made_at", "编排时间", lambda row: row.made_at, on=False, wide=20),
        ),
        template="routing/list.html",
        cells="routing/cells.html",
        context=lambda _actor: {"states": STATE_CHOICES},
        named=str,
        hint="去哪些单位、哪天哪组去、先后顺序，按路程最短排好。",
    )
)
declare_export(PLANS)

ROADS = declare_listing(
    Listing(
        key="road_legs",
        title="里程表",
        unit="段",
        right="campaigns",
        form=RoadFilter,
        columns=(
            Column("start", "起点", lambda row: name_of(row.start), main=True, wide=24),
            Column("end", "终点", lambda row: name_of(row.end), wide=24),
            Column("km", "里程（公里）", lambda row: f"{row.metres / 1000:g}", num=True),
            Column("minutes", "用时（分钟）", lambda row: row.minutes or "", num=True),
            Column("stop", "", lambda _row: ""),
        ),
        template="routing/roads.html",
        cells="routing/road_cells.html",
        context=lambda _actor: {},
        named=str,
        hint="两村之间的道路里程，往返相同的只写一次；没有里程的按直线估算。",
    )
)
declare_export(ROADS)
