"""A town's own ledger in a real browser: sent up as it is, its mistakes mended in the preview, taken in, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan.core.scope import Scope
from bihuan.units.models import Unit
from tests.cast import Cast
from tests.intake.ledgers import messy


@pytest.mark.browser
def test_a_messy_ledger_is_mended_in_the_preview_and_comes_in(
    town: Cast, sit_down: Callable[..., Page], tmp_path: Path
) -> None:
    ledger = tmp_path / "企业台账.xlsx"
    ledger.write_bytes(messy())
    page = sit_down("chen", width=1440, height=900)
    page.goto("/units/")
    page.get_by_role("link", name="导入").click()
    page.set_input_files("#file", ledger)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#col-name option:checked")).to_have_text("C 单位名称")
    page.get_by_role("button", name="读取并核对").click()

    # each mistake stands where it is in the sheet
    expect(page.locator("body")).to_contain_text("没有读入：第10、11行")
    expect(page.get_by_label("D7")).to_have_value("9.11101E+17")
    page.get_by_label("D7").fill("")
    page.get_by_label("G7").fill("13900000002")
    page.get_by_label("E8").select_option("人员密集场所")
    page.get_by_label("H8").fill("2018-03-05")
    page.get_by_label("D9").fill("")
    page.get_by_role("button", name="保存这一页").click()
    expect(page.locator("body")).to_contain_text("已保存，改动3行")
    page.get_by_role("button", name="全部导入").click()
    expect(page.locator("body")).to_contain_text("已导入")
    there = Unit.objects.within(Scope.whole_town(town.town.pk))
    assert there.filter(state="open").count() == 7  # three of the cast's, one of them updated, and four more

    page.get_by_role("button", name="撤销整批").click()
    page.locator("dialog[open] .btn-danger, dialog[open] .btn-primary").first.click()
    expect(page.locator(".badge-state").first).to_contain_text("已撤销")
    assert there.filter(state="open").count() == 3
