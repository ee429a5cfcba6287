"""Older eyes and thumbs: 大字版 is one press away, before signing in too, and stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast

pytestmark = pytest.mark.browser

SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"
SMALL = """() => [...document.querySelectorAll("main a.btn, main button, main input, main select, nav a, summary")]
  .filter((one) => one.checkVisibility() && !["hidden", "radio", "checkbox", "file"].includes(one.type))
  .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [360, 1440])
def test_large_text_is_one_press_away_and_stays(
    town: Cast, sit_down: Callable[..., Page], width: int
) -> None:
    page = sit_down("li", width=width, height=800)
    page.goto("/hazards/")
    places = page.locator("nav[aria-label=导航] > a:visible").count()
    before = page.locator("h1").evaluate(SIZE)

    page.get_by_role("button", name="大字版").click()
    expect(page.get_by_role("button", name="标准版")).to_be_visible()
    assert page.locator("h1").evaluate(SIZE) > before * 1.3
    assert page.locator("body").evaluate(SIZE) == 20

    page.goto("/units/")  # the next page too, with fewer places in sight, and each still to be reached
    assert page.locator("body").evaluate(SIZE) == 20
    assert page.locator("nav[aria-label=导航] > a:visible").count() < places
    page.locator("nav[aria-label=导航] summary:visible").click()
    page.get_by_role("link", name="急办").locator("visible=true").click()
    expect(page.get_by_role("heading", name="急办", level=1)).to_be_visible()
    assert page.evaluate(SMALL) == []

    page.get_by_role("button", name="标准版").click()
    expect(page.get_by_role("button", name="大字版")).to_be_visible()
    page.goto("/units/")
    assert page.locator("body").evaluate(SIZE) == 15


def test_what_was_typed_is_still_there_when_the_text_grows(town: Cast, sit_down: Callable[..., Page]) -> None:
    page = sit_down("chen")
    page.goto("/units/new/")
    page.fill("#name", "新开的店")
    page.get_by_role("button", name="大字版").click()
    expect(page.get_by_role("button", name="标准版")).to_be_visible()
    expect(page.locator("#name")).to_have_value("新开的店")


def test_who_has_not_signed_in_yet_has_it_too(town: Cast, sit_down: Callable[..., Page]) -> None:
    page = sit_down("li")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_role("button", name="大字版").click()
    expect(page.get_by_role("button", name="标准版")).to_be_visible()
    page.goto("/sign-in/")
    assert page.locator("body").evaluate(SIZE) == 20
