"""Reading files: encodings, docx, and what is neither."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.narrative import parse, read


def test_utf8_with_and_without_mark_and_gb18030_read_alike() -> None:
    text = "一、检查企业XX家次。\r\n二、隐患XX条。"
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030")):
        assert parse(content, "总结.txt").paragraphs == ("一、检查企业XX家次。", "二、隐患XX条。")


def test_a_docx_gives_paragraphs_and_tables_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "检查家次", "XX家次"
    document.add_paragraph("结尾")
    out = BytesIO()
    document.save(out)
    assert parse(out.getvalue(), "a.docx").paragraphs == ("标题", "| 检查家次 | XX家次 |", "结尾")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"PK\x03\x04 not a package", "a.docx", "不是完好的docx"),
        (b"just words", "a.docx", "不是完好的docx"),
        (b"anything", "a.doc", "另存为docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a", "另存为docx"),
        (b"anything", "a.wps", "另存为docx"),
        (b"\xff\xfe\x00\x00\x81", "a.txt", "编码"),
        (b"  \n \n", "a.txt", "没有文字"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, name: str, says: str) -> None:
    with pytest.raises(NarrativeError, match=says):
        parse(content, name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NarrativeError, match="没有找到文件"):
        read(tmp_path / "无此文件.txt")
