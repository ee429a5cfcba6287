"""An accident on a phone: entered while the caller is still on the line, told upward, followed up, and ended; the desk is red until then."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.accidents.models import Accident, FlashReport
from tests.browser.test_main_way import send
from tests.cast import Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_an_accident_is_told_from_the_phone_until_its_end(town: Cast, sit_down: SitDown) -> None:
    page = sit_down("chen")
    page.goto("/accidents/new/")
    page.fill("#unit", "永安烟花店")
    page.fill("#brief", "货架倒塌，一人腿部骨折，已送医")
    page.fill("#severe", "1")
    page.fill("#happened_at", "2026-06-02T10:30")
    send(page, "登记事故")
    expect(page.locator("#happened_at-error")).to_contain_text("不能晚于现在")
    expect(page.locator("#brief")).to_have_value("货架倒塌，一人腿部骨折，已送医")
    page.fill("#happened_at", "2026-06-02T08:40")
    send(page, "登记事故")
    expect(page.locator("main")).to_contain_text("已登记，请马上报告")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("首次报告还剩2小时")
    page.get_by_role("link", name="货架倒塌").first.click()

    page.get_by_role("link", name="登记报告").first.click()
    page.fill("#taken_by", "值班室")
    send(page, "登记报告")
    expect(page.locator("main")).to_contain_text("首次报告按时")

    page.get_by_role("link", name="报快报").first.click()
    page.fill("#measures", "送医，封闭现场")
    send(page, "签发")
    expect(page.locator("main")).to_contain_text("书面报告按时")

    page.get_by_role("link", name="登记伤亡变化").first.click()
    page.fill("#severe", "0")
    page.fill("#light", "1")
    send(page, "登记伤亡变化")
    expect(page.locator("#reason-error")).to_contain_text("重伤比上一次少")
    page.fill("#reason", "医院诊断为软组织挫伤")
    send(page, "登记伤亡变化")
    expect(page.locator("main")).to_contain_text("伤亡有变化，还没有续报")

    page.get_by_role("link", name="报快报").first.click()
    expect(page.locator("main")).to_contain_text("重伤 1人 → 0人")
    page.check("#is_final")
    send(page, "签发")
    expect(page.locator("main")).to_contain_text("已终报")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("首次报告")
    expect(page.locator("main")).to_contain_text("待结案")
    row = Accident.objects.within(town.chen.scope).get()
    assert [one.title for one in FlashReport.objects.within(town.chen.scope)] == ["首报", "终报"]
    assert (row.state, row.final_on is not None) == ("final", True)
