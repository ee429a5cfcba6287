import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from bihuan.paper import GlyphMissing, OfficialDocument, Paragraph, Table, missing_glyphs, pdf
from bihuan.paper.faces import SHIPPED
from tests.paper.samples import BODY, RARE, annexed, letter, report


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(made: bytes) -> str:
    return "".join("".join(page.extract_text() for page in read(made).pages).split())


def fonts_on(page: int, made: bytes) -> str:
    return " ".join(
        str(font.get_object()["/BaseFont"]) for font in read(made).pages[page]["/Resources"]["/Font"].values()
    )


def test_a_report_has_its_pages_and_its_text() -> None:
    made = pdf(report())
    assert len(read(made).pages) == 3
    text = words(made)
    for part in (
        "××镇人民政府文件",
        "×政发〔2018〕5号",
        "区安全生产委员会：",
        "（一）压实责任",
        "由王喆、李堃、张建镕等同志包保",
        "2018年1月5日",
        "（此件公开发布）",
        "—3—",
    ):
        assert part in text
    assert text.count("演示") == 3
    assert text.count("序号单位隐患检查人限期") >= 2, "the table's head stands on each of its pages"


def test_the_page_is_a4_with_22_lines_of_28_characters() -> None:
    box = read(pdf(letter(BODY))).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (210, 297)
    # Title and the blank line take 2.15 lines, the first paragraph line loses two characters to the indent.
    blank_and_signature = 4
    fits = (22 - 3 - blank_and_signature) * 28 - 2
    assert len(read(pdf(letter("安" * fits))).pages) == 1
    assert len(read(pdf(letter("安" * (fits + 1 + 28)))).pages) == 2


def test_an_annex_stands_behind_the_signature_and_is_named_before_it() -> None:
    first, second = ("".join(page.extract_text().split()) for page in read(pdf(annexed())).pages)
    assert first.index("附件：指标说明") < first.index("××镇") < first.index("2018年12月31日")
    assert "附件：指标说明。" not in first
    assert second.startswith(f"附件指标说明{BODY[:4]}") and "检查家次" in second and "××镇" not in second
    assert pdf(annexed()) == pdf(annexed())


def test_a_signature_with_an_annex_named_above_never_stands_alone() -> None:
    for lines in range(12, 21):
        signed = next(page for page in read(pdf(annexed(lines))).pages if "××镇" in page.extract_text())
        assert "安" in signed.extract_text() and "附件：" in signed.extract_text(), lines


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(14, 21):
        pages = read(pdf(letter("安" * (28 * lines - 2)))).pages
        assert "安" in pages[-1].extract_text(), lines


def test_nor_does_it_after_a_last_paragraph_of_one_line_or_two() -> None:
    for last in ("联系人：陈明。", "联系人：陈明。" * 5):
        for lines in range(10, 19):
            document = replace(letter("安"), blocks=(Paragraph("安" * (28 * lines - 2)), Paragraph(last)))
            signed = next(page for page in read(pdf(document)).pages if "××镇" in page.extract_text())
            assert "陈明" in signed.extract_text(), lines


def test_a_short_table_at_the_end_goes_with_the_signature() -> None:
    signers = Table((), (("移交人", "李桂兰"), ("接收人", "宋新")))
    for lines in range(12, 20):
        document = replace(letter("安"), blocks=(Paragraph("安" * (28 * lines - 2)), signers))
        signed = next(page for page in read(pdf(document)).pages if "××镇" in page.extract_text())
        assert "移交人" in signed.extract_text(), lines


def test_the_pdf_is_dated_by_the_document() -> None:
    info = read(pdf(report())).metadata
    assert info is not None
    assert str(info["/CreationDate"]).startswith("D:20180105")
    assert info.title == "××镇人民政府关于2018年度安全生产工作总结的报告"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(report()) == pdf(report())


def test_threads_do_not_disturb_each_other() -> None:
    documents = [letter(f"第{number}号。") for number in range(12)]
    alone = [pdf(document) for document in documents]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pdf, documents)) == alone


def test_a_character_that_no_font_has_is_named_and_refused() -> None:
    with pytest.raises(GlyphMissing, match=r"“😀”（U\+1F600）") as refused:
        pdf(letter("已整改😀"))
    assert refused.value.characters == {"😀"}


def test_or_a_sign_stands_for_it_and_it_is_said_at_the_end() -> None:
    text = words(pdf(letter("已整改😀，由张𪚥复查"), stands_in=True))
    assert "已整改〓，由张〓复查" in text
    assert text.index("2018年12月31日") < text.index("〓：字库未收的字，依次为U+1F600、U+2A6A5。")
    assert pdf(letter("已整改"), stands_in=True) == pdf(letter("已整改"))


@pytest.mark.parametrize("part", ["title", "organ", "number", "recipient", "masthead", "note", "mark"])
def test_every_part_is_looked_at_for_missing_characters(part: str) -> None:
    values = {"title": "函", part: "函😀"}
    with pytest.raises(GlyphMissing):
        pdf(OfficialDocument(blocks=(), dated=letter("").dated, **values))


def test_rare_names_and_form_marks_are_in_the_shipped_fonts() -> None:
    assert missing_glyphs(RARE + "䶮〇㎡℃☑☐√①⑳—…“”〔〕") == set()
    assert missing_glyphs("好\n😀") == {"😀"}


def test_pasted_text_loses_what_has_no_shape() -> None:
    assert pdf(letter("甲\u200b乙\ufeff丙\r\n丁\t戊")) == pdf(letter("甲乙丙\n丁 戊"))


def test_values_are_never_read_as_markup() -> None:
    assert '#panic("x")*a*$b$' in words(pdf(letter('#panic("x")*a*$b$')))


def test_a_bought_font_comes_first(tmp_path: Path) -> None:
    """A font of the town whose name says 仿宋 sets the body; here the kai face stands for one."""
    empty = pdf(letter(BODY), extra_fonts=tmp_path / "absent")
    assert "FandolFang" in fonts_on(0, empty)
    renamed(SHIPPED / "BihuanKai.ttf", tmp_path / "fang.ttf", "FangSong_GB2312")
    made = pdf(letter(BODY), extra_fonts=tmp_path)
    assert "FangSong" in fonts_on(0, made)
    assert "FandolFang" not in fonts_on(0, made)


def renamed(source: Path, target: Path, family: str) -> None:
    """A copy of a font under another family name; same length, so no table moves."""
    old = "Bihuan Kai"
    new = family[: len(old)].ljust(len(old), "x")
    shutil.copyfile(source, target)
    data = target.read_bytes()
    for word, fresh in ((old, new), (old.replace(" ", ""), new[: len(old) - 1])):
        data = data.replace(word.encode("utf-16-be"), fresh.encode("utf-16-be"))
    target.write_bytes(data)
