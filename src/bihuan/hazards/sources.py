"""The tables of hazards that figures count: hazards, deadlines."""

from bihuan.figures.registry import Source, declare_source
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.queries import demands, found_by_town, origins_meant


def declare_all() -> None:
    """Declare them, once, before the figures over them."""
    declare_source(
        Source(
            "hazards",
            "隐患",
            Hazard,
            found_by_town,
            on="found_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            team="team",
            origin="origin",
            meant=origins_meant,
            basis="inspect.records",
            told_by=("pk", "inspection"),
            stirred_by=("repeat_of", "repeat_of__inspection"),  # what a void one repeats, it repeats no more
            columns=(
                ("number", "编号"),
                ("unit__name", "单位"),
                ("text", "隐患"),
                ("found_on", "发现"),
                ("deadline_on", "期限"),
                ("settled_on", "整改完成"),
            ),
            page="hazard",
        )
    )
    declare_source(
        Source(
            "demands",
            "整改期限",
            Demand,
            demands,
            on="ordered_on",
            cell="hazard__recorded_cell",
            category="hazard__recorded_category",
            campaign="hazard__campaign",
            team="hazard__team",
            origin="hazard__origin",
            meant=origins_meant,
            basis="inspect.records",
            told_by=("hazard",),
            columns=(
                ("hazard__number", "编号"),
                ("hazard__unit__name", "单位"),
                ("hazard__text", "隐患"),
                ("ordered_on", "责令"),
                ("deadline_on", "期限"),
            ),
        )
    )
