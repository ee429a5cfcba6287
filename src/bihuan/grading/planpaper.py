"""The year's plan as a paper for the yearly approval: how often which level, who visits what in which months."""

from collections.abc import Sequence
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.models import Town
from bihuan.grading.models import Plan
from bihuan.grading.queries import Share
from bihuan.grading.rules import LEVELS
from bihuan.paper import OfficialDocument, Paragraph, Table

HEADS = ("序号", "单位", "网格", "等级", "次数", "月份", "检查人")
SHARES = ("检查人", "单位（家）", "计划（家次）")


def paper_of(
    plan: Plan, town: Town, lines: Sequence[Any], people: Sequence[Share], mark: str = ""
) -> OfficialDocument:
    """A plan's lines in the grid's order. Units, cells, inspectors and planned visits are loaded."""
    visits = sum(one.times for one in lines)
    often = "，".join(f"{one.code}级（{one.label}）每年{plan.times[one.code]}次" for one in LEVELS.values())
    blocks: list[Paragraph | Table] = [
        Paragraph(
            f"根据各单位风险分级和隐患整改情况，实行分级监管：{often}。{plan.year}年计划检查{len(lines)}家、{visits}家次。"
            "等级随记录每天评定，等级升高的随时增加检查。"
        ),
        Paragraph("一、任务分工", "h1"),
        Table(SHARES, tuple((one.label, str(one.units), str(one.planned)) for one in people)),
        Paragraph("二、检查安排", "h1"),
        Table(
            HEADS,
            tuple(
                (
                    str(number),
                    one.unit.name,
                    one.unit.cell.name if one.unit.cell else "未入网格",
                    one.level,
                    str(one.times),
                    "、".join(str(visit.from_on.month) for visit in one.planned),
                    one.inspector.name,
                )
                for number, one in enumerate(lines, 1)
            ),
        ),
    ]
    if plan.approved_on and plan.approved_by:
        said = f"批准意见：{plan.approval}（{plan.approved_by.name}，{in_words(plan.approved_on)}）"
        blocks.append(Paragraph(said))
    return OfficialDocument(
        title=plan.title,
        blocks=tuple(blocks),
        dated=plan.approved_on or plan.made_on,
        organ=f"{town.name}{town.office}",
        mark=mark or ("" if plan.approved_on else "草案"),
    )
