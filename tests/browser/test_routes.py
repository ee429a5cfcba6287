"""A day out: planned at the desk, moved by hand, confirmed; walked with the phone, where a press from a stop begins the check."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import stops_of, stops_on
from tests.browser.conftest import alone
from tests.cast import NOW, Cast
from tests.routing.deeds import FIRST, LAST, placed, shops
from tests.routing.deeds import town as scope_of

pytestmark = pytest.mark.browser
TimePasses = Callable[[datetime], None]


def test_a_day_out_is_planned_changed_confirmed_and_walked(
    town: Cast, sit_down: Callable[..., Page], time_passes: TimePasses
) -> None:
    with alone, clock.moved(NOW):
        placed(town)
        shops(town, 7, far=0.004)
    page = sit_down("chen", width=1440, height=900)
    page.goto("/routes/new/")
    page.fill("#from_on", FIRST.isoformat())
    page.fill("#to_on", LAST.isoformat())
    page.locator(".choices").get_by_text("按条件选的").click()
    page.select_option("#second_1", label="赵强（安全检查员）")
    page.fill("#car_1", "鲁H·A0001")
    page.get_by_role("button", name="排路线").click()
    expect(page.get_by_role("heading", name="排检查路线", level=1)).to_be_visible()
    with alone, clock.moved(NOW):
        work_off()
    page.get_by_role("link", name="查看").click()
    expect(page.get_by_text("排上10家次")).to_be_visible()
    page.goto(f"{page.url}?day={FIRST.isoformat()}")
    page.get_by_role("link", name="换位置").first.click()
    page.locator(".choices").first.get_by_text("6月4日").click()
    page.get_by_role("button", name="换到这里").click()
    expect(page.get_by_text("固定不动")).to_be_visible()
    page.get_by_role("button", name="再排一次").click()
    with alone, clock.moved(NOW):
        work_off()
    page.get_by_role("link", name="查看").click()
    page.get_by_role("button", name="确定", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("外出的人会收到通知")).to_be_visible()
    with alone, clock.moved(NOW):
        plan = DayPlan.objects.within(scope_of(town)).get()
        assert any(one.pinned and one.day == LAST for one in stops_of(scope_of(town), plan))
        first = stops_on(scope_of(town), town.people["zhao"].pk, FIRST)[0]
    time_passes(clock.at(FIRST, 9))
    phone = sit_down("zhao")
    phone.goto("/")
    phone.get_by_role("link", name=first.unit.name).first.click()
    expect(phone.get_by_role("heading", name="今天的检查路线", level=1)).to_be_visible()
    stop = phone.locator(f"#s{first.pk}")
    assert (stop.get_by_role("link", name="高德").get_attribute("href") or "").startswith(
        "https://uri.amap.com/"
    )
    stop.get_by_role("link", name="检查").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(first.unit.name)
