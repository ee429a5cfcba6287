"""A veto in a browser: an accident raises it, the leader decides, the shop's manager appeals from a phone, the leader upholds it; who asks whether the shop
may be honoured this year gets no for an answer, with its number."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.accidents.rules import Counts
from bihuan.assessments.models import Honour, Veto
from bihuan.core import clock
from tests.assessments.deeds import hurt, ruled
from tests.browser.conftest import alone
from tests.browser.test_main_way import send
from tests.browser.test_meeting import agree
from tests.cast import NOW, Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_veto_is_raised_decided_appealed_against_and_asked_for(
    town: Cast, sit_down: SitDown, time_passes: Callable[[datetime], None]
) -> None:
    with alone, clock.moved(NOW):
        ruled(town)
        hurt(town, Counts(severe=1))
    time_passes(NOW + timedelta(hours=1))

    leader = sit_down("zhou", width=1440, height=900)
    leader.goto("/")
    leader.get_by_role("link", name="待认定：发生生产安全事故").click()
    expect(leader.locator("main")).to_contain_text("生产安全事故，一般，重伤1人")
    leader.get_by_role("link", name="决定否决").click()
    leader.fill("#grounds", "货架超高堆放，未按规定检查")
    agree(leader, "决定否决")
    expect(leader.locator("#heard-error")).to_contain_text("请写明对方的意见")
    expect(leader.locator("#grounds")).to_have_value("货架超高堆放，未按规定检查")
    leader.fill("#heard", "已告知，没有提出意见")
    agree(leader, "决定否决")
    expect(leader.locator("main")).to_contain_text("（东）应急否决〔2026〕1号")

    shop = sit_down("feng")
    shop.goto("/")
    shop.get_by_role("link", name="被一票否决：发生生产安全事故").click()
    shop.get_by_role("link", name="申诉", exact=True).click()
    shop.fill("#grounds", "货架由厂家安装，请求复核")
    send(shop, "提出申诉")
    expect(shop.locator("main")).to_contain_text("申诉期间不停止执行")

    leader.goto("/")
    leader.get_by_role("link", name="申诉待复核：货架由厂家安装，请求复核").click()
    leader.get_by_role("link", name="答复申诉").click()
    leader.fill("#answer", "堆放由本店负责，维持")
    send(leader, "答复")
    expect(leader.locator("main")).to_contain_text("申诉维持")

    office = sit_down("chen", width=1440, height=900)
    office.goto("/honours/ask/")
    office.select_option("#subject", label="永安烟花店")
    office.fill("#honour", "2026年度先进单位")
    office.get_by_role("button", name="查询", exact=True).click()
    expect(office.locator("main")).to_contain_text("不可以")
    expect(office.locator("main")).to_contain_text("2026年6月2日至2027年6月1日")
    office.get_by_role("button", name="出具查询结果").click()
    expect(office.locator("main")).to_contain_text("（东）应急评查〔2026〕1号")
    with alone:
        assert Veto.objects.within(town.chen.scope).get().state == "upheld"
        assert Honour.objects.within(town.chen.scope).get().verdict == "no"
