"""A hand-over as a paper to print and file: 岗位交接清单."""

from bihuan.core.calendar import in_words
from bihuan.core.models import Town
from bihuan.grid.models import Handover
from bihuan.grid.queries import post_title
from bihuan.paper import OfficialDocument, Paragraph, Table

HEADS = ("序号", "内容", "地点、单位", "办理情况")
NUMERALS = "一二三四五六七八九十"
SIGNED = "已签字（签字图样在系统中留存）"


def paper_of(handover: Handover, town: Town, mark: str = "") -> OfficialDocument:
    """The list as it was signed. The post's and the persons' rows are loaded."""
    giver, taker = handover.ended.person.name, handover.begun.person.name
    told = (
        f"{in_words(handover.on)}，{giver}将“{post_title(handover.ended)}”岗位移交{taker}。"
        f"截至移交时未办结事项和监管对象共{handover.count}项，由接收人继续办理。"
    )
    blocks: list[Paragraph | Table] = [Paragraph(told)]
    for numeral, section in zip(NUMERALS, handover.held, strict=False):
        rows = section["rows"]
        blocks.append(Paragraph(f"{numeral}、{section['label']}（{len(rows)}项）", "h1"))
        blocks.append(
            Table(
                HEADS,
                tuple(
                    (str(number), row["text"], row["where"], row["state"])
                    for number, row in enumerate(rows, start=1)
                ),
            )
        )
    if not handover.held:
        blocks.append(Paragraph("本岗位没有未办结事项和监管对象。"))
    if handover.note:
        blocks.append(Paragraph(f"交接说明：{handover.note}"))
    blocks.append(Table((), _signatures(handover, giver, taker)))
    return OfficialDocument(
        title="岗位交接清单",
        blocks=tuple(blocks),
        dated=handover.on,
        organ=f"{town.name}{town.office}",
        mark=mark,
        names=(giver, taker),
    )


def _signatures(handover: Handover, giver: str, taker: str) -> tuple[tuple[str, str, str], ...]:
    """Who signed as what; where the giver did not come, why, and who handed over instead."""
    if handover.witness:
        return (
            ("移交人", giver, f"未到场：{handover.absence}"),
            ("监交人", handover.witness.name, SIGNED),
            ("接收人", taker, SIGNED),
        )
    return (("移交人", giver, SIGNED), ("接收人", taker, SIGNED))
