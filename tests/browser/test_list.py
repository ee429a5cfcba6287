"""A list in a real browser: a filter kept by name and found again, what is seen taken out and read again, at once and as a job; a unit found by typing; the way
back to where one was."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from bihuan.core.jobs import worker
from bihuan.core.jobs.kinds import KINDS
from bihuan.lists import exports
from bihuan.summaries.sheets.workbook import tables
from bihuan.units.actions import register_unit
from tests.cast import TODAY, Cast
from tests.sheets import opened_by_libreoffice

SitDown = Callable[..., Page]
SHOPS = 60
A_PAGE = 50  # rows


@pytest.mark.browser
def test_a_filter_is_kept_taken_out_and_what_came_out_is_what_was_seen(
    town: Cast, sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(SHOPS):
        cell = town.cells["柳林村"].pk
        register_unit(
            town.chen,
            name=f"{number:02d}号副食店",
            category="shop",
            cell_id=cell,
            opened_on=TODAY,
            phone="13812345678",
        )
    page = sit_down("chen", width=1440, height=900)

    # / goes to the box; what is typed is found, and arrows and Enter open it.
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("07hfsd")
    expect(page.locator(".bh-search .hit").first).to_contain_text("07号副食店")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("07号副食店")

    # Shops only, with their phones; kept under a name.
    page.goto("/units/?category=shop&sort=-name")
    page.click("summary:has-text('列')")
    page.check("label:has-text('电话') >> input")
    page.click("button:text-is('显示这些列')")
    page.click("summary:has-text('我的筛选')")
    page.fill("input[name=name]", "副食店")
    page.click(".save button")
    expect(page.locator("main")).to_contain_text("已保存为“副食店”")

    # Next day it is found again by its name, and taken out.
    page.goto("/units/")
    page.click("summary:has-text('我的筛选')")
    page.click("a:text-is('副食店')")
    expect(page.locator("td.main a").first).to_have_text(f"{SHOPS - 1}号副食店")
    expect(page.locator("a[rel=next]")).to_be_visible()  # what stands below the rows: they are all there
    seen = page.locator("td.main a").all_inner_texts()
    with page.expect_download() as download:
        page.click("button:has-text('导出')")
    place = tmp_path / "list.xlsx"
    download.value.save_as(place)
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(BytesIO(place.read_bytes())).worksheets[0]
    ]
    assert "电话" in rows[0] and len(rows) == SHOPS + 1
    assert len(seen) == A_PAGE and [row[0] for row in rows[1 : A_PAGE + 1]] == seen
    assert {row[rows[0].index("电话")] for row in rows[1:]} == {"138****5678"}
    (table,) = tables(place.read_bytes())
    assert table.lines[1][0].text == seen[0]
    if (told := opened_by_libreoffice(place, tmp_path)) is not None:
        assert [line.split(",")[0].strip('"') for line in told[1:]] == [row[0] for row in rows[1:]]

    # Of more rows than a person waits for it is a job, whose page follows it to its end by itself.
    monkeypatch.setattr(exports, "AT_ONCE", SHOPS - 1)
    monkeypatch.setattr(exports, "A_STEP", 25)
    listed = page.url
    page.reload()  # a form goes off once in some seconds, and this machine may be quick
    page.click("button:has-text('导出')")
    panel = page.locator(".panel.job")
    expect(panel).to_contain_text("排队")
    page.evaluate("window.stayed = true")
    held = worker._claim(long=False)
    assert held is not None
    for said in ("已选定记录", "已读出25家", "已读出50家", "已读出60家"):
        assert not worker._advance(held, KINDS[held.kind])
        expect(panel).to_contain_text(said)
        expect(panel.locator("progress, [role=progressbar]")).to_be_visible()
    assert worker._advance(held, KINDS[held.kind])
    expect(panel).to_contain_text("已完成")
    assert page.evaluate("window.stayed")  # nothing was loaded anew
    with page.expect_download() as download:
        panel.get_by_role("link", name="下载").click()
    download.value.save_as(place)
    later = openpyxl.load_workbook(BytesIO(place.read_bytes())).worksheets[0]
    assert [[cell.value for cell in row] for row in later] == rows
    page.goto(listed)

    # On the second page, far down, one is opened; the way back leads to the same place.
    page.set_viewport_size({"width": 1440, "height": 500})
    page.click("a[rel=next]")
    page.wait_for_url(lambda url: "page=2" in url)
    page.evaluate("window.scrollTo({ top: 200, behavior: 'instant' })")
    page.locator("td.main a").nth(6).evaluate(
        "link => link.click()"
    )  # where it is: a click would scroll to it
    page.wait_for_selector(".crumbs a")
    page.click(".crumbs a")
    page.wait_for_url(lambda url: "page=2" in url and "category=shop" in url)
    page.wait_for_function("window.scrollY === 200")
