import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import zxingcpp
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image
from pypdf import PdfReader

from bihuan.paper import docx, pdf
from tests.paper.forms import CODE, DEMAND, FINDINGS, inquiry, ledger, order, record
from tests.paper.test_forms import in_order
from tests.sheets import texts_by_libreoffice


def opened(made: bytes) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(made))


def words(document: python_docx.document.Document) -> str:
    """The texts of the body in their order, without blanks."""
    texts = (one.text or "" for one in document.element.body.iter(qn("w:t")))
    return "".join("".join(texts).split())


def test_an_order_has_the_same_parts_in_the_same_order_as_on_its_pdf() -> None:
    text = words(opened(docx(order(signed=True))))
    in_order(
        *(
            text,
            "安全生产行政执法文书",
            "责令限期整改指令书",
            "（东）应急责改〔2018〕12号",
            "永安烟花爆竹专营店：",
        ),
        *(f"{number}．{finding}" for number, finding in enumerate(FINDINGS, 1)),
        *(DEMAND, "安全生产执法人员（签名）陈志远证号：11010001", "2018年6月5日10时20分", "赵立新", "王永安"),
        *("东岭镇人民政府", "2018年6月5日", "本文书一式两份"),
    )
    printed = "".join(PdfReader(io.BytesIO(pdf(order(signed=True)))).pages[0].extract_text().split())
    assert all(part in printed for part in (DEMAND, "陈志远", "东岭镇人民政府2018年6月5日"))


def test_boxes_are_a_real_table_and_signing_another() -> None:
    boxes, signing = opened(docx(record())).tables
    rows = [list(dict.fromkeys(cell.text.replace("\n", "") for cell in row.cells)) for row in boxes.rows]
    assert rows[0] == ["被检查单位", "永安烟花爆竹专营店"]
    assert rows[2] == ["法定代表人（负责人）", "王永安", "职务", "店长"]
    assert rows[3][-1] == "／"
    assert [len(row.cells) for row in signing.rows] == [3, 3, 3]
    assert "拒绝签字" in signing.rows[2].cells[1].text
    assert signing.rows[1].cells[2].text == "　　年　　月　　日"
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in signing.rows)


def test_strokes_are_no_higher_than_their_line_and_the_seal_lies_behind_the_text() -> None:
    document = opened(docx(order(signed=True)))
    assert [(shape.height, round(shape.width / shape.height)) for shape in document.inline_shapes] == [
        (Mm(12), 3)
    ] * 3
    (seal,) = document.element.body.iter(qn("wp:anchor"))
    assert seal.get("behindDoc") == "1"
    extent = seal.find(qn("wp:extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (Mm(42), Mm(42))
    assert not list(opened(docx(order())).element.body.iter(qn("wp:anchor")))


def test_its_later_pages_are_continuation_sheets_and_each_has_the_code() -> None:
    section = opened(docx(replace(inquiry(), mark="演示", stamp="作废"))).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "询问笔录（续页）　（东）应急检记〔2018〕31号\t演示"
    assert section.first_page_header.paragraphs[0].text == "\t演示"
    for header in (section.first_page_header, section.header):
        assert 'string="作废"' in header._element.xml
    for footer in (section.first_page_footer, section.footer):
        fields = [one.get(qn("w:instr")) for one in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["NUMPAGES", "PAGE"]
        assert footer.paragraphs[0].text.startswith("被询问人（签名）：＿＿")
        (picture,) = [
            part.blob for part in footer.part.related_parts.values() if part.partname.endswith(".png")
        ]
        code = Image.open(io.BytesIO(picture)).convert("L").resize((290, 290), Image.Resampling.NEAREST)
        assert zxingcpp.read_barcodes(code)[0].text == CODE


def test_a_page_across_lies_across_and_its_table_repeats_its_head() -> None:
    document = opened(docx(ledger()))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    table = document.tables[0]
    assert len(table.rows) == 41
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_same_form_gives_the_same_bytes_dated_by_it() -> None:
    made = docx(record())
    assert docx(record()) == made
    package = zipfile.ZipFile(io.BytesIO(made))
    assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    assert "2018-06-05" in package.read("docProps/core.xml").decode()


def test_libreoffice_opens_them(tmp_path: Path) -> None:
    forms = {"order": order(signed=True), "record": record(), "ledger": replace(ledger(), stamp="代拟稿")}
    for name, form in forms.items():
        (tmp_path / f"{name}.docx").write_bytes(docx(form))
    told = texts_by_libreoffice([tmp_path / f"{name}.docx" for name in forms], tmp_path)
    if told is None:
        return
    ordered, recorded, listed = ("".join(text.split()) for text in told)
    in_order(ordered, "责令限期整改指令书", DEMAND, "陈志远", "东岭镇人民政府", "本文书一式两份")
    in_order(recorded, "被检查单位", "永安烟花爆竹专营店", "拒绝签字")
    in_order(listed, "东岭镇2018年6月", "第1加工厂", "第40加工厂", "填报人（签名）")
