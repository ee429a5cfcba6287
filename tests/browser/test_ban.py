"""A ban in a real browser: decided from the hazard's page, looked at on its day, found broken, and banned again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.actions import Finding, finish_check
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import Visit
from tests.browser.test_main_way import choose, picked, send
from tests.cast import NOW, TODAY, Cast

SitDown = Callable[..., Page]
BANNED_ON = TODAY - timedelta(days=3)


def found(town: Cast) -> Hazard:
    """What 王 found five days ago."""
    with clock.moved(NOW - timedelta(days=5)):
        photo = town.photo(town.wang, "red")
        finding = Finding("无证储存烟花爆竹", "undecided", photos=(photo,))  # type: ignore[arg-type]
        visit = Visit(unit=town.units["yongan"].pk, visited_on=clock.today(), kind="patrol")
        finish_check(town.wang, visit, [finding])
    row: Hazard = Hazard.objects.within(town.chen.scope).get(pk=finding.id)
    return row


def record_ban(page: Page, number: str, on: str) -> None:
    """Fill in the form of a ban, with its proof."""
    page.fill("#body", "东城区人民政府")
    page.fill("#number", number)
    page.fill("#decided_on", on)
    page.fill("#reason", "无证储存，依法取缔")
    page.set_input_files("#proof_file", [picked("white")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    send(page, "登记")


@pytest.mark.browser
def test_a_ban_is_watched_and_the_return_is_noticed(town: Cast, sit_down: SitDown) -> None:
    hazard = found(town)

    # 周 records what the district decided three days ago: power and water are off.
    page = sit_down("zhou", width=1440, height=900)
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("text=登记决定")
    page.click("nav.tabs >> text=取缔")
    page.fill("#body", "石桥村村民委员会")
    page.fill("#number", "1")
    send(page, "登记")
    expect(page.locator("#proof_file-error, #body-error").first).to_be_visible()
    page.fill("#clear_power", BANNED_ON.isoformat())
    record_ban(page, "东政〔2026〕8号", BANNED_ON.isoformat())
    expect(page.locator("main")).to_contain_text("看守中")
    expect(page.locator("main")).to_contain_text("还差断水")
    page.goto(f"/units/{hazard.unit_id}/")
    expect(page.locator("main")).to_contain_text("已取缔")

    # 王's desk says where to go today; on a phone he sees that it goes on.
    page = sit_down("wang")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("今天该去")
    page.click("text=取缔后回访")
    page.set_input_files("#photos_file", [picked("red")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    expect(page.locator("[data-when=returned]")).to_be_hidden()
    choose(page, "finding", "returned")
    page.fill("#note", "后院仍在卖，约二十箱")
    page.click("text=登记回访")
    expect(page.locator("main")).to_contain_text("发现反弹，等待处理")

    # It is red on 周's desk until it is decided: banned again, and watched anew.
    back = Hazard.objects.within(town.chen.scope).get(repeat_of=hazard)
    page = sit_down("zhou", width=1440, height=900)
    page.goto("/")
    page.click("text=取缔后反弹，待处理")
    page.click("text=登记取缔决定")
    page.click(f"label:has-text('{back.number}')")
    record_ban(page, "东政〔2026〕9号", TODAY.isoformat())
    expect(page.locator("main")).to_contain_text("看守中")
    expect(page.locator("main")).to_contain_text(back.number)
    page.goto("/decisions/")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(f"/hazards/{back.pk}/")
    expect(page.locator(".timeline")).to_contain_text("登记决定，取缔，东城区人民政府东政〔2026〕9号")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("待处理")
