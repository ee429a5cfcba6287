"""What day plans declare: days out, stops that were planned and those that were made. No kilometres: who drives more does not do more."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Q

from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.inspections.models import Inspection
from bihuan.routing.models import PlanStop
from bihuan.routing.queries import made_on_its_day, stops_counted
from bihuan.routing.rules import SOURCES

_OF = "只计已确定的外出计划；草稿、退回修改的不计。"

declare_source(
    Source(
        "plan_stops",
        "外出计划的站",
        PlanStop,
        stops_counted,
        on="day",
        cell="recorded_cell",
        category="recorded_category",
        campaign="plan__campaign",
        basis="routes.planned",
        told_by=("plan",),
        stirred_by=("unit__inspections",),  # a stop is made by the record of its visit
        columns=(
            ("day", "日期"),
            ("unit__name", "单位"),
            ("team__number", "组"),
            ("source", "来源"),
            ("plan__title", "计划"),
        ),
        words=(("source", tuple(SOURCES.items())),),
        page="day_plan",
        page_of="plan",
        right="campaigns",
    )
)


def _made(_cutoff: date) -> Q:
    """By the record of the visit on the planned day: nobody ticks a stop."""
    return Q(made_on_its_day(Inspection._base_manager.filter(voided_on__isnull=True)))


def _distinct(what: str) -> Callable[[Q | None], Count]:
    return lambda where: Count(what, filter=where, distinct=True)


declare(
    (
        Figure(
            "routes.days",
            "按计划外出的天数",
            "天",
            f"期内外出计划排了检查路线的天数，一天有几组也计一天；{_OF}",
            Kind.FLOW,
            "plan_stops",
            measure=_distinct("day"),
            none="期内没有确定过外出计划",
        ),
        Figure(
            "routes.planned",
            "计划走访",
            "家次",
            f"期内外出计划排在各天的站数，一家一天计一次；{_OF}",
            Kind.FLOW,
            "plan_stops",
            none="期内没有确定过外出计划",
            also=("计划走访", "计划外出检查"),
            units_also=("家",),
        ),
        Figure(
            "routes.made",
            "按计划走访",
            "家次",
            f"期内外出计划的站中，当天有检查记录的（谁去的都算，作废的记录不算）；{_OF}",
            Kind.FLOW,
            "plan_stops",
            _made,
            also=("按计划走访", "按计划外出检查"),
            units_also=("家",),
        ),
        Figure(
            "routes.rate",
            "外出计划完成率",
            "%",
            "期内外出计划的站中，当天有检查记录的比例。",
            Kind.RATIO,
            of=("routes.made", "routes.planned"),
            also=("外出计划完成率",),
        ),
    ),
    (Identity("按计划走访≤计划走访", "routes.made", ("routes.planned",), "<="),),
)
