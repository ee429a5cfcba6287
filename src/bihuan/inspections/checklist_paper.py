"""A blank checklist on paper, for those who go with paper and enter it later (补录)."""

from datetime import date

from bihuan.inspections.checklists import Checklist, Item
from bihuan.paper import OfficialDocument, Paragraph, Table

HEADS = ("序号", "检查内容、怎么看、依据", "合格", "不合格", "不涉及")
ABOUT = (("被检查单位", "　" * 10, "检查日期", "　　年　月　日"), ("检查人员", "", "现场负责人", ""))
LINE = "_" * 26


def blank(checklist: Checklist, on: date, mark: str = "") -> OfficialDocument:
    """The list as the town uses it on a day, with lines for unit, persons and signatures."""
    items = [item for _, group in checklist.groups for item in group]
    rows = tuple((str(number), _told(item), "□", "□", "□") for number, item in enumerate(items, start=1))
    return OfficialDocument(
        title=checklist.label,
        blocks=(
            Table((), ABOUT),
            Table(HEADS, rows),
            Paragraph("不合格项的部位、情况和整改期限："),
            Paragraph(LINE),
            Paragraph(LINE),
            Paragraph("检查人员签字：____________________"),
            Paragraph("现场负责人签字：__________________"),
        ),
        dated=on,
        mark=mark,
    )


def _told(item: Item) -> str:
    """What must be so, how to look, and the basis, in one cell: the paper is narrow."""
    parts = (item.text, item.look, f"依据{item.basis}" if item.basis else "")
    return "。".join(filter(None, parts)) + "。"
