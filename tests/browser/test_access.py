"""Every page that the matrix of routes knows, in a browser: axe finds nothing serious on it, at a desk or on a phone; nothing runs
out at its side, with large text neither; it has one heading of the first rank; script and policy complain of nothing."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from bihuan.core import clock
from tests.browser.conftest import signed_in
from tests.cast import NOW, Cast
from tests.habits.sources import ROOT
from tests.routes.test_matrix import WHO, Actors, Route, actors_of, due, kwargs_of, places_of, routes
from tests.routes.world import Place, build

pytestmark = pytest.mark.browser

PARTS = 3  # hundreds of pages: the processes share them
FEWEST = 25  # of a part; fewer would mean that the walk has lost its way
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")

# What one sees at a width, in one visit to the page, since each takes longer than what is asked. The bar of a form sticks above the
# foot of a phone, over what one scrolls past: it is not what makes a target small.
LOOK = """async ({axe: asked, large}) => {
  const html = document.documentElement;
  const runsOut = () => html.scrollWidth > html.clientWidth;
  const withText = async (size) => {
    html.style.fontSize = size;
    await new Promise((go) => setTimeout(go));
    return runsOut();
  };
  const out = {"100%": runsOut(), ...(large ? {"200%": await withText("200%")} : {})};
  await withText("100%");
  document.querySelectorAll('.submit-row').forEach((one) => { one.style.position = 'static'; });
  const {violations} = await axe.run(document, asked);
  const found = violations.map(({id, impact, nodes}) => ({id, impact, at: nodes.map((one) => one.html.slice(0, 160))}));
  return {out, found, headings: document.querySelectorAll('h1').length};
}"""
DESK, PHONE = 1440, 360


def visible_to(actors: Actors, route: Route, places: dict[str, Place]) -> tuple[str, str] | None:
    """Who sees a page of the route, and at which address; None where nobody does."""
    for at in places_of(route):
        for who in ("chen", *WHO):
            if due(actors, route, places.get(at), who) == "✔":
                return who, reverse(route.name, kwargs=kwargs_of(route, places.get(at)))
    return None


def is_page(client: Client, address: str) -> bool:
    """Whether a whole page is to be seen there, and no file, part of a page, or button that is only pressed."""
    answer = client.get(address)
    return answer.status_code == 200 and "text/html" in answer["content-type"] and b"<main" in answer.content


def asked(width: int) -> dict[str, Any]:
    """What axe looks for. Colours are the same at every width, and take it longest: they are looked at once."""
    rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": width == PHONE}}
    return {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}


def wrong(page: Page, widths: Iterable[int]) -> list[str]:
    """What is wrong with the page that is open, at each width, and at a desk with text twice as large."""
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        seen = page.evaluate(LOOK, {"axe": asked(width), "large": width == DESK})
        found += [
            f"{width} px, text {text}: runs out at the side" for text, out in seen["out"].items() if out
        ]
        found += [
            f"{width} px: {one['id']} {one['at'][:3]}" for one in seen["found"] if one["impact"] in GRAVE
        ]
        if seen["headings"] != 1:
            found.append(f"{width} px: {seen['headings']} headings of the first rank")
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_can_be_used_by_everyone(town: Cast, sit_down: Callable[..., Page], part: int) -> None:
    with clock.moved(NOW):
        places, actors = build(town), actors_of(town)
    clients = {who: signed_in(town, who) for who in actors}
    pages: dict[str, Page] = {}
    widths: dict[str, list[int]] = {}  # where a page is left, the next one begins: each change of width costs
    seen, faults = 0, []
    for route in routes()[part::PARTS]:
        found = visible_to(actors, route, places)
        if found is None or route.name == "sign_out":
            continue
        who, address = found
        if not is_page(clients[who], address):
            continue
        if who not in pages:
            pages[who], widths[who] = sit_down(who, width=DESK, height=800), [DESK, PHONE]
            pages[who].add_init_script(path=AXE)
        seen += 1
        pages[who].goto(address)
        faults += [f"{route.name} {one}" for one in wrong(pages[who], widths[who])]
        widths[who].reverse()
    assert faults == []
    assert seen >= FEWEST
