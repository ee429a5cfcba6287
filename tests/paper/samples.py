"""Documents that the tests of paper set."""

from dataclasses import replace
from datetime import date

from bihuan.paper import Annex, OfficialDocument, Paragraph, Run, Table

BODY = "全镇组织检查32次，检查企业186家次，发现隐患245处，当场整改198处，下达限期整改指令书47份。"
RARE = "喆堃镕珺昇翀犇璟垚"


def report() -> OfficialDocument:
    """Three pages with every part of a document, a long table and rare names."""
    rows = tuple(
        (str(number), f"第{number}加工厂", "配电箱未接地", "王喆", "2018年12月5日") for number in range(1, 31)
    )
    return OfficialDocument(
        title="××镇人民政府关于2018年度安全生产工作总结的报告",
        blocks=(
            Paragraph("一、基本情况", "h1"),
            Paragraph(BODY),
            Paragraph("（一）压实责任", "h2"),
            Paragraph("1.分片包保", "h3"),
            Paragraph((Run("一是落实责任。", bold=True), Run("由王喆、李堃、张建镕等同志包保。"))),
            Table(("序号", "单位", "隐患", "检查人", "限期"), rows, "附表"),
            Paragraph(BODY * 3),
        ),
        dated=date(2018, 1, 5),
        organ="××镇人民政府",
        number="×政发〔2018〕5号",
        recipient="区安全生产委员会",
        masthead="××镇人民政府文件",
        note="此件公开发布",
        mark="演示",
    )


def letter(text: str) -> OfficialDocument:
    return OfficialDocument("关于检查情况的函", (Paragraph(text),), date(2018, 12, 31), organ="××镇")


def annexed(lines: int = 1) -> OfficialDocument:
    """A letter of some lines with an annex, which is a paragraph and a table."""
    table = Table(("序号", "指标"), (("1", "检查家次"), ("2", "排查隐患")))
    return replace(letter("安" * (28 * lines - 2)), annex=Annex("指标说明", (Paragraph(BODY), table)))
