"""A village head's leaflets on a phone, with a photo; and the town's plan, where what did not come to a village is a press away until it came."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.publicity.models import Outreach, OutreachPhoto
from tests.browser.test_main_way import choose, picked, send
from tests.cast import Cast
from tests.publicity.deeds import planned

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_village_hands_out_and_the_plan_shows_who_is_left(town: Cast, sit_down: SitDown) -> None:
    planned(town)
    page = sit_down("li")
    page.goto("/")
    page.get_by_role("link", name="安全生产月：发放资料").click()
    expect(page.locator("input[name=channel][value=leaflet]")).to_be_checked()
    expect(page.locator("[data-when=leaflet]")).to_be_visible()
    expect(page.locator("[data-when=vehicle]")).to_be_hidden()
    page.fill("#count", "-10")
    page.set_input_files("#photos_file", picked("orange"))
    expect(page.locator("[data-photo-strip] img")).to_have_count(1)
    send(page, "登记")
    expect(page.locator("#count-error")).to_contain_text("不能小于1")
    expect(page.locator("[data-photo-strip] img")).to_have_count(1)
    expect(page.locator(".notice.kept")).to_have_count(0)  # what was typed came back with the page
    page.fill("#count", "260")
    page.select_option("#used", label="家庭防火明白纸")
    send(page, "登记")
    expect(page.locator("main")).to_contain_text("已登记：发放资料260份")
    expect(page.locator("main")).to_contain_text("260人（估计）")
    row = Outreach.objects.within(town.chen.scope).get()
    assert OutreachPhoto.objects.within(town.chen.scope).filter(outreach=row).count() == 1
    # what was taken is not offered again, and what was left half typed is
    page.goto("/publicity/new/?channel=banner")
    expect(page.locator("input[name=channel][value=banner]")).to_be_checked()
    expect(page.locator("#count")).to_have_value("")
    expect(page.locator(".notice.kept")).to_have_count(0)
    page.fill("#count", "3")
    page.goto("/publicity/new/?channel=banner")
    expect(page.locator(".notice.kept")).to_have_count(1)
    expect(page.locator("#count")).to_have_value("3")

    office = sit_down("chen", width=1440)
    office.goto("/")
    office.get_by_role("link", name="安全生产月：还有3项没有完成").click()
    expect(office.locator("main")).to_contain_text("1 / 4")
    office.get_by_role("link", name="登记柳林村宣传车").click()
    expect(office.locator("input[name=channel][value=vehicle]")).to_be_checked()
    choose(office, "channel", "leaflet")
    office.fill("#count", "80")
    send(office, "登记")
    office.goto("/publicity/coverage/")
    expect(office.locator("main")).to_contain_text("每个村都有到村的宣传")
    expect(office.locator("tr", has_text="柳林村").first).to_contain_text("1次")
