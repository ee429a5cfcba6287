"""A superior's form in a real browser: sent up, two cells bound by pressing, filled, taken down and read back."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from tests.browser.test_summary import check
from tests.cast import NOW, Cast
from tests.summaries.sheets import month


@pytest.mark.browser
def test_a_form_is_bound_by_pressing_and_comes_back_filled(
    town: Cast, sit_down: Callable[..., Page], tmp_path: Path
) -> None:
    with clock.moved(NOW):
        check(town, "yongan")
        check(town, "site")
    blank, filled = tmp_path / "月报.xlsx", tmp_path / "filled.xlsx"
    blank.write_bytes(month())
    page = sit_down("chen", width=1440, height=900)
    page.goto("/summaries/")
    page.click("text=上级报表")
    page.fill("#name", "安全生产月报表")
    page.set_input_files("#file", blank)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("[data-blank='C6']")).to_have_text("—")  # May, before anything was recorded

    page.fill("[name=since] >> visible=true", "2026-06-01")
    page.fill("[name=until] >> visible=true", "2026-06-30")
    page.fill("[name=as_of] >> visible=true", "2026-06-30")
    page.click("text=看这一期")
    expect(page.locator("[data-blank='C6']")).to_have_text("2")

    # what the heads propose is one press
    page.click("[data-blank='B4']")
    expect(page.locator("#cell")).to_contain_text("按表头提的建议")
    expect(page.locator("#cell .stat")).to_contain_text("1")
    page.click("#cell >> text=选定")
    expect(page.locator("[data-blank='B4']")).to_have_text("1")

    # what they leave open is chosen, and its number seen before it is kept
    page.click("[data-blank='B7']")
    expect(page.locator("#cell")).to_contain_text("未定")
    page.select_option("#figure", "inspect.persons")
    expect(page.locator("#cell .stat")).to_contain_text("4")
    page.select_option("#days", "last_year")
    expect(page.locator("#cell")).to_contain_text("2025年6月1日至2025年6月30日")
    page.select_option("#days", "year")
    expect(page.locator("#cell")).to_contain_text("2026年1月1日至2026年6月30日")
    page.click("#cell >> text=选定")
    expect(page.locator("[data-blank='B7']")).to_have_text("4")

    page.click("text=填报这一期")
    expect(page.locator("body")).to_contain_text("校验一致")
    with page.expect_download() as down:
        page.click("text=下载xlsx")
    down.value.save_as(filled)
    sheet = openpyxl.load_workbook(filled)["月报"]
    assert [sheet[at].value for at in ("B4", "B5", "B6", "B7", "C6")] == [1, 99, "=SUM(B4:B5)", 4, 2]
    page.get_by_role("row", name="月报!B4").get_by_role("link").click()
    expect(page.locator("body")).to_contain_text("永安烟花店")
