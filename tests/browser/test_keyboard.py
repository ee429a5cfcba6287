"""One way by keyboard alone: past the navigation, through a list to a form, into a dialog and out of it, through a menu."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from tests.cast import NOW, Cast
from tests.core.deeds import found

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.textContent.trim()"


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what bears the name has the focus, and it can be seen that it has."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", name
            return
    raise AssertionError(f"{name}: not reached in {most} steps")


def test_a_hazard_is_voided_by_keyboard_alone(town: Cast, sit_down: Callable[..., Page]) -> None:
    with clock.moved(NOW):
        hazard = found(town, town.chen)
    page = sit_down("chen", width=1440, height=800)
    page.goto("/hazards/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()  # the navigation is behind
    tab_to(page, hazard.text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/hazards/{hazard.pk}/")

    tab_to(page, "作废")
    page.keyboard.press("Enter")
    page.wait_for_url("**/void/")
    page.locator("#main").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('main textarea, main input[type=text]')"):
            break
    page.keyboard.type("登记重复")
    tab_to(page, "作废")
    page.keyboard.press("Enter")

    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    for _ in range(4):  # the focus cannot leave the question for the page behind it
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => Boolean(document.activeElement.closest('dialog')) || document.activeElement === document.body"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate(FOCUSED) == "作废"  # back to what asked
    page.keyboard.press("Enter")
    tab_to(page, "确定", 3)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已作废")


def test_the_rest_of_the_places_is_a_menu_with_arrows(town: Cast, sit_down: Callable[..., Page]) -> None:
    page = sit_down("chen")
    page.goto("/")
    more = page.locator("[data-sheet] summary")
    more.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-sheet] a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-sheet] a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-sheet] a").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator("[data-sheet] .sheet")).to_be_hidden()
