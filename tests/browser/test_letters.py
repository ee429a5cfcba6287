"""A year's letters: made by one press, signed by the village head on the phone and by the leader for those looked at, and who is left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.letters.models import ResponsibilityLetter
from tests.browser.conftest import ServedClock, alone
from tests.browser.test_main_way import send, sign
from tests.cast import Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_letters_are_made_signed_by_both_and_who_is_left_is_seen(town: Cast, sit_down: SitDown) -> None:
    office = sit_down("chen", width=1440)
    office.goto("/letters/")
    office.get_by_role("link", name="布置和生成").first.click()
    for label in ("部门（站所）", "学校（幼儿园）", "建筑施工单位"):
        office.get_by_label(label).uncheck()
    send(office, "布置并生成")
    with alone, clock.moved(ServedClock.now):
        work_off()
    office.reload()
    expect(office.locator("main")).to_contain_text("生成责任书5份")

    village = sit_down("li")
    village.goto("/")
    village.get_by_role("link", name="签2026年村（社区）责任书").click()
    expect(village.locator("main")).to_contain_text("网格巡查到位率不低于95%")
    village.get_by_role("link", name="签字", exact=True).click()
    sign(village)
    send(village, "签字")
    expect(village.locator("main")).to_contain_text("已签字，等镇里签字")

    leader = sit_down("zhou")
    leader.goto("/")
    leader.get_by_role("link", name="2026年村（社区）责任书1份，对方已签，等镇里签字").click()
    leader.get_by_label("选择石桥村村（社区）责任书").check()
    leader.get_by_role("button", name="镇里签字").click()
    expect(leader.locator("main")).to_contain_text("村（社区）责任书的内容")
    leader.get_by_label("已经阅看").check()
    sign(leader)
    send(leader, "签1份")
    expect(leader.locator("main")).to_contain_text("已签1份，其中双方都已签字1份")
    assert ResponsibilityLetter.objects.within(town.chen.scope).filter(state="signed").count() == 1

    office.goto("/letters/")
    expect(office.locator("main")).to_contain_text("20.0%")
    office.locator("tr", has_text="柳林村").locator("td[data-label=未签] a").click()
    expect(office.locator("table")).to_contain_text("柳林村")
    expect(office.locator("table")).not_to_contain_text("石桥村")
