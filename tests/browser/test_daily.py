"""A village's day: the zero report in one press from the desk, the one that the records gainsay, and the day put together with who is missing."""

from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import Page, expect

from bihuan.dailies.actions import ask_for_reports
from bihuan.dailies.models import DailyReport
from bihuan.dailies.rules import USUAL
from bihuan.hazards.actions import finish_check
from tests.browser.test_main_way import send
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_village_reports_and_the_town_sees_who_is_missing(town: Cast, sit_down: SitDown) -> None:
    for title in ("安全生产日报告", "汛期日报告"):
        ask_for_reports(
            town.chen,
            title=title,
            reporters=["village", "town"],
            days="every",
            by=time(17),
            fields=USUAL,
            from_on=TODAY,
        )
    page = sit_down("li")
    page.goto("/")
    page.locator("li", has_text="汛期日报告").get_by_role("button", name="零报告").click()  # the one press
    expect(page.locator("main")).to_contain_text("汛期日报告（零报告）已报送")
    finish_check(town.zhao, visit(town, town.zhao), [finding(town, town.zhao)])
    page.goto("/")
    page.locator("li", has_text="安全生产日报告").get_by_role("button", name="零报告").click()
    expect(page.locator("[role=alert]")).to_contain_text("发现隐患1条，不能报零报告")
    page.fill("#f5", "0")
    page.fill("#f6", "已督促更换线路")
    send(page, "报送")
    expect(page.locator("main")).to_contain_text("石桥村2026年6月2日安全生产日报告已报送")
    assert DailyReport.objects.within(town.chen.scope).count() == 2
    office = sit_down("chen", width=1440)
    office.goto("/dailies/")
    office.get_by_role("link", name="今天的汇总").first.click()
    expect(office.locator("main")).to_contain_text("未报2处：柳林村、东岭镇")
    expect(office.locator("tr", has_text="石桥村")).to_contain_text("已督促更换线路")
