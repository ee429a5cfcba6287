"""A form that fills itself when its month is over: looked at and handed up from the desk; and the month's bulletin that drafts itself, with last
month and last year beside."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.summaries import actions
from tests.browser.conftest import alone
from tests.browser.test_summary import check
from tests.cast import NOW, Cast
from tests.summaries.sheets import month

SitDown = Callable[..., Page]
Pass = Callable[[datetime], None]
JULY_1 = clock.at(date(2026, 7, 1), 8)


def lived(town: Cast, time_passes: Pass) -> None:
    """Two visits in June, a form asked for each month; then June is over."""
    with clock.moved(NOW):
        check(town, "yongan")
        check(town, "site")
        form = actions.keep_form(
            town.chen,
            name="安全生产月报表",
            kind="month",
            asked_by="区应急管理局",
            minutes=40,
            content=month(),
            file_name="月报.xlsx",
        )
        actions.set_due(town.chen, form.pk, version=1, days=1, by=time(17), post="safety_head")
    time_passes(JULY_1)
    with alone, clock.moved(JULY_1):
        work_off()


@pytest.mark.browser
def test_a_form_fills_itself_is_looked_at_and_handed_up(
    town: Cast, sit_down: SitDown, time_passes: Pass, tmp_path: Path
) -> None:
    lived(town, time_passes)
    page = sit_down("chen")
    page.goto("/")
    mine = page.locator("li", has_text="安全生产月报表（2026年6月）")
    expect(mine).to_contain_text("已填好，请核对上报")
    with page.expect_download() as down:
        mine.get_by_role("link", name="下载").click()
    down.value.save_as(tmp_path / "月报.xlsx")
    assert openpyxl.load_workbook(tmp_path / "月报.xlsx")["月报"]["C6"].value == 2
    mine.get_by_role("link", name="安全生产月报表").first.click()
    page.locator(".sheet").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("main")).to_contain_text("永安烟花店")
    page.go_back()
    page.fill("#note", "政务邮箱")
    page.get_by_role("button", name="已上报").click()
    page.click("#confirm button[value=yes]")
    expect(page.locator("main")).to_contain_text("由陈明上报")
    expect(page.locator("main")).to_contain_text("已按时上报")
    page.goto("/")
    expect(page.locator("li", has_text="安全生产月报表（2026年6月）")).to_have_count(0)
    page.goto("/summaries/dues/")
    expect(page.locator("tbody")).to_contain_text("区应急管理局")


@pytest.mark.browser
def test_the_months_bulletin_drafts_itself_and_shows_what_was_before(
    town: Cast, sit_down: SitDown, time_passes: Pass
) -> None:
    lived(town, time_passes)
    page = sit_down("chen", width=1440, height=900)
    page.goto("/")
    page.locator("li", has_text="2026年6月安全生产工作总结").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("期满后自动起草")
    table = page.locator("#beside-table")
    expect(table.get_by_role("row", name="检查企业家次")).to_contain_text("无记录")
    expect(table).to_contain_text("上年同期没有记录，不作比较")
    table.get_by_role("row", name="检查企业家次").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("main")).to_contain_text("永安烟花店")
    page.go_back()
    page.click("summary:has-text('更多')")
    page.get_by_role("button", name="不印发").click()
    page.click("#confirm button[value=yes]")
    expect(page.locator("main")).to_contain_text("已记为不印发")
    page.goto("/")
    expect(page.locator("li", has_text="2026年6月安全生产工作总结")).to_have_count(0)
