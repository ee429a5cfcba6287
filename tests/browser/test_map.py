"""The map on a phone: from a mark of several to a unit, an outline drawn by finger and by keys, a place set with a pin; the board that refreshes itself."""

import re
from collections.abc import Callable
from math import cos, hypot, pi, sin

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.actions import finish_check
from bihuan.maps.models import CellOutline
from bihuan.units.models import Unit
from tests.browser.conftest import alone
from tests.browser.test_main_way import send
from tests.cast import NOW, Cast
from tests.core.deeds import finding, visit
from tests.maps.deeds import drawn, placed, square
from tests.web.visits import page_of, use_sheet

SitDown = Callable[..., Page]


def press(page: Page, x: float, y: float) -> None:
    """Press on the map at a share of its box."""
    box = page.locator(".bh-map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)


@pytest.mark.browser
def test_the_map_on_a_phone(town: Cast, sit_down: SitDown) -> None:
    with alone, clock.moved(NOW):
        placed(town)
        drawn(town.chen, town.cells["石桥村"], square(half=0.012))
    page = sit_down("chen")
    page.goto("/map/")
    several = page.locator(".bh-mark.several")
    expect(several.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    for _ in range(6):  # nearer with each press, until the shop stands alone
        if page.locator("[title^=永安烟花店]").count():
            break
        marks = page.locator(".bh-map").get_attribute("data-marks")
        several.first.click()
        page.wait_for_function(
            "was => document.querySelector('.bh-map').dataset.marks !== was || document.querySelector('[title^=永安烟花店]')",
            arg=marks,
        )
    shop = page.locator("[title^=永安烟花店]")
    shop.focus()  # a mark is reached by the keyboard
    page.keyboard.press("Enter")
    card = page.locator("[data-map-card]")
    expect(card).to_contain_text("永安烟花店")
    expect(card.get_by_role("link", name="高德")).to_have_attribute("href", re.compile("uri.amap.com"))
    card.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("永安烟花店")


@pytest.mark.browser
def test_an_outline_is_drawn_and_a_place_set(town: Cast, sit_down: SitDown) -> None:
    with alone, clock.moved(NOW):
        placed(town)
    page = sit_down("chen")
    page.goto("/map/outlines/")
    page.get_by_role("row").filter(has_text="石桥村").get_by_role("link", name="手绘").click()
    page.locator(".bh-map").scroll_into_view_if_needed()
    for x, y in ((0.3, 0.3), (0.7, 0.7), (0.7, 0.3), (0.3, 0.7)):  # two of them the wrong way round
        press(page, x, y)
    expect(page.locator(".bh-corner")).to_have_count(4)
    send(page, "保存")
    expect(page.locator("#ring-error")).to_contain_text("自相交")
    expect(page.locator(".bh-corner")).to_have_count(4)  # what was drawn is still there
    page.get_by_role("button", name="第4个角").focus()
    page.keyboard.press("Delete")
    expect(page.locator(".bh-corner")).to_have_count(3)
    page.get_by_role("button", name="第3个角").focus()
    page.keyboard.press("ArrowUp")
    send(page, "保存")
    expect(page.locator("main")).to_contain_text("“石桥村”的轮廓已保存，3个角")
    with alone:
        outline = CellOutline.objects.within(town.chen.scope).get()
    assert outline.origin == "drawn" and 116 < outline.west < outline.east < 117

    page.goto(reverse("unit_place", args=[town.units["yongan"].pk]))
    expect(page.locator(".bh-pin")).to_be_visible()
    page.locator(".bh-map").scroll_into_view_if_needed()
    press(page, 0.6, 0.4)
    expect(page.locator("[data-pin-says]")).to_contain_text("已标在")
    page.get_by_label("按村名、单位名或地址找").fill("石桥小学")  # by name, and only chosen it moves the pin
    page.locator("[data-pin-found]").get_by_role("button", name="石桥小学").click()
    expect(page.locator("[data-pin-says]")).to_contain_text("已标在北纬34.715000")
    press(page, 0.6, 0.4)
    expect(page.locator("[data-pin-says]")).not_to_contain_text("34.715000")
    send(page, "保存")
    expect(page.locator("main")).to_contain_text("位置已保存")
    with alone:
        unit = Unit.objects.within(town.chen.scope).get(pk=town.units["yongan"].pk)
    assert unit.latitude is not None and 0 < abs(unit.latitude - 34.712) < 0.05


@pytest.mark.browser
def test_of_a_dense_outline_the_corners_that_stand_apart_have_handles(town: Cast, sit_down: SitDown) -> None:
    ring = [
        [116.084 + 0.01 * cos(2 * pi * at / 200), 34.712 + 0.01 * sin(2 * pi * at / 200)] for at in range(200)
    ]
    with alone, clock.moved(NOW):
        placed(town)
        drawn(town.chen, town.cells["石桥村"], ring)
    page = sit_down("chen")
    page.goto(reverse("outline_draw", args=[town.cells["石桥村"].pk]))
    expect(page.locator("[data-draw-says]")).to_contain_text("已有200个角，其中")
    few = page.locator(".bh-corner").count()
    assert 3 < few < 100
    boxes = [one.bounding_box() for one in page.locator(".bh-corner").all()]
    middles = [(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2) for one in boxes if one]
    assert all(hypot(x - u, y - v) > 24 for at, (x, y) in enumerate(middles) for u, v in middles[:at])
    corner = page.locator(".bh-corner").first
    corner.focus()
    named = corner.get_attribute("aria-label")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name=str(named), exact=True)).to_be_focused()
    page.locator(".leaflet-control-zoom-in").dispatch_event("click")
    page.wait_for_timeout(500)
    assert page.locator("textarea[name=ring]").input_value().count("\n") == 199  # none was lost
    send(page, "保存")
    expect(page.locator("main")).to_contain_text("200个角")


