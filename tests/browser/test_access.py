"""Every page that the matrix of routes knows, in a browser: axe finds nothing serious on it, at a desk or on a phone; nothing runs
out at its side, with large text neither; it has one heading of the first rank; script and policy complain of nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from bihuan.core import clock
from tests.cast import NOW, Cast
from tests.habits.sources import ROOT
from tests.routes.test_matrix import WHO, Route, due, kwargs_of, places_of, routes
from tests.routes.world import Place, build

pytestmark = pytest.mark.browser

PARTS = 2  # a hundred pages and more: two processes share them
FEWEST = 40  # of a part; fewer would mean that the walk has lost its way
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")

LOOK = """async (asked) => {
  const {violations} = await axe.run(document, asked);
  return violations.map(({id, impact, nodes}) => ({id, impact, at: nodes.map((one) => one.html.slice(0, 160))}));
}"""
# The bar of a form sticks above the foot of a phone, over what one scrolls past: it is not what makes a target small.
UNSTICK = (
    "() => document.querySelectorAll('.submit-row').forEach((one) => { one.style.position = 'static'; })"
)
RUNS_OUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
TEXT = "(size) => { document.documentElement.style.fontSize = size; }"


def visible_to(cast: Cast, route: Route, places: dict[str, Place]) -> tuple[str, str] | None:
    """Who sees a page of the route, and at which address; None where nobody does."""
    for at in places_of(route):
        for who in ("chen", *WHO):
            if due(cast, route, places.get(at), who) == "✔":
                return who, reverse(route.name, kwargs=kwargs_of(route, places.get(at)))
    return None


def is_page(page: Page, address: str) -> bool:
    """Whether a whole page is to be seen there, and no file, part of a page, or button that is only pressed."""
    answer = page.request.get(address, max_redirects=0)
    return answer.ok and "text/html" in answer.headers["content-type"] and "<main" in answer.text()


def asked(width: int) -> dict[str, Any]:
    """What axe looks for. Colours are the same at every width, and take it longest: they are looked at once."""
    rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": width == 360}}
    return {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}


def wrong(page: Page) -> list[str]:
    """What is wrong with the page that is open, at both widths and with text twice as large."""
    found: list[str] = []
    for width, text in ((1440, "100%"), (360, "100%"), (1440, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(TEXT, text)
        if page.evaluate(RUNS_OUT):
            found.append(f"{width} px, text {text}: runs out at the side")
        if text == "100%":
            page.evaluate(UNSTICK)
            seen: list[dict[str, Any]] = page.evaluate(LOOK, asked(width))
            found += [f"{width} px: {one['id']} {one['at'][:3]}" for one in seen if one["impact"] in GRAVE]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first rank")
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_can_be_used_by_everyone(town: Cast, sit_down: Callable[..., Page], part: int) -> None:
    with clock.moved(NOW):
        places = build(town)
    pages: dict[str, Page] = {}
    seen, faults = 0, []
    for route in routes()[part::PARTS]:
        found = visible_to(town, route, places)
        if found is None or route.name == "sign_out":
            continue
        who, address = found
        if who not in pages:
            pages[who] = sit_down(who, width=1440, height=800)
            pages[who].add_init_script(path=AXE)
        if is_page(pages[who], address):
            seen += 1
            pages[who].goto(address)
            faults += [f"{route.name} {one}" for one in wrong(pages[who])]
    assert faults == []
    assert seen >= FEWEST
