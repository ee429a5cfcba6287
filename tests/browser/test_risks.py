"""An owner with a phone sets the graded list up out of the trade's template, judges one risk anew, and marks a point on a sketch of the site."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.risks.queries import answering, keepers, points
from tests.browser.test_main_way import send
from tests.cast import Cast

SitDown = Callable[..., Page]
PRESSES_MAX, POINTS_LEAST = 60, 20
# Each press of a button, link or tick counts, and each field that is written.
COUNT = """
for (const kind of ["click", "change"]) addEventListener(kind, (event) => {
  if (kind === "click" && event.target.matches("input, select, textarea, option")) return;
  sessionStorage.setItem("presses", 1 + Number(sessionStorage.getItem("presses") ?? 0));
}, true);
"""


@pytest.mark.browser
def test_an_owner_grades_twenty_points_with_named_persons_in_few_presses(
    town: Cast, sit_down: SitDown
) -> None:
    page = sit_down("feng")
    page.add_init_script(COUNT)
    page.goto(f"/units/{town.units['yongan'].pk}/")
    page.get_by_role("link", name="建立风险清单").click()
    page.select_option("select[name=trade]", label="仓储")
    page.get_by_role("button", name="换成这个行业").click()
    page.fill("#name_workshop", "孙班长")
    page.fill("#name_team", "刘组长")
    page.fill("#name_post", "马小兵")
    page.fill("#phone_post", "13800000002")
    page.locator("input[name=kept]").last.uncheck()
    send(page, "建立清单")
    expect(page.locator("main")).to_contain_text("已建立风险清单")
    presses = int(page.evaluate("sessionStorage.getItem('presses')"))
    rows = list(points(town.feng.scope))
    assert len(rows) >= POINTS_LEAST
    assert 5 <= presses <= PRESSES_MAX, presses
    held = keepers(town.feng.scope, rows)
    assert all(answering(row, held[row.pk]) for row in rows)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])  # at a desk the plan is narrower than its box
def test_the_grade_is_told_while_one_chooses_and_a_press_marks_a_point(
    town: Cast, sit_down: SitDown, width: int
) -> None:
    page = sit_down("feng", width=width, height=740)
    page.goto(f"/units/{town.units['yongan'].pk}/risks/set-up/?trade=wood")
    send(page, "建立清单")
    page.locator("td.main a").first.click()
    page.get_by_role("link", name="评价").first.click()
    page.locator("label", has_text="作业条件危险性分析法").click()
    for name, value in (("lec_L", "3"), ("lec_E", "6"), ("lec_C", "15")):
        page.locator(f"input[name={name}][value='{value}']").check()
    expect(page.locator("[data-judged]")).to_have_text("L3×E6×C15＝270 2级，高度危险，立即整改 橙·较大风险")
    page.select_option("#direct", "crowd")
    expect(page.locator("[data-judged]")).to_contain_text("直接判定 红·重大风险")
    page.select_option("#direct", "")
    page.locator("label", has_text="工艺、设备、材料或者人员变更").click()
    send(page, "保存评价")
    expect(page.locator("main")).to_contain_text("已评价：L3×E6×C15＝270，橙·较大风险")
    page.goto(f"/units/{town.units['yongan'].pk}/risks/plan/lay/")
    page.locator("label", has_text="写一张简图").click()
    page.fill("#outline", "锯切间 砂光间\n成品库")
    send(page, "保存")
    expect(page.locator(".placing")).to_contain_text("在图上按一下")
    first = page.locator(".placing b").inner_text()
    page.locator("svg.plan").scroll_into_view_if_needed()
    room = page.locator("svg.plan .room", has_text="成品库").locator("rect").bounding_box()
    assert room is not None
    page.mouse.click(room["x"] + room["width"] * 0.25, room["y"] + room["height"] * 0.5)
    expect(page.locator(".placing b")).not_to_have_text(first)
    marked = points(town.feng.scope).get(number=int(first.split()[0]))
    assert (marked.x, marked.y) == (pytest.approx(0.25, abs=0.01), pytest.approx(0.75, abs=0.01))
