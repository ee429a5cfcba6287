"""Boards: what stands on them, their size, and what cannot be printed."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bihuan.paper import Board, GlyphMissing, Holder, board_sheets
from bihuan.paper.boards import Size

DAY = date(2026, 6, 2)


def board(*holders: Holder, place: str = "石桥村") -> Board:
    return Board(
        title="安全生产网格化监管公示牌",
        place=place,
        facts=(("网格名称", place), ("监管对象", "2家")),
        holders=holders or (Holder("村网格长", "李桂兰", "13812345678", "组织本村巡查。"),),
        foot=("举报投诉电话：12350",),
        organ="东岭镇应急管理办公室",
        picture="网格图（粘贴处）",
    )


@pytest.mark.parametrize(("size", "millimetres"), [("a3", 420), ("a4", 297)])
def test_a_board_is_a_page_across(size: Size, millimetres: int) -> None:
    pages = PdfReader(BytesIO(board_sheets([board(), board(place="柳林村")], dated=DAY, size=size))).pages
    assert len(pages) == 2
    assert [round(float(page.mediabox.width) / 72 * 25.4) for page in pages] == [millimetres] * 2
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_names_phones_and_duties_are_on_it() -> None:
    text = PdfReader(BytesIO(board_sheets([board()], dated=DAY))).pages[0].extract_text()
    for words in ("石桥村", "李桂兰", "13812345678", "组织本村巡查", "12350", "联系电话"):
        assert words in text


def test_without_phones_there_is_no_column_for_them() -> None:
    one = board(Holder("村网格长", "李桂兰", "", "组织本村巡查。"))
    assert "联系电话" not in PdfReader(BytesIO(board_sheets([one], dated=DAY))).pages[0].extract_text()


def test_thirty_holders_go_on_on_another_page_under_the_same_head() -> None:
    many = board(
        *(Holder("网格员", f"王小{one}", "12350", "巡查。" * 10) for one in "一二三四五六七八九十" * 3)
    )
    pages = PdfReader(BytesIO(board_sheets([many], dated=DAY))).pages
    assert len(pages) > 1
    assert all("公示牌" in page.extract_text() and "岗位" in page.extract_text() for page in pages)


def test_the_same_boards_give_the_same_bytes() -> None:
    assert board_sheets([board()], dated=DAY) == board_sheets([board()], dated=DAY)


def test_a_character_in_no_font_is_named() -> None:
    with pytest.raises(GlyphMissing, match="U\\+E000"):
        board_sheets([board(place="石桥\ue000")], dated=DAY)


def test_no_boards_are_a_defect() -> None:
    with pytest.raises(ValueError, match="no boards"):
        board_sheets([], dated=DAY)
