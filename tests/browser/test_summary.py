"""The summary in a real browser: press on a number and see its rows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.actions import Finding, finish_check
from bihuan.inspections.actions import OutingPlan, Visit
from tests.cast import NOW, TODAY, Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_pressed_number_shows_its_rows_and_a_false_claim_its_offender(
    town: Cast, sit_down: SitDown
) -> None:
    with clock.moved(NOW):
        check(town, "yongan", "库房电线老化裸露")
    page = sit_down("chen", width=1440, height=900)
    page.goto("/summaries/new/")
    page.fill("#text", "今年以来检查企业XX家次，排查隐患XX条，并已全部整改完毕。")
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-12-31")
    page.fill("#as_of", "2026-12-31")
    page.get_by_role("button", name="填数并核对").dispatch_event("click")
    page.click("[data-blank='1']")
    expect(page.locator("#beside h2")).to_have_text("排查隐患XX条")
    expect(page.locator("#beside td").filter(has_text="库房电线老化裸露")).to_be_visible()
    expect(page.locator("[data-blank='1']")).to_have_attribute("aria-current", "true")
    page.click("text=并已全部整改完毕")
    expect(page.locator("#beside h2")).to_have_text("“并已全部整改完毕”")
    expect(page.locator("#beside")).to_contain_text("不属实")
    expect(page.locator("#beside")).to_contain_text("永安烟花店")
    expect(page.locator("#beside")).to_contain_text("改为")


LAST_YEAR = """东岭镇2025年度安全生产工作总结
今年以来，全镇共检查企业96家次，排查隐患50余条，并已全部整改完毕。
开展清河行动，发现问题7项。发放宣传册3000余份。"""


def last_years_docx(path: Path) -> Path:
    """Last year's text as a clerk has it."""
    document = docx.Document()
    for line in LAST_YEAR.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def check(town: Cast, unit: str, text: str = "灭火器失效") -> None:
    """A check with one hazard that waits to be mended."""
    photo = (town.photo(town.chen, "red"),)
    visit = Visit(
        unit=town.units[unit].pk,
        visited_on=TODAY,
        outing=OutingPlan(),
        second_inspector=town.people["zhao"].pk,
        signature=town.photo(town.chen, "white"),  # type: ignore[arg-type]
    )
    deadline = TODAY + timedelta(days=7)
    finish_check(town.chen, visit, [Finding(text, "deadline", photos=photo, deadline_on=deadline)])  # type: ignore[arg-type]


@pytest.mark.browser
def test_last_years_paper_becomes_this_years_and_stays_signed(
    town: Cast, sit_down: SitDown, tmp_path: Path
) -> None:
    with clock.moved(NOW):
        check(town, "yongan")
    page = sit_down("chen", width=1440, height=900)
    page.goto("/summaries/new/")
    page.fill("#title", "2026年度安全生产工作总结")
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-12-31")
    page.fill("#as_of", "2026-12-31")
    page.set_input_files("#file", last_years_docx(tmp_path / "last-year.docx"))
    page.get_by_role("button", name="填数并核对").dispatch_event("click")
    expect(page.locator(".narrative")).to_contain_text("东岭镇2026年度")
    expect(page.locator("[data-blank='0']")).to_have_text("1")

    # ↓ walks through what is open: the untrue sentence first, then the unknown drive, then what nobody records
    page.keyboard.press("ArrowDown")
    expect(page.locator("#beside h2")).to_have_text("“并已全部整改完毕”")
    page.keyboard.press("1")
    expect(page.locator(".narrative")).to_contain_text("已整改0条，整改率0.0%")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#beside h2")).to_have_text("发现问题7项")
    expect(page.locator("#beside")).to_contain_text("清河行动")
    page.keyboard.press("1")
    expect(page.locator(".narrative")).to_contain_text("发现问题1项")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#beside h2")).to_contain_text("发放宣传册")
    page.keyboard.press("0")
    page.wait_for_url("**/?after=*")
    expect(page.locator(".blank.bound").filter(has_text="3000余")).to_have_count(1)
    expect(page.locator(".blank.ask, .blank.unrecorded, .claim.disproved")).to_have_count(0)

    page.get_by_role("button", name="送签").click()
    page.click("#confirm [value='yes']")
    expect(page.locator("body")).to_contain_text("待签发")
    address = page.url
    leader = sit_down("zhou", width=1440, height=900)
    leader.goto(address)
    leader.get_by_role("button", name="签发", exact=True).click()
    leader.click("#confirm [value='yes']")
    expect(leader.locator("body")).to_contain_text("已印发")

    with clock.moved(NOW):
        check(town, "site")
    page.goto(address)
    expect(page.locator("[data-blank='0']")).to_have_text("1")
    page.click("text=更正报告")
    changed = page.locator("section").filter(has=page.locator("h2", has_text="检查企业96家次"))
    expect(changed).to_contain_text("1")
    expect(changed).to_contain_text("完成检查")


@pytest.mark.browser
def test_a_table_is_pressed_like_the_text_and_scrolls_on_a_phone(town: Cast, sit_down: SitDown) -> None:
    with clock.moved(NOW):
        check(town, "yongan")
    page = sit_down("chen")
    page.goto("/summaries/new/")
    heads = "检查家次（家次） | 发现隐患（条） | 立即整改（条） | 限期整改（条） | 已整改（条） | 整改率"
    rows = [f"| {place}{' | XX' * 6} |" for place in ("石桥村", "合计")]
    page.fill("#text", "\n".join(["各村检查情况表", f"| 村 | {heads} |", *rows]))
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-12-31")
    page.fill("#as_of", "2026-12-31")
    page.get_by_role("button", name="填数并核对").dispatch_event("click")
    table = page.get_by_role("table", name="各村检查情况表")
    expect(table.get_by_role("columnheader", name="检查家次")).to_be_attached()
    pressed = table.get_by_role("row", name="石桥村").get_by_role("button").nth(1)
    pressed.click()
    expect(page.locator("#beside h2")).to_have_text("石桥村·发现隐患")
    expect(page.locator("#beside")).to_contain_text("灭火器失效")
    expect(pressed).to_have_attribute("aria-current", "true")
    frame = page.get_by_role("region", name="各村检查情况表")
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth"), "the table is wider than the phone"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is not"
