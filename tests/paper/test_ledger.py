"""Ledgers: wide tables across, whose head repeats, whose colours are told by word and shape too."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bihuan.paper import GlyphMissing, Head, Ledger, Toned, ledger_pdf

DAY = date(2026, 6, 2)


def made(**more: Any) -> Ledger:
    given: dict[str, Any] = {
        "title": "风险分级管控清单",
        "facts": (("单位", "永安烟花店"),),
        "heads": (Head("编号", 1, True), Head("风险点", 4), Head("风险分级", 3), Head("管控措施", 12)),
        "rows": (("01", "储存间", Toned("red", "重大风险"), "工程技术：限量标志\n管理：进货登记"),),
        "dated": DAY,
        "family": "安全生产风险分级管控",
        "signs": ("编制人",),
    }
    return Ledger(**(given | more))


def pages(ledger: Ledger) -> list[Any]:
    return list(PdfReader(BytesIO(ledger_pdf(ledger))).pages)


def test_a_ledger_lies_across_and_says_all_that_it_was_given() -> None:
    (page,) = pages(made())
    assert page.mediabox.width > page.mediabox.height
    text = page.extract_text()
    for said in (
        "安全生产风险分级管控",
        "单位：永安烟花店",
        "储存间",
        "重大风险",
        "进货登记",
        "编制人：",
        "共 1 页",
    ):
        assert said in text, said


def test_on_each_page_of_a_long_one_stand_the_head_and_the_title() -> None:
    row = ("01", "储存间", Toned("blue", "低风险"), "限量标志。" * 40)
    found = pages(made(rows=(row,) * 30, mark="演示"))
    assert len(found) > 2
    assert all("风险点" in page.extract_text() and "演示" in page.extract_text() for page in found)
    assert all("风险分级管控清单（续页）" in page.extract_text() for page in found[1:])


def test_without_rows_it_says_so() -> None:
    assert "没有。" in pages(made(rows=()))[0].extract_text()


def test_the_same_ledger_gives_the_same_bytes_and_another_colour_others() -> None:
    assert ledger_pdf(made()) == ledger_pdf(made())
    other = made(rows=(("01", "储存间", Toned("orange", "重大风险"), "无"),))
    assert ledger_pdf(other) != ledger_pdf(made(rows=(("01", "储存间", Toned("yellow", "重大风险"), "无"),)))


def test_a_row_that_does_not_fit_its_heads_and_a_character_in_no_font_are_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 4 heads"):
        made(rows=(("01", "储存间"),))
    with pytest.raises(GlyphMissing, match="U\\+E000"):
        ledger_pdf(made(title="清单\ue000"))
