"""The tables of inspections that figures count: visits, outings and who took part, papers, campaigns."""

from bihuan.figures.registry import Source, Through, declare_source
from bihuan.inspections.models import Campaign, Inspection, IssuedPaper, Outing, OutingMember
from bihuan.inspections.queries import begun_campaigns, members, outings, papers, visits, void_papers


def declare_all() -> None:
    """Declare them, once, before the figures over them."""
    declare_source(
        Source(
            "visits",
            "检查记录",
            Inspection,
            visits,
            on="visited_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            team="team",
            basis="inspect.records",
            columns=(
                ("visited_on", "日期"),
                ("unit__name", "单位"),
                ("kind", "类型"),
                ("first_inspector__name", "检查人"),
                ("second_inspector__name", "检查人"),
                ("opinion", "检查情况"),
            ),
            stirred_by=("unit", "recorded_unit"),
            page="inspection",
        )
    )
    declare_source(
        Source(
            "outings",
            "出动",
            Outing,
            outings,
            on="on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            team="team",
            through=Through(visits, "outing"),
            basis="inspect.records",
            told_by=("inspections",),
            right="office",
            columns=(
                ("on", "日期"),
                ("campaign__name", "专项行动"),
                ("team__name", "专项组"),
                ("leader__name", "带队领导"),
                ("experts", "专家"),
                ("vehicles", "车辆"),
            ),
        )
    )
    declare_source(
        Source(
            "members",
            "出动人员",
            OutingMember,
            members,
            on="outing__on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="outing__campaign",
            team="outing__team",
            through=Through(visits, "outing", "outing"),
            basis="inspect.records",
            told_by=("outing__inspections",),
            right="office",
            columns=(
                ("outing__on", "日期"),
                ("person__name", "人员"),
                ("outing__campaign__name", "专项行动"),
            ),
        )
    )
    declare_source(
        Source(
            "papers",
            "文书登记",
            IssuedPaper,
            papers,
            on="issued_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            team="team",
            basis="inspect.records",
            told_by=("inspection", "writ"),  # a writ tells of its own paper
            stirred_by=("inspection__hazards",),  # an order of its own day is told of the hazard
            columns=(("issued_on", "日期"), ("number", "文号"), ("unit__name", "单位"), ("body", "名义")),
        )
    )
    declare_source(
        Source(
            "void_papers",
            "作废文书",
            IssuedPaper,
            void_papers,
            on="voided_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="campaign",
            team="team",
            basis="inspect.records",
            told_by=("inspection", "writ"),
            columns=(
                ("voided_on", "作废日期"),
                ("number", "文号"),
                ("unit__name", "单位"),
                ("issued_on", "签发日期"),
                ("void_reason", "作废原因"),
            ),
        )
    )
    declare_source(
        Source(
            "campaigns",
            "专项行动",
            Campaign,
            begun_campaigns,
            on="begins_on",
            campaign="id",
            columns=(("begins_on", "开始"), ("ends_on", "结束"), ("name", "名称")),
        )
    )
