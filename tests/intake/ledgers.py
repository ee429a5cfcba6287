"""Tables as towns keep them, of our own making."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from bihuan.core.actions import Actor
from bihuan.intake import actions
from bihuan.intake.jobs import get_going
from bihuan.intake.models import Import, ImportRow
from bihuan.intake.queries import rows
from bihuan.intake.registry import KINDS

CODE = "91350100M000100Y43"


def saved(build: Callable[[Any, Any], None], name: str = "台账") -> bytes:
    """The bytes of a workbook whose first worksheet `build` has written."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    build(book, book.add_worksheet(name))
    book.close()
    return out.getvalue()


def plain(*table: Sequence[Any]) -> bytes:
    """A worksheet of these rows."""

    def build(_book: Any, sheet: Any) -> None:
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)

    return saved(build)


def messy() -> bytes:
    """A town's own ledger: a title, heads merged over two rows, a column of running numbers, villages merged downwards, telephones as
    numbers, a code that became a number, two of one code, one that is registered already, a sum and a remark at the end."""
    return saved(_messy)


def _messy(book: Any, sheet: Any) -> None:
    middle = book.add_format({"align": "center", "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range("A1:H1", "东岭镇企业（商户）安全生产监管台账", middle)
    sheet.merge_range("A2:H2", "填报单位：安全办")
    for area, word in (("A3:A4", "序号"), ("B3:B4", "所在村"), ("C3:C4", "单位名称"), ("H3:H4", "建档日期")):
        sheet.merge_range(area, word, middle)
    sheet.merge_range("D3:E3", "基本情况", middle)
    sheet.merge_range("F3:G3", "负责人", middle)
    sheet.write_row("D4", ["统一社会信用代码", "行业类别", "法人", "联系电话（手机）"])
    sheet.merge_range("B5:B7", "石桥村", middle)
    rows: list[list[Any]] = [
        [1, None, "石桥木器厂", CODE, "木业", "林木", 13900000001, "2018年3月5日"],
        [2, None, "永安烟花店", "", "烟花爆竹", "冯永红", "13800000001", "2018.3.5"],
        [3, None, "石桥饭店", 911101080000000000, "饭店", "何饭", "1390000002", "20180305"],
        [4, "柳林", "柳林超市", "", "大超市", "柳林", "13900000004", 43164],
        [5, "柳林村", "柳林木业有限公司", CODE, "木材加工", "刘木", "13900000005", ""],
    ]
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(4 + at, place, value)
    sheet.write("H9", 43164, day)
    sheet.write("A10", "合计")
    sheet.write("C10", 5)
    sheet.write("A11", "注：本表由各村报送，安全办汇总。")


def brought(actor: Actor, kind: str, content: bytes, name: str = "台账.xlsx", **fills: str) -> Import:
    """A file sent up, its columns taken as they were found, read to the end."""
    batch = actions.begin_import(actor, kind=kind, content=content, file_name=name)
    actions.match_columns(
        actor,
        batch.pk,
        version=batch.version,
        sheet=batch.sheet,
        head_row=batch.head_row,
        columns=batch.columns,
        fills=fills,
    )
    return finished(actor, batch)


def finished(actor: Actor, batch: Import) -> Import:
    """Whatever it has before it is done."""
    get_going(actor, batch)
    while actions.go_on(actor, batch.pk):
        continue
    return actions.find_import(actor, batch.pk)


def carried(actor: Actor, batch: Import, only_good: bool = False) -> Import:
    """Taken in to the end."""
    return finished(actor, actions.carry_out(actor, batch.pk, version=batch.version, only_good=only_good))


def at(batch: Import, row: int) -> ImportRow:
    """A row of an import by its number in the sheet."""
    return rows(batch).get(row=row)


def wrong(batch: Import) -> dict[int, list[str]]:
    """The columns that are wrong, by row."""
    kind = KINDS[batch.kind]
    return {row.row: [kind.by_key[key].label for key in row.wrong] for row in rows(batch) if row.wrong}
