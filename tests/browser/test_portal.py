"""An invited head comes in on the phone by the link, sees the order, asks for more time, reports what was mended and what it cost."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.members.actions import invite_member
from tests.browser.test_large_text import SMALL
from tests.browser.test_main_way import send
from tests.cast import NOW, PASSWORD, Cast, picture
from tests.stories.test_rectification import ordered

pytestmark = pytest.mark.browser
PHONE = "13855550001"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_an_invited_head_mends_what_was_ordered_with_large_letters(
    town: Cast, sit_down: Callable[..., Page]
) -> None:
    with clock.moved(NOW):
        hazard = ordered(town)
        _, code = invite_member(
            town.chen, town.units["yongan"].pk, kind="unit_head", name="唐丽", phone=PHONE
        )
    page = sit_down("lu")
    page.context.clear_cookies()
    page.goto(reverse("join", args=[code]))
    page.get_by_role("button", name="大字版").click()
    expect(page.get_by_role("heading", name="永安烟花店")).to_be_visible()
    page.fill("#phone", PHONE)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_text("欢迎进入永安烟花店")).to_be_visible()
    assert page.evaluate(SMALL) == []

    page.get_by_text(hazard.text).first.click()
    page.get_by_role("link", name="申请延期").click()
    page.fill("#reason", "等配件")
    page.fill("#interim", "断电")
    page.fill("#wanted_on", "2026-06-15")
    with page.expect_navigation():
        page.locator("main .submit-row button").dispatch_event("click")
    expect(page.get_by_text("等配件").first).to_be_visible()

    page.get_by_role("link", name="报告已整改").click()
    page.set_input_files(
        "#photos_after_file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture("green")}
    )
    expect(page.locator("[data-photo-strip] img")).to_have_count(1)
    page.fill("#note", "已换新线")
    page.fill("#funds_yuan", "2600")
    assert page.evaluate(WIDER) <= 0
    send(page, "报告已整改")
    expect(page.get_by_text("2,600元").first).to_be_visible()

    for address in ("/", "/hazards/", "/documents/", "/risks/", "/inspections/"):
        page.goto(address)
        assert page.evaluate(WIDER) <= 0, address
        assert page.evaluate(SMALL) == [], address
