"""Whatever is sent up is read, or refused in words that say what to do. Nothing that was lost on the way is guessed."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.errors import Incomplete
from bihuan.core.office import COMPOUND, ENCRYPTED
from bihuan.intake import book, cells
from bihuan.intake.heads import head_of, is_head_again, is_note, letter, proposed
from bihuan.intake.registry import Column, Option
from bihuan.units.intake.kind import COLUMNS
from tests.intake.ledgers import messy, plain, saved
from tests.profiles import examples

TABLE = "单位名称,电话\n永安烟花店,13800000001\n"


def texts(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.row, line.cells) for line in book.lines(content, 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_what_it_was_written_in(encoding: str) -> None:
    assert texts(TABLE.encode(encoding)) == [
        (1, ("单位名称", "电话")),
        (2, ("永安烟花店", "13800000001")),
    ]


def test_of_a_csv_what_no_database_takes_and_no_page_shows_is_left_out() -> None:
    long = "名称,类别\n" + "木器厂,木业\n" * 600 + "坏\0店,木业" + ",甲" * 5000
    last = book.lines(long.encode(), 0)[-1]
    assert (last.cells[0], len(last.cells)) == ("坏店", 60)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_by_the_separator_that_it_has(separator: str) -> None:
    assert len(texts(TABLE.replace(",", separator).encode())[0][1]) == 2


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(8):
                part.write(b" " * 64 * 1024 * 1024)
    return out.getvalue()


def _far() -> bytes:
    """Two cells, between which lie seventeen thousand million."""

    def build(_book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "名称")
        sheet.write(1_048_575, 16_383, "角")

    return saved(build)


def _word() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"x" * (book.SIZE_MAX_BYTES + 1), "超过10MB"),
        (COMPOUND + b"\0" * 600 + ENCRYPTED, "打开密码"),
        (COMPOUND + b"\0" * 600, "读不出来"),
        (b"PK\x03\x04 broken", "读不出来"),
        (_bomb, "解开后过大"),
        (_far, "解开后过大"),
        (_word, "不是表格"),
        (b"%PDF-1.7", "不是表格"),
        (b"\x89PNG\r\n\x1a\n", "不是表格"),
        (b"<html><table><tr><td>1</td></tr></table>", "网页"),
        (b"\x00\x01\x02\x03" * 64, "不是表格"),
        (b",,,\n,,\n", "没有内容"),
        (plain(), "没有内容"),
    ],
    ids=[
        "empty",
        "big",
        "locked",
        "xls",
        "zip",
        "bomb",
        "far",
        "word",
        "pdf",
        "png",
        "page",
        "bytes",
        "blank",
        "none",
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes | Callable[[], bytes], says: str) -> None:
    """What takes long to make is made here, and not by each process that only looks for its tests."""
    made = content() if callable(content) else content
    with pytest.raises(Incomplete, match=says) as told:
        book.heads(made)
    assert "file" in told.value.fields


def test_empty_rows_by_the_hundred_thousand_are_nothing() -> None:
    def build(made: Any, sheet: Any) -> None:
        framed = made.add_format({"border": 1})
        sheet.write_row(0, 0, ["名称", "电话"])
        sheet.write_row(1, 0, ["永安烟花店", "13800000001"])
        for row in range(2, 20_000):
            sheet.write_blank(row, 0, None, framed)
        sheet.set_row(1_000_000, 20)

    assert len(texts(saved(build))) == 2


def test_a_formula_is_what_it_came_to() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["名称", "从业人数"])
        sheet.write(1, 0, "永安烟花店")
        sheet.write_formula(1, 1, "=2+3", None, 5)

    assert texts(saved(build))[1] == (2, ("永安烟花店", "5"))


def test_of_several_worksheets_the_one_whose_head_is_known_is_taken() -> None:
    sheets = book.heads(messy())
    head = head_of(sheets[0].lines, COLUMNS)
    assert (head.row, head.known) == (4, 7)
    assert proposed(head.names, COLUMNS) == {
        "cell_id": 1,
        "name": 2,
        "uscc": 3,
        "category": 4,
        "head": 5,
        "phone": 6,
        "opened_on": 7,
    }


def test_remarks_and_sums_are_no_records() -> None:
    for row in (
        ["注：另附"],
        ["", "合计", "5"],
        ["小 计", "2"],
        ["石桥村", "小计", "15"],
        ["石桥村", "", "合计：15家"],
        ["填表人：张三"],
        ["填表人：张三", "", "审核人：李四", "2018年3月6日"],
        ["审核："],
    ):
        assert is_note(row), row
    for row in (["1", "注安师事务所"], ["永安烟花店"], ["合计算力公司", "1"][1:], []):
        assert not is_note(row), row


def test_a_head_again_is_no_record() -> None:
    head = ("序号", "单位名称（全称）", "电话")
    assert is_head_again(("序号", "单位名称", "电话", ""), head)
    assert is_head_again(("", "单位名称", "电话"), head)
    assert not is_head_again(("1", "单位名称", "电话"), head)
    assert not is_head_again(("", "单位名称"), head)


def test_one_heading_may_stand_for_two_columns_and_none_asks_for_identity_numbers() -> None:
    assert proposed(("负责人及电话", "村名/地址"), COLUMNS) == {
        "head": 0,
        "phone": 0,
        "cell_id": 1,
        "address": 1,
    }
    assert proposed(("身份证号", "法人身份证号码"), COLUMNS) == {}


def test_an_open_document_is_read_as_well() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells_of = ["".join(map(cell.format, row.split(","))) for row in TABLE.split()]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells_of)
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="台账">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert texts(out.getvalue())[1] == (2, ("永安烟花店", "13800000001"))


def test_columns_have_letters() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


CATEGORY = (
    Option("wood", "木材加工", ("木业",)),
    Option("shop", "沿街商铺"),
    Option("twin", "双桥村"),
    Option("other", "双桥村"),
)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "　永安\n烟花店 ", "永安 烟花店"),
        ("text", "", None),
        ("name", "张　 三", "张三"),
        ("name", "张 三（13800000001）", "张三"),
        ("name", "李四：电话 13800000001", "李四"),
        ("name", "Smith 商行", "Smith 商行"),
        ("name", "13800000001", None),
        ("phone", "张三13800000001", "13800000001"),
        ("phone", "13800000001.0", "13800000001"),
        ("phone", "138-0000-0001", "13800000001"),
        ("phone", "2345678（办）", "2345678"),
        ("number", "12.0", 12),
        ("day", "二〇一八年三月五日", "2018-03-05"),
        ("day", "二○一八年十二月廿五日", "2018-12-25"),
        ("phone", "１３８ 0000-0001", "13800000001"),
        ("phone", "+86 13800000001", "13800000001"),
        ("phone", "0452-6123456", "0452-6123456"),
        ("phone", "无", None),
        ("mobile", "13800000001", "13800000001"),
        ("code", " 91350100m000100y43 ", "91350100M000100Y43"),
        ("number", "12人", 12),
        ("number", "1,200", 1200),
        ("day", "2018-3-5", "2018-03-05"),
        ("day", "2018.03.05", "2018-03-05"),
        ("day", "2018/3/5 00:00", "2018-03-05"),
        ("day", "2018年3月5日", "2018-03-05"),
        ("day", "20180305", "2018-03-05"),
        ("day", "/", None),
        ("choice", "木业", "wood"),
        ("choice", " 沿街 商铺", "shop"),
    ],
)
def test_a_cell_is_read_in_the_writings_that_people_use(kind: str, text: str, value: Any) -> None:
    found = cells.read(Column("key", "这一列", kind), text, CATEGORY)
    assert (found.isoformat() if kind == "day" and found else found) == value


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("phone", "1.39E+10", "科学计数"),
        ("code", "9.11101E+17", "科学计数"),
        ("phone", "1390000002", "现为10位"),
        ("phone", "13900000001、13900000002", "只留一个"),
        ("phone", "找张三", "不是电话"),
        ("mobile", "0452-6123456", "11位手机号"),
        ("number", "若干", "整数"),
        ("day", "43164", "2018-03-05"),
        ("day", "2018年3月", "哪一天"),
        ("day", "2018-02-30", "没有这一天"),
        ("day", "2018", "哪一天"),
        ("day", "3.5", "没有写年份"),
        ("day", "三月五日", "没有写年份"),
        ("day", "二〇一八年三月", "哪一天"),
        ("phone", "张三13800000001 李四13800000002", "只留一个"),
        ("day", "去年", "不是日期"),
        ("choice", "木器", "请选择"),
        ("choice", "双桥村", "有2个"),
        ("text", "#REF!", "公式出错"),
        ("text", "字" * 101, "最多100个字"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(kind: str, text: str, says: str) -> None:
    with pytest.raises(cells.CellError, match=says):
        cells.read(Column("key", "这一列", kind), text, CATEGORY)


@settings(max_examples=examples(40))
@given(
    st.text(max_size=20),
    st.sampled_from(["text", "name", "phone", "mobile", "code", "number", "day", "choice"]),
)
def test_nothing_that_is_typed_breaks_a_cell(text: str, kind: str) -> None:
    try:
        cells.read(Column("key", "这一列", kind), text, CATEGORY)
    except cells.CellError as error:
        assert str(error)
