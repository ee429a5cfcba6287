"""Files of every kind that a town may bring: what is read of a docx, and what is refused in words."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from time import perf_counter

import docx
import pytest
from docx.oxml import parse_xml

from bihuan.summaries.reading import blanks
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.narrative import parse

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(build: Callable[[docx.document.Document], None]) -> bytes:  # type: ignore[name-defined]
    """The bytes of a document made by `build`."""
    document = docx.Document()
    build(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def put(document, xml: str) -> None:  # type: ignore[no-untyped-def]
    document.element.body.insert(0, parse_xml(xml))


def body(xml: str) -> bytes:
    """A document whose body holds just this."""
    return saved(lambda document: put(document, xml))


def test_tracked_changes_read_as_accepted() -> None:
    text = parse(
        body(
            f"<w:p {W}><w:r><w:t>检查企业</w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>XX</w:t></w:r></w:ins><w:r><w:t>家次</w:t></w:r></w:p>"
        ),
        "a.docx",
    ).text
    assert text == "检查企业XX家次"


def test_a_blank_across_runs_and_one_of_underlined_spaces_are_blanks() -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        line = document.add_paragraph()
        for run in ("检查企业X", "X家", "次，排查隐患"):
            line.add_run(run)
        line.add_run("    ").underline = True
        line.add_run("条")

    found = blanks.find(parse(saved(build), "a.docx"))
    assert [(one.unit, one.kind) for one in found] == [("家次", "number"), ("条", "number")]


def test_a_text_box_is_read_once_and_comments_are_not() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>签订责任书XX份</w:t></w:r></w:p></w:txbxContent>"
    text = parse(
        body(
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<w:r><w:t>检查XX次</w:t></w:r><w:r><mc:AlternateContent>"
            f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
        "a.docx",
    ).text
    assert text == "检查XX次\n签订责任书XX份"


def test_a_row_is_a_line_and_a_merged_cell_is_read_once() -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "检查企业"
        table.cell(0, 2).text = "XX家次"
        table.cell(1, 0).text = "隐患"

    assert parse(saved(build), "a.docx").paragraphs == ("| 检查企业 | ← | XX家次 |", "| 隐患 |  |  |")


def nested(levels: int) -> bytes:
    opened = "<w:tbl><w:tr><w:tc>" * levels
    closed = "<w:p/></w:tc></w:tr></w:tbl>" * levels
    return packed(f"<w:document {W}><w:body>{opened}{closed}</w:body></w:document>")


def packed(document: str) -> bytes:
    """A docx of one part, packed."""
    out = BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{kind}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def entities() -> bytes:
    return packed(f'<!DOCTYPE a [<!ENTITY b "隐患">]><w:document {W}><w:body><w:p/></w:body></w:document>')


def bomb() -> bytes:
    text = "检查企业XX家次。" * 3_000_000
    return packed(f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>")


def misnamed() -> bytes:
    """A docx whose directory says that a name is UTF-8 where it is not."""
    out = BytesIO(saved(lambda document: document.add_paragraph("检查XX次")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("é.xml", "")
    return out.getvalue().replace("é".encode(), b"\xff\xff")


def long_docx(characters: int) -> bytes:
    lines = [
        f"第{number}家单位，检查发现隐患{number % 97}条，已整改{number % 89}条。"
        for number in range(characters // 25)
    ]
    return saved(lambda document: document.add_paragraph("".join(lines)))


def cut_off() -> bytes:
    whole = saved(lambda document: document.add_paragraph("检查XX次"))
    return whole[: len(whole) // 2]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (lambda: nested(10_000), "a.docx", "表格"),
        (bomb, "a.docx", "过大"),
        (entities, "a.docx", "docx"),
        (cut_off, "a.docx", "docx"),
        (misnamed, "a.docx", "docx"),
        (lambda: b"PK\x03\x04 not a zip", "a.docx", "docx"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "另存为docx"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.wps", "另存为docx"),
        (lambda: "检查企业XX家次。".encode() * 50_000, "a.txt", "3万字"),
        (lambda: long_docx(500_000), "a.docx", "3万字"),
        (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff", "a.png", "编码"),
    ],
)
def test_what_cannot_be_read_is_told_in_words_and_soon(
    content: Callable[[], bytes], name: str, says: str
) -> None:
    given = content()
    begun = perf_counter()
    with pytest.raises(NarrativeError, match=says):
        parse(given, name)
    assert perf_counter() - begun < 10, "a file of anyone's must not hold the server up"
