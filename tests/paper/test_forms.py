import io
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from bihuan.paper import Boxes, Form, Paragraph, Signing, Signings, Table, page_count, pdf, pictures
from tests.paper.forms import CODE, DEMAND, FINDINGS, REMEDY, inquiry, ledger, order, record

LONG = FINDINGS * 6


def pages(made: bytes) -> list[str]:
    """The text of each page in the order in which it was set, without blanks."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def shown(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def in_order(text: str, *parts: str) -> None:
    at = 0
    for part in ("".join(part.split()) for part in parts):
        found = text.find(part, at)
        assert found >= 0, f"{part} does not follow in {text[at:]}"
        at = found + len(part)


def test_an_order_of_five_findings_is_one_page_with_its_parts_in_order() -> None:
    for form in (order(), order(signed=True)):
        made = pdf(form)
        (text,) = pages(made)
        parts = (
            *(
                "安全生产行政执法文书",
                "责令限期整改指令书",
                "（东）应急责改〔2018〕12号",
                "永安烟花爆竹专营店：",
                "经查，",
            ),
            *(f"{number}．{finding}" for number, finding in enumerate(FINDINGS, 1)),
            *(DEMAND, REMEDY, "陈志远　证号：11010001", "赵立新　证号：11010002", "王永安"),
            *("东岭镇人民政府", "2018年6月5日", "本文书一式两份"),
        )
        in_order(text, *parts)
        assert "共1页第1页" in text and "续页" not in text
        seen = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
        in_order("".join(seen.split()), *parts)


def test_a_day_not_known_is_left_to_be_written_in() -> None:
    (blank,), (signed,) = pages(pdf(order())), pages(pdf(order(signed=True)))
    assert blank.count("年月日") == 3 and "年月日" not in signed
    assert signed.count("2018年6月5日10时20分") == 3


def test_a_long_order_goes_on_on_continuation_sheets() -> None:
    found = pages(pdf(order(LONG)))
    count = len(found)
    assert count >= 4
    for number, text in enumerate(found, 1):
        assert f"共{count}页第{number}页" in text
        assert ("责令限期整改指令书（续页）（东）应急责改〔2018〕12号" in text) == (number > 1)
        assert f"{CODE}/{number}" in text
        assert ("本文书一式两份" in text) == (number == count)


def test_each_page_has_its_own_code_that_reads_from_a_picture_of_it() -> None:
    seen = pictures(order(LONG, signed=True), ppi=110)
    for number, picture in enumerate(seen, 1):
        (code,) = zxingcpp.read_barcodes(shown(picture))
        assert code.text == f"{CODE}/{number}"
    assert "BH1" not in pages(pdf(replace(order(), code="")))[0]


def test_more_pages_than_expected_get_their_codes_too() -> None:
    """Short lines take more room than their characters tell."""
    form = replace(order(), blocks=tuple(Paragraph("安") for _ in range(100)))
    hundred = replace(form, blocks=(Boxes(tuple((("甲" * 60, ""),) for _ in range(40))),))
    for one in (form, hundred):
        found = pages(pdf(one))
        assert f"{CODE}/{len(found)}" in found[-1]


def test_who_signs_and_seals_never_stands_on_a_page_without_a_line_of_the_text() -> None:
    for count in range(7, 13):
        found = pages(pdf(order(FINDINGS * 3 + tuple("安" * 28 for _ in range(count)))))
        (signed,) = [text for text in found if "证号：11010001" in text]
        assert "法律另有规定的除外" in signed and "东岭镇人民政府2018年6月5日" in signed, count
        assert signed is found[-1] and "本文书一式两份" in signed, count


def test_a_single_last_line_goes_with_who_signs_and_seals() -> None:
    ending = order().blocks[-2:]
    for words in ("以上核对无误。", "以上核对无误。" * 6):
        for lines in range(40, 50, 2):
            form = replace(
                order(), blocks=(*(Paragraph("安" * 20) for _ in range(lines)), Paragraph(words), *ending)
            )
            (signed,) = [text for text in pages(pdf(form)) if "证号：11010001" in text]
            assert "以上核对无误。" in signed, lines


def test_a_short_table_goes_with_the_signatures_below_it() -> None:
    goods = Table(("名称", "数量"), (("灭火器", "2"),))
    for lines in range(20, 26):
        form = replace(
            record(), blocks=(*(Paragraph("安") for _ in range(lines)), goods, record().blocks[-1])
        )
        (signed,) = [text for text in pages(pdf(form)) if "检查人员（签名）" in text]
        assert "灭火器" in signed, lines


def test_more_people_than_a_page_holds_all_find_a_place_to_sign() -> None:
    people = tuple(Signing("参加人（签名）", f"第{number}人") for number in range(1, 41))
    text = "".join(
        pages(pdf(replace(order(), blocks=(Paragraph(DEMAND), Signings(people), order().blocks[-1]))))
    )
    in_order(text, DEMAND, *(f"第{number}人" for number in range(1, 41)), "东岭镇人民政府2018年6月5日")


def test_a_record_has_its_boxes_strikes_what_is_empty_and_says_who_refused() -> None:
    made = pdf(record())
    (text,) = pages(made)
    in_order(
        text, "被检查单位永安烟花爆竹专营店", "地址东岭镇解放路18号", "法定代表人（负责人）王永安职务店长"
    )
    assert "检查场所／" in text and "联系电话13800000000" in text
    in_order(text, "拒绝签字：负责人认为第3项问题不属实", "李桂兰在场")
    assert text.count("年月日") == 1, "one has signed, one refused, one is to sign"
    assert len(PdfReader(io.BytesIO(made)).pages[0].images) >= 1


def test_each_page_of_an_inquiry_has_its_line_to_sign() -> None:
    found = pages(pdf(inquiry()))
    assert len(found) > 2
    assert all("被询问人（签名）：" in text for text in found)
    in_order("".join(found), "问：第1次进货", "答：货在六月一日到店", "问：第30次进货")


def test_a_table_across_repeats_its_head_and_keeps_its_mark() -> None:
    made = pdf(ledger())
    found = pages(made)
    assert len(found) > 2
    assert all("序号单位问题检查人整改期限进展" in text and "演示" in text for text in found)
    box = PdfReader(io.BytesIO(made)).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (297, 210)


def test_the_seal_is_red_and_the_stamp_pale_and_both_leave_the_text_to_be_read() -> None:
    (plain,), (sealed,) = pictures(order(), ppi=50), pictures(order(signed=True), ppi=50)
    assert colours(plain)["red"] == 0 and colours(sealed)["red"] > 100
    blank = Form("通知", (), order().dated)
    (unmarked,), (void,) = pictures(blank, ppi=50), pictures(replace(blank, stamp="作废"), ppi=50)
    assert colours(void)["pale"] - colours(unmarked)["pale"] > 2000
    assert colours(void)["dark"] == colours(unmarked)["dark"]
    assert all("作废" in text for text in pages(pdf(replace(order(LONG), stamp="作废"))))
    (words,) = pages(pdf(order(signed=True)))
    assert "东岭镇人民政府2018年6月5日" in words


def colours(picture: bytes) -> Counter[str]:
    """How many points are red, pale grey or dark."""
    data = shown(picture).tobytes()
    points = zip(data[::3], data[1::3], data[2::3], strict=True)
    return Counter(
        "red" if r > g + 60 else "dark" if r < 128 else "pale" if 200 < r < 250 else "other"
        for r, g, b in points
    )


def test_a_character_that_no_font_has_is_said_and_never_stops_a_form() -> None:
    form = replace(order(("王喆和张😀签收。",)), number="（东）应急责改〔2018〕𪚥号", names=("张😀",))
    (text,) = pages(pdf(form))
    assert "王喆和张〓签收" in text and "〔2018〕〓号" in text
    assert "〓：字库未收的字，依次为U+2A6A5、U+1F600。" in text


def test_values_are_never_read_as_markup() -> None:
    form = Form('#panic("x")', (Paragraph("*a*$b$#c"), Boxes(((("<d>", "@e"),),))), order().dated)
    in_order(pages(pdf(form))[0], '#panic("x")', "*a*$b$#c", "<d>@e")


def test_the_same_form_gives_the_same_bytes_in_any_thread_and_any_process() -> None:
    forms = [order(FINDINGS[:number], signed=True) for number in (1, 2, 3)]
    alone = [pdf(form) for form in forms]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(pdf, forms)) == alone
    told = "from hashlib import sha256; from bihuan.paper import pdf; from tests.paper.forms import FINDINGS, order; "
    told += "print(sha256(pdf(order(FINDINGS[:2], signed=True))).hexdigest())"
    made = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == sha256(alone[1]).hexdigest()


def test_the_pdf_is_for_the_archive_dated_by_the_form_with_its_fonts_inside() -> None:
    reader = PdfReader(io.BytesIO(pdf(record())))
    assert reader.metadata is not None and str(reader.metadata["/CreationDate"]).startswith("D:20180605")
    said = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in said and "<pdfaid:conformance>B</pdfaid:conformance>" in said
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts} == {
        "BihuanSong",
        "BihuanTitle",
        "BihuanHei",
        "FandolFang",
    }
    for font in fonts:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


@pytest.mark.parametrize("kind", ["paragraph", "box", "cell"])
def test_fifty_thousand_characters_go_on_from_page_to_page(kind: str) -> None:
    text = ("现场检查发现配电箱未接地，电缆沟盖板缺失。" * 2500)[:50_000]
    block = {
        "paragraph": Paragraph(text),
        "box": Boxes(((("单位", "甲"),), (("检查情况", text),))),
        "cell": Table(("序号", "问题"), (("1", text), ("2", "乙"))),
    }[kind]
    made = pdf(replace(record(), blocks=(block, Signings((Signing("检查人员（签名）"),)))))
    found = pages(made)
    assert len(found) == page_count(made) > 40
    assert "".join(found).count("盖板缺失") >= 50_000 // 21 - len(found), (
        "but for those that a page's end cuts"
    )
    lengths = [len(text) for text in found[1:-2]]
    assert all(abs(one - other) < 200 for one, other in pairwise(lengths)), "no page is left half empty"
