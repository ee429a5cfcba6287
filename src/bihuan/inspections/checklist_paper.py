"""A blank checklist on paper, for those who go with paper and enter it later (补录)."""

from datetime import date

from bihuan.inspections.checklists import Checklist
from bihuan.paper import OfficialDocument, Paragraph, Table

HEADS = ("序号", "检查内容", "怎么看", "依据", "结果")
CHOICES = "□合格　□不合格　□不涉及"


def blank(checklist: Checklist, on: date, town: str, mark: str = "") -> OfficialDocument:
    """The list as the town uses it on a day, with lines for unit, persons and signatures."""
    rows = tuple(
        (str(number), item.text, item.look, item.basis, CHOICES)
        for number, item in enumerate((one for _, group in checklist.groups for one in group), start=1)
    )
    return OfficialDocument(
        title=checklist.label,
        blocks=(
            Paragraph("被检查单位：________________________　　检查日期：______年____月____日"),
            Paragraph("检查人员：____________、____________　　现场负责人：________________"),
            Table(HEADS, rows),
            Paragraph("不合格项的部位、情况和整改期限："),
            Paragraph("____________________________________________________________"),
            Paragraph("检查人员签字：________________　　现场负责人签字：________________"),
        ),
        dated=on,
        organ=town,
        mark=mark,
    )
