"""The table of documents that figures count besides the register of papers: what the town drafted for the district."""

from bihuan.documents.models import Writ
from bihuan.documents.queries import put_to_the_district
from bihuan.figures.registry import Source, declare_source
from bihuan.inspections.papers import PAPERS


def declare_all() -> None:
    """Declare it, once, before the figures over it. A draft has no place as recorded: it is counted for the whole town."""
    declare_source(
        Source(
            "writs",
            "代拟文书",
            Writ,
            put_to_the_district,
            on="proposed_on",
            campaign="campaign",
            basis="inspect.records",
            columns=(
                ("proposed_on", "报区日期"),
                ("kind", "文书"),
                ("unit__name", "单位"),
                ("outer_number", "区级文号"),
                ("outer_on", "区级签发"),
            ),
            words=(("kind", tuple((code, one.label) for code, one in PAPERS.items())),),
            page="writ",
        )
    )
