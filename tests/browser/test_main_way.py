"""The main way in a real browser: check, a failed item with its photo, order, rectified, re-inspected, closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.hazards.models import Hazard
from tests.cast import TODAY, Cast, picture
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]


def picked(colour: str) -> dict[str, object]:
    """A photo as the phone's camera hands it over."""
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": picture(colour)}


def choose(page: Page, name: str, value: str) -> None:
    """Press one of a group of buttons."""
    page.click(f"label:has(input[name='{name}'][value={value}])")


def send(page: Page, word: str) -> None:
    """Press a form's button where it is, though the bar that holds it may still be settling at the page's foot; and wait for the next
    page, or who goes elsewhere at once breaks the sending off."""
    with page.expect_navigation():
        page.locator(f".submit-row >> text={word}").dispatch_event("click")


def sign(page: Page) -> None:
    """A stroke on the signature pad."""
    pad = page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=6)
    page.mouse.up()


@pytest.mark.browser
def test_a_hazard_is_found_ordered_rectified_reinspected_and_closed(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_sheet(monkeypatch)

    # 陈 checks 永安 on a phone: all good in one press, but the wiring.
    page = sit_down("chen")
    page.goto("/inspections/new/")
    page.fill("main input[name=q]", "yayh")
    page.click("text=查找")
    page.click("a:has-text('永安烟花店')")
    page.select_option("#second_inspector", label="赵强（持执法证）")
    page.click("[data-all-good]")
    expect(page.locator("[data-if-bad=r-0]")).to_be_hidden()
    choose(page, "r-0", "bad")
    block = page.locator("[data-if-bad=r-0]")
    block.locator("input[type=file]").first.set_input_files([picked("red")])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    block.locator("#i0-text").fill("库房电线老化裸露")
    choose(page, "i0-outcome", "deadline")
    block.get_by_role("button", name="7天").click()
    sign(page)
    page.click("text=完成检查")
    expect(page.locator("main")).to_contain_text("责令限期整改指令书")

    hazard = Hazard.objects.within(town.chen.scope).get()
    assert (hazard.state, hazard.deadline_on) == ("ordered", TODAY + timedelta(days=7))

    # 冯 of the shop reports it mended, with a photo.
    page = sit_down("feng")
    page.goto("/hazards/")
    page.click("text=库房电线老化裸露")
    page.click("text=报告已整改")
    page.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    page.fill("#note", "已换新线并穿管")
    send(page, "报告已整改")
    expect(page.locator("main")).to_contain_text("待复查")

    # 赵 looks at the failed item again, with 陈, and closes it.
    page = sit_down("zhao", width=1440, height=900)
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('复查')")
    choose(page, f"h{hazard.pk}-verdict", "pass")
    page.fill(f"#h{hazard.pk}-note", "线路已更换")
    page.select_option("#second_inspector", label="陈明（持执法证）")
    sign(page)
    page.click("text=完成复查")
    expect(page.locator("main")).to_contain_text("整改复查意见书")
    page.click(f"text={hazard.number}")
    expect(page.locator("main")).to_contain_text("已销号")
    expect(page.locator(".timeline")).to_contain_text("复查合格销号，线路已更换")


@pytest.mark.browser
def test_what_was_typed_survives_a_lost_page(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_sheet(monkeypatch)
    page = sit_down("wang")
    page.goto(f"/inspections/new/?unit={town.units['yongan'].pk}")
    page.fill("#opinion", "店主不在，邻居代为联系")
    page.reload()
    expect(page.locator("#opinion")).to_have_value("店主不在，邻居代为联系")
