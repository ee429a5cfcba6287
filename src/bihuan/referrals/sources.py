"""The tables of matters of others that figures count: referrals, and matters assigned from above."""

from bihuan.figures.registry import Source, declare_source
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.queries import assignments, referrals
from bihuan.referrals.rules import KINDS


def declare_all() -> None:
    """Declare them, once, before the figures over them."""
    declare_source(
        Source(
            "referrals",
            "移送、抄告、吹哨",
            Referral,
            referrals,
            on="sent_on",
            cell="recorded_cell",
            category="recorded_category",
            campaign="hazard__campaign",
            team="hazard__team",
            basis="inspect.records",
            told_by=("hazard",),
            columns=(
                ("sent_on", "日期"),
                ("kind", "方式"),
                ("body", "受理单位"),
                ("hazard__unit__name", "单位"),
                ("hazard__text", "隐患"),
                ("due_on", "答复期限"),
                ("answered_on", "答复"),
            ),
            words=(("kind", tuple(KINDS.items())),),
            page="referral",
        )
    )
    declare_source(
        Source(
            "assignments",
            "上级交办事项",
            Assignment,
            assignments,
            on="received_on",
            cell="recorded_cell",
            category="recorded_category",
            basis="inspect.records",
            columns=(
                ("received_on", "收到"),
                ("source", "交办单位"),
                ("number", "文号"),
                ("title", "事项"),
                ("due_on", "答复期限"),
            ),
            page="assignment",
        )
    )
