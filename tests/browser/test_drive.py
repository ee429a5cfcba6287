"""A 百日攻坚 set up with six teams in an hour's few presses, worked on its list, closed, and its report read with the rows behind a number."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.campaigns.models import CampaignUnit
from bihuan.core import clock
from bihuan.inspections.actions import form_team
from bihuan.inspections.models import Campaign, Team
from tests.browser.test_main_way import send
from tests.campaigns.deeds import visited
from tests.cast import TODAY, Cast

SitDown = Callable[..., Page]
TEAMS = (
    ("交通专项组", "transport"),
    ("建筑专项组", "building"),
    ("工商贸专项组", "trade"),
    ("教育专项组", "school"),
    ("非煤矿山专项组", "mine"),
)


@pytest.mark.browser
def test_a_hundred_days_from_the_first_press_to_the_report(town: Cast, sit_down: SitDown) -> None:
    for name, category in TEAMS:  # the cast has the sixth
        form_team(town.chen, name=name, categories=[category])
    page = sit_down("chen", width=1440)
    page.goto("/campaigns/new/")
    page.locator("tr", has_text="百日攻坚").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("现在是3家")
    page.fill("#name", "夏季百日攻坚")
    page.fill("#begins_on", f"{TODAY}")
    for at in range(4):  # the stages were laid from tomorrow on
        page.fill(f"#stage_{at}", "")
    page.get_by_role("button", name="印发方案").click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator("main")).to_contain_text("列入名单3家")
    expect(page.locator("tr", has_text="烟花爆竹专项组").first).to_contain_text("1")
    expect(page.get_by_text("没有组负责")).to_have_count(0)

    row = Campaign.objects.within(town.chen.scope).get(name="夏季百日攻坚")
    with clock.moved(clock.at(TODAY, 10)):
        for key, code in (("yongan", "fireworks"), ("school", "school")):
            team = next(one for one in Team.objects.within(town.chen.scope) if code in one.categories)
            visited(town.chen, row, town.units[key], team)
    page.reload()
    expect(page.locator("main")).to_contain_text("还有1家没有查")
    page.get_by_role("link", name="结束并总结").click()
    expect(page.locator("main")).to_contain_text("柳林村便民中心工地")
    page.get_by_role("link", name="没有查的名单").click()
    page.get_by_role("link", name="没查成").click()
    page.locator("label", has_text="停工、停产").click()
    send(page, "保存")
    expect(page.get_by_text("已写明，停工、停产，现场封闭")).to_be_visible()  # on the list, for the next one
    page.get_by_role("link", name="返回行动").click()
    expect(page.locator("main")).to_contain_text("1家写明原因没有查")
    assert CampaignUnit.objects.within(town.chen.scope).get(unit=town.units["site"]).excuse == "stopped"
    page.get_by_role("link", name="结束并总结").click()
    page.get_by_role("button", name="结束并起草总结").click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator("main")).to_contain_text("总结按记录起草好了")
    page.get_by_role("link", name="行动总结").click()
    expect(page.locator("h1")).to_contain_text("夏季百日攻坚工作总结")
    expect(page.locator("main")).to_contain_text("应查名单3家，其中名单已查2家，因故未查1家")
    page.locator("[data-blank]", has_text="3").first.click()
    expect(page.locator("main")).to_contain_text("列入名单的单位")

    phone = sit_down("zhou", width=360)
    phone.goto(f"/campaigns/{row.pk}/")
    expect(phone.locator("main")).to_contain_text("已总结")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
