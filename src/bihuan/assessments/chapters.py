"""What assessments put into a unit's file: its published sheets and the vetoes that were decided."""

from datetime import date

from bihuan.assessments.queries import of_unit
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

SHEETS = ("序号", "年度", "考核", "得分", "等次", "名次", "公布文号")
VETOES = ("序号", "情形", "起因", "文号", "决定机关", "起", "止", "取消", "状态")


def _assessed(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    vetoes, sheets = of_unit(actor.scope, unit.pk)
    leaves: list[Leaf] = []
    if sheets:
        lines = tuple(
            (
                str(number),
                str(one.year),
                one.scheme.title,
                str(one.total),
                one.grade_label,
                str(one.place or ""),
                one.number,
            )
            for number, one in enumerate(sheets, 1)
        )
        leaves += [Paragraph("年度考核："), Table(SHEETS, lines)]
    if vetoes:
        rows = tuple(
            (
                str(number),
                one.rule_text,
                one.cause_text,
                one.number,
                one.body,
                in_words(one.from_on) if one.from_on else "",
                in_words(one.to_on) if one.to_on else "",
                one.bars_text,
                one.state_label,
            )
            for number, one in enumerate(vetoes, 1)
        )
        leaves += [Paragraph("一票否决："), Table(VETOES, rows)]
    return leaves


# Neither is asked of every unit: there is nothing that a file could be without.
declare_chapter(Chapter("assessments.list", "考核和一票否决", 140, _assessed, required=nowhere, across=True))
