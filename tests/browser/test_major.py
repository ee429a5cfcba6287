"""A major hazard in a real browser: found on a check with its criterion, reported up, planned, listed by the district, rectified,
re-inspected, accepted, delisted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.hazards.models import Hazard
from bihuan.majors.queries import find_standing
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import TODAY, Cast
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]
ABOVE = "东城区安全生产委员会"


@pytest.mark.browser
def test_a_major_hazard_is_found_reported_planned_listed_accepted_and_delisted(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_sheet(monkeypatch)

    # 陈 finds too much powder at 永安; choosing 重大隐患 opens the criteria of the trade.
    page = sit_down("chen")
    page.goto(f"/inspections/new/?unit={town.units['yongan'].pk}")
    page.select_option("#second_inspector", label="赵强（持执法证）")
    page.click("[data-all-good]")
    choose(page, "r-2", "bad")
    block = page.locator("[data-if-bad=r-2]")
    block.locator("input[type=file]").first.set_input_files([picked("red")])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    block.locator("#i2-text").fill("库房存药超过核定药量")
    choose(page, "i2-outcome", "deadline")
    block.get_by_role("button", name="7天").click()
    expect(page.locator("#i2-criterion")).to_be_hidden()
    choose(page, "i2-level", "major")
    page.select_option("#i2-criterion", "yh2017.5")
    sign(page)
    page.click("text=完成检查")
    expect(page.locator("main")).to_contain_text("责令限期整改指令书")
    hazard = Hazard.objects.within(town.chen.scope).get()
    assert (hazard.level, hazard.criterion) == ("major", "yh2017.5")

    # 周 sees it on his desk, and it is reported up within the day.
    page = sit_down("zhou", width=1440, height=900)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("今天须上报")
    page.click("a:has-text('库房存药超过核定药量')")
    send(page, "上报重大隐患")
    expect(page.locator("main")).to_contain_text("报东城区应急管理局（周正）")

    # 冯 of the shop puts down the five fixings; what is missing is said, what was typed stays.
    page = sit_down("feng")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('制定治理方案')")
    page.fill("#emergency", "断电看护，配灭火器")
    send(page, "治理方案")
    expect(page.locator("#funds_yuan-error")).to_contain_text("请填写资金")
    page.fill("#funds_yuan", "3000")
    send(page, "治理方案")
    expect(page.locator("main")).to_contain_text("预案已落实")

    # The town asks; a town that lists is refused; the district's decision is recorded.
    page = sit_down("zhou")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('提请挂牌督办')")
    page.fill("#reason", "存药量大，周边有住户")
    send(page, "提请挂牌督办")
    page.click("a:text-is('登记挂牌督办')")
    page.select_option("#level", "district")
    page.fill("#body", "东岭镇人民政府")
    page.fill("#number", "东安委督〔2026〕3号")
    page.fill("#responsible", "副区长")
    send(page, "登记挂牌督办")
    expect(page.locator("#body-error")).to_contain_text("没有挂牌督办的权限")
    page.fill("#body", ABOVE)
    send(page, "登记挂牌督办")
    expect(page.locator("main")).to_contain_text("挂牌督办中")

    # Rectified, and re-inspected by two.
    page = sit_down("feng")
    page.goto(f"/hazards/{hazard.pk}/report/")
    page.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    page.fill("#note", "超出部分已退回批发企业")
    send(page, "报告已整改")
    expect(page.locator("main")).to_contain_text("待复查")
    page = sit_down("zhao", width=1440, height=900)
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('复查')")
    choose(page, f"h{hazard.pk}-verdict", "pass")
    page.fill(f"#h{hazard.pk}-note", "药量符合核定")
    page.select_option("#second_inspector", label="陈明（持执法证）")
    sign(page)
    page.click("text=完成复查")
    expect(page.locator("main")).to_contain_text("整改复查意见书")

    # 周 accepts it, and records that the district has taken it off.
    page = sit_down("zhou")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('验收销号')")
    page.fill("#note", "现场验收，药量符合核定，同意销号")
    send(page, "验收销号")
    expect(page.locator("main")).to_contain_text("已销号")
    page.click("a:text-is('登记摘牌')")
    expect(page.locator("#body")).to_have_value(ABOVE)
    page.fill("#number", "东安委摘〔2026〕1号")
    send(page, "登记摘牌")
    expect(page.locator("main")).to_contain_text("已摘牌")
    expect(page.locator(".timeline")).to_contain_text("验收销号，现场验收")

    listing = find_standing(town.chen, hazard.pk).listing
    assert listing is not None
    assert (listing.state, listing.listed_on, listing.delisted_on) == ("delisted", TODAY, TODAY)
