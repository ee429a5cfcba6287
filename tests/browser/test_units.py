"""Units in a real browser: two rows for one shop become one; a plate is printed, and opens what each may see."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from bihuan.hazards.actions import Finding, finish_check
from bihuan.inspections.actions import Visit
from bihuan.units.models import Plate, Unit
from tests.cast import TODAY, Cast
from tests.units.deeds import CODE, twin

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_two_rows_for_one_shop_become_one(town: Cast, sit_down: SitDown) -> None:
    kept, gone = town.units["yongan"], twin(town, phone="13800000001")
    photo = town.photo(town.wang, "red")
    finding = Finding("后门堵塞", "undecided", photos=(photo,))  # type: ignore[arg-type]
    finish_check(town.wang, Visit(unit=gone.pk, visited_on=TODAY, kind="patrol"), [finding])

    # 陈 is told of the pair, looks at both side by side, and takes the code of the second.
    page = sit_down("chen", width=1440, height=900)
    page.goto("/units/")
    page.click("text=疑似重复")
    expect(page.locator("tbody tr")).to_contain_text("电话相同，名称相近")
    page.click("a:text-is('核对')")
    if page.locator("thead").first.inner_text().find("保留：永安烟花店") < 0:
        page.click("text=对调：保留另一个")
    expect(page.locator("input[name='f-uscc'][value=gone]")).to_be_checked()
    expect(page.locator("main")).to_contain_text("隐患")
    page.click("button:has-text('合并')")
    page.click("#confirm button[value=yes]")
    expect(page.locator("#reason-error")).to_contain_text("请填写合并理由")
    page.fill("#reason", "同一家店，换了招牌又登记了一次")
    page.click("button:has-text('合并')")
    page.click("#confirm button[value=yes]")
    expect(page.locator("main")).to_contain_text("“永安鞭炮店”已并入“永安烟花店”")
    expect(page.locator("main")).to_contain_text("后门堵塞")
    expect(page.locator("main")).to_contain_text(CODE)

    # The old address leads on; the village sees one shop with all its hazards.
    page.goto(f"/units/{gone.pk}/")
    expect(page.locator("main h1")).to_have_text("永安烟花店")
    page = sit_down("li")
    page.goto("/units/")
    expect(page.locator("main")).not_to_contain_text("永安鞭炮店")
    assert Unit.objects.within(town.chen.scope).get(pk=gone.pk).merged_into == kept


@pytest.mark.browser
def test_a_plate_is_printed_and_opens_what_each_may_see(
    town: Cast, sit_down: SitDown, browser: Browser, address: str
) -> None:
    unit = town.units["yongan"]
    page = sit_down("zhao", width=1440, height=900)
    page.goto("/units/plates/?words=永安")
    page.fill("#phone", "0537-2345678")
    page.click("text=保存")
    expect(page.locator("main")).to_contain_text("值班电话已保存")
    page.goto("/units/plates/?words=永安")
    expect(page.locator("input[name=unit]")).to_have_count(1)
    with page.expect_download() as download:
        page.click("text=打印所选")
    printed = PdfReader(BytesIO(download.value.path().read_bytes()))
    plate = Plate.objects.within(town.chen.scope).get(unit=unit)
    assert plate.code in printed.pages[0].extract_text()

    # The grid member's phone opens the unit; a passer-by's tells who supervises it and how to report, and no more.
    member = sit_down("wang")
    member.goto(f"/q/{plate.code}/")
    expect(member.locator("main h1")).to_have_text("永安烟花店")
    expect(member.locator("main")).to_contain_text("未销号隐患")
    passer = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}).new_page()
    passer.goto(f"/q/{plate.code}/")
    expect(passer.locator("main")).to_contain_text("东岭镇应急管理办公室")
    expect(passer.locator("main")).to_contain_text("12350")
    expect(passer.locator("main")).not_to_contain_text("13800000001")
    assert passer.evaluate("document.documentElement.scrollWidth") <= 360

    # It was torn off: the old code leads nowhere.
    page.goto(f"/units/{unit.pk}/plate/renew/")
    page.fill("#reason", "被人揭走")
    page.click("button:has-text('换牌')")
    page.click("#confirm button[value=yes]")
    expect(page.locator("main")).to_contain_text("旧牌已作废")
    passer.goto(f"/q/{plate.code}/")
    expect(passer.locator("main")).to_contain_text("这个二维码无效")
    passer.context.close()
