"""A post handed over in a real browser: the list, both signatures on one phone, and the taker at his desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.grid.models import Handover
from tests.browser.test_main_way import choose, send
from tests.cast import TODAY, Cast, picture
from tests.core.deeds import found
from tests.grid.deeds import newcomer, post_of

SitDown = Callable[..., Page]


def without_thumbs(page: Page) -> Page:
    """SQLite in memory answers one request at a time, and the two signatures are asked for at once."""
    page.route("**/thumb/", lambda asked: asked.fulfill(body=picture(), content_type="image/jpeg"))
    return page


def sign(page: Page, name: str) -> None:
    """A stroke on the pad of a field."""
    pad = page.locator(f"[data-signature]:has(input[name='{name}']) canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()


@pytest.mark.browser
def test_a_post_is_handed_over_with_what_lies_open(town: Cast, sit_down: SitDown) -> None:
    found(town, town.chen)
    taker = newcomer(town, "宋新")
    town.people["song"] = taker
    page = without_thumbs(sit_down("chen"))
    page.goto(f"/grid/{town.cells['石桥村'].pk}/")
    page.locator("tr:has-text('李桂兰') >> a:text-is('交接')").click()
    expect(page.locator("main")).to_contain_text("库房电线老化裸露")
    expect(page.locator("#absence")).to_be_hidden()
    page.select_option("#taker", str(taker.pk))
    page.fill("#note", "台账一册")
    sign(page, "taker_signature")
    send(page, "完成交接")

    # The giver has not signed; nothing is lost, the taker's stroke neither.
    expect(page.locator("#giver_signature-error")).to_contain_text("请移交人签字")
    expect(page.locator("#note")).to_have_value("台账一册")
    choose(page, "presence", "absent")
    expect(page.locator("#absence")).to_be_visible()
    choose(page, "presence", "both")
    sign(page, "giver_signature")
    send(page, "完成交接")
    expect(page.locator("h1")).to_have_text("岗位交接清单")
    expect(page.locator("main")).to_contain_text("台账一册")
    made = Handover.objects.within(town.chen.scope).get()
    assert made.taker_signature_id and made.giver_signature_id
    assert post_of(town, "li").handed_over_on == TODAY

    # 宋 sits down at the desk of the village; 李 has none any more.
    page = without_thumbs(sit_down("song"))
    page.goto("/")
    expect(page.locator("main")).to_contain_text("库房电线老化裸露")
    page.goto(f"/handovers/{made.pk}/")
    expect(page.locator("main")).to_contain_text("李桂兰")
    expect(page.locator("figure img")).to_have_count(2)
    page = sit_down("li")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("库房电线老化裸露")
