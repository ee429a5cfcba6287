"""The tables of measures that figures count: decisions and revisits."""

from bihuan.figures.registry import Source, declare_source
from bihuan.measures.models import Decision, Revisit
from bihuan.measures.queries import decisions, revisits


def declare_all() -> None:
    """Declare them, once, before the figures over them."""
    declare_source(
        Source(
            "decisions",
            "决定",
            Decision,
            decisions,
            on="decided_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            basis="inspect.records",
            told_by=("pk", "hazards", "watch"),
            columns=(
                ("decided_on", "日期"),
                ("unit__name", "单位"),
                ("kind", "决定"),
                ("body", "机关"),
                ("number", "文号"),
                ("reason", "事由"),
            ),
            page="decision",
        )
    )
    declare_source(
        Source(
            "revisits",
            "回访",
            Revisit,
            revisits,
            on="due_on",
            cell="watch__decision__recorded_cell",
            category="watch__decision__recorded_category",
            campaign="watch__decision__campaign",
            basis="inspect.records",
            told_by=("watch", "hazard"),
            columns=(
                ("due_on", "应回访"),
                ("watch__unit__name", "单位"),
                ("watch__decision__kind", "决定"),
                ("seen_on", "回访"),
                ("finding", "情况"),
                ("note", "说明"),
            ),
        )
    )