@pytest.mark.browser
def test_a_finding_is_pinned_on_a_map_that_is_loaded_when_it_is_opened(
    town: Cast, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_sheet(monkeypatch)
    with alone, clock.moved(NOW):
        placed(town)
    page = sit_down("chen")
    loaded: list[str] = []
    page.on("request", lambda one: loaded.append(one.url))
    page.goto(page_of(town))
    page.click("label:has(input[name='r-0'][value=bad])")
    page.click("label:has(input[name='r-1'][value=bad])")
    page.wait_for_load_state("networkidle")
    assert not any("/map" in one for one in loaded)
    for fold in (page.locator("[data-place=i0-]"), page.locator("[data-place=i1-]")):
        fold.locator("summary").click()
        expect(fold.locator(".leaflet-container")).to_be_visible()
        fold.locator(".bh-map").scroll_into_view_if_needed()
        box = fold.locator(".bh-map").bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
        expect(fold.locator("[data-pin-says]")).to_contain_text("已标在")
    first, second = (float(page.locator(f"#i{at}-longitude").input_value()) for at in (0, 1))
    assert (
        first == pytest.approx(second, abs=1e-4) and 0 < first - 116.084 < 0.003
    )  # it began at the unit's door
    assert len([one for one in loaded if re.search("/map-[^/]*js$", one)]) == 1
    assert page.locator("#x0-longitude").input_value() == ""
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    page.reload()  # what was pinned is kept on the phone like what was typed
    assert float(page.locator("#i0-longitude").input_value()) == first


@pytest.mark.browser
def test_the_board_refreshes_itself(town: Cast, sit_down: SitDown) -> None:
    page = sit_down("chen", width=1920, height=1080)
    page.clock.install()
    page.goto("/board/?look=dark")
    visits = page.locator(".bh-board .cell").first
    expect(visits).to_contain_text("—")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.cell .value')).fontSize)") > 60
    with alone, clock.moved(NOW):
        finish_check(town.chen, visit(town, town.chen), [finding(town, town.chen)])
    page.clock.run_for(61_000)
    expect(visits).to_contain_text("1")
    expect(page.locator(".bh-board.dark")).to_have_count(1)
    page.dispatch_event("[data-board]", "htmx:sendError")
    expect(page.locator("[data-board-says]")).to_contain_text("连不上服务器，停在")
    page.clock.run_for(61_000)
    expect(page.locator("[data-board-says]")).not_to_contain_text("连不上")
    page.locator(".bh-board .cell").nth(1).click()
    expect(page.locator("main")).to_contain_text("库房电线老化裸露")
