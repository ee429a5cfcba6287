"""The round of a grid member on a phone: one unit with nothing wrong, one before whose door one stood in vain."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.inspections.models import Inspection
from bihuan.rounds.actions import set_round
from bihuan.rounds.models import Miss
from tests.browser.test_main_way import choose, send
from tests.cast import TODAY, Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_member_walks_the_round_on_the_phone(town: Cast, sit_down: SitDown) -> None:
    set_round(town.chen, post="grid_member", period="week", times=1, from_on=TODAY)
    page = sit_down("wang")
    page.goto("/")
    page.get_by_role("link", name="本周还有2家没有巡查").click()
    stop = page.locator(".stop", has_text="石桥小学")
    stop.get_by_role("button", name="无异常").click()
    page.click("#confirm button[value=yes]")
    expect(page.locator("main")).to_contain_text("已记录：石桥小学，无异常")
    expect(page.locator(".stop")).to_have_count(1)
    page.get_by_role("link", name="未能入户").click()
    send(page, "登记")
    expect(page.locator("#reason-error")).to_contain_text("请选择原因")
    choose(page, "reason", "shut")
    send(page, "登记")
    expect(page.locator(".stop")).to_contain_text("未能入户：关门无人")
    assert Inspection.objects.within(town.chen.scope).get().kind == "patrol"
    assert Miss.objects.within(town.chen.scope).get().task.unit.name == "永安烟花店"
