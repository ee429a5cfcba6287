import io
import zipfile
from dataclasses import replace

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Twips
from pypdf import PdfReader

from bihuan.paper import Picture, Table, docx, pdf
from tests.cast import picture
from tests.paper.samples import annexed, letter, report


@pytest.fixture(scope="module")
def made() -> bytes:
    return docx(report())


def opened(made: bytes) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(made))


def part(made: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(made)).read(name).decode()


def test_margins_and_grid(made: bytes) -> None:
    section = opened(made).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert margins == (Twips(2098), Twips(1985), Twips(1588), Twips(1474))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")


def test_the_faces_have_the_names_that_offices_know(made: bytes) -> None:
    styles = {style.name: style.element.rPr for style in opened(made).styles if style.element.rPr is not None}
    faces = {name: pr.rFonts.get(qn("w:eastAsia")) for name, pr in styles.items() if pr.rFonts is not None}
    assert faces["Title"] == "方正小标宋简体"
    assert faces["Heading 1"] == "黑体"
    assert faces["Heading 2"] == "楷体_GB2312"
    assert 'w:eastAsia="仿宋_GB2312"' in part(made, "word/styles.xml")
    assert "<w:altName" in part(made, "word/fontTable.xml")


def test_real_headings_and_a_real_table(made: bytes) -> None:
    document = opened(made)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "一、基本情况"),
        ("Heading 2", "（一）压实责任"),
        ("Heading 3", "1.分片包保"),
    ]
    table = document.tables[0]
    assert len(table.rows) == 31
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "第1加工厂",
        "配电箱未接地",
        "王喆",
        "2018年12月5日",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_page_numbers_alternate_and_the_mark_stands_in_both_headers(made: bytes) -> None:
    section = opened(made).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert 'w:instr="PAGE"' in footer._element.xml
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    assert [h.paragraphs[0].text for h in (section.header, section.even_page_header)] == ["演示", "演示"]
    assert "evenAndOddHeaders" in part(made, "word/settings.xml")


def test_bold_words_and_the_end_of_the_text(made: bytes) -> None:
    paragraphs = opened(made).paragraphs
    assert [run.text for p in paragraphs for run in p.runs if run.bold] == ["一是落实责任。"]
    assert [p.text for p in paragraphs[-3:]] == ["××镇人民政府", "2018年1月5日", "（此件公开发布）"]


def test_the_same_document_gives_the_same_bytes_dated_by_it(made: bytes) -> None:
    assert docx(report()) == made
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {1980}
    assert "2018-01-05" in part(made, "docProps/core.xml")
    assert "python-docx" not in part(made, "docProps/core.xml")


def test_pasted_control_characters_do_not_break_the_file() -> None:
    assert "甲乙" in [p.text for p in opened(docx(letter("甲\x00\x0b\u200b乙"))).paragraphs]


def test_an_annex_begins_a_page_of_its_own_behind_the_signature() -> None:
    document = opened(docx(annexed()))
    texts = [one.text for one in document.paragraphs if one.text]
    note, organ, day, mark, title = (
        texts.index(one) for one in ("附件：指标说明", "××镇", "2018年12月31日", "附件", "指标说明")
    )
    assert note < organ < day < mark < title
    begins = next(one for one in document.paragraphs if one.text == "附件")
    assert begins.style.element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    kept = document.paragraphs[: [one.text for one in document.paragraphs].index("××镇")]
    assert all(one.paragraph_format.keep_with_next for one in kept[-4:])
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "检查家次"]
    assert docx(annexed()) == docx(annexed())


def test_a_picture_stands_in_its_cell_no_higher_than_a_signature_in_both_formats() -> None:
    signed = Table(
        (), (("移交人", "李桂兰", "当面签字"),), pictures=(Picture(0, 2, picture("green", "PNG")),)
    )
    document = replace(letter("安"), blocks=(signed,))
    made = docx(document)
    (cell,) = [
        cell for cell in opened(made).tables[0].rows[0].cells if cell._tc.findall(f".//{qn('w:drawing')}")
    ]
    assert cell.text.strip() == "当面签字"
    (shape,) = opened(made).inline_shapes
    assert (shape.height, round(shape.width / shape.height, 2)) == (Mm(12), 1.33)
    assert made == docx(document)
    (shown,) = PdfReader(io.BytesIO(pdf(document))).pages[0].images
    assert shown.image and shown.image.size == (64, 48)
