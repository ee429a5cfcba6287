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


def by_village() -> bytes:
    """A worksheet a village and one of instructions before them; the villages' own column is left out, since the sheet says it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first = book.add_worksheet("填表说明")
    first.write_column(0, 0, ["一、本表由各村填报。", "二、单位名称按营业执照填写，电话填负责人手机。"])
    heads = ["序号", "企业名称（全称）", "行业", "负责人及电话", "地址"]
    for village, shops in (("石桥村", ["桥头超市", "桥头饭店"]), ("柳林", ["柳荫木器厂"])):
        sheet = book.add_worksheet(village)
        sheet.merge_range("A1:E1", f"{village}生产经营单位一览表（2018年）")
        sheet.write_row("A2", heads)
        for at, name in enumerate(shops):
            trade = ["沿街商铺", "餐饮", "木材加工"][at if village == "石桥村" else 2]
            sheet.write_row(2 + at, 0, [at + 1, name, trade, f"张　三{13900000001 + at}", "村委会东50米"])
        sheet.write_row(2 + len(shops), 0, ["", "合计", len(shops)])
    book.close()
    return out.getvalue()


def printed() -> bytes:
    """A ledger laid out for the printer: the head again on each page, a sum behind each village, which is merged over its rows, rows that
    an old filter hides, a column hidden too, signatures and a date at the foot."""
    return saved(_printed)


def _printed(book: Any, sheet: Any) -> None:
    middle = book.add_format({"valign": "vcenter"})
    sheet.merge_range("A1:F1", "东岭镇烟花爆竹、木材加工单位基础台账")
    sheet.write("F2", "填报时间：2018.3.5")
    heads = ["村", "单位", "类型", "从业人员（人）", "建档时间", "联系方式"]
    sheet.write_row("A3", heads)
    sheet.merge_range("A4:A6", "石桥村", middle)
    sheet.write_row("B4", ["红旗烟花经销处", "烟花爆竹", "3人", "2018.3.5", "0537-2345678"])
    sheet.write_row("B5", ["红旗木器厂", "木材加工", 12, "二〇一八年三月五日", "138-0000-0021"])
    sheet.write_row("B6", ["小计", "", 15])
    sheet.write_row("A7", heads)
    sheet.write_row("A8", ["柳林村", "绿林板材加工点", "木材加工", 1200.0, "2018/3/5", "2345678（办）"])
    sheet.write_row("A9", ["柳林村", "绿林家具店", "木材加工", "", "三月五日", "13800000023/13800000024"])
    sheet.write_row("A10", ["总 计", "4家"])
    sheet.write_row("A11", ["填表人：张三", "", "审核人：李四", "", "2018年3月6日"])
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.set_column("E:E", None, None, {"hidden": True})


EXPORTED = """导出时间：2018-03-06 10:00:00
对象名称,统一社会信用代码,所属行业,法定代表人,手机号码,员工数,入库日期
	北街粮油店,	91350100m000100y43,沿街商铺,王 五,13800000031.0,2.0,2018-03-05 00:00:00
	北街烟酒店,,沿街商铺,赵六,1.38000E+10,2,43164
	北街五金店,370829600012345,沿街商铺,无,/,若干,2018-3
"""


def roster() -> bytes:
    """The members of the grid as the office keeps them: two lines of heads, identity numbers in a hidden column, names set to one width,
    a number that became scientific, two of one name, a sum and remarks."""
    return saved(_roster)


def _roster(_book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:G1", "东岭镇专（兼）职网格员花名册")
    sheet.merge_range("A2:A3", "序号")
    sheet.merge_range("B2:E2", "网格员信息")
    sheet.merge_range("F2:G2", "任职情况")
    sheet.write_row("B3", ["姓名", "性别", "身份证号", "手机号码", "职务", "所在村"])
    sheet.set_column("D:D", None, None, {"hidden": True})
    rows = [
        [1, "马　红", "女", "370829198001010000", 13900000041, "专职网格员", "石桥村"],
        [2, "马 红", "女", "370829198101010000", "139-0000-0042", "网格员", "柳林"],
        [3, "牛 大群", "男", "370829198201010000", "1.39E+10", "网格员", "柳林"],
        [4, "王小红", "女", "370829198301010000", "", "网格员", "石桥村委会"],
    ]
    for at, row in enumerate(rows):
        sheet.write_row(3 + at, 0, row)
    sheet.write_row(7, 0, ["合计", "4人"])
    sheet.write(8, 0, "备注：1.专职网格员由村两委成员兼任的，注明职务。")


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
