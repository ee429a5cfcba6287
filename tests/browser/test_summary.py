"""The summary in a real browser: press on a number and see its rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.actions import Finding, finish_check
from bihuan.inspections.actions import OutingPlan, Visit
from tests.cast import NOW, TODAY, Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_pressed_number_shows_its_rows_and_a_false_claim_its_offender(
    town: Cast, sit_down: SitDown
) -> None:
    with clock.moved(NOW):
        photo = (town.photo(town.chen, "red"),)
        visit = Visit(
            unit=town.units["yongan"].pk,
            visited_on=TODAY,
            outing=OutingPlan(),
            second_inspector=town.people["zhao"].pk,
            signature=town.photo(town.chen, "white"),  # type: ignore[arg-type]
        )
        deadline = TODAY + timedelta(days=7)
        finding = Finding("库房电线老化裸露", "deadline", photos=photo, deadline_on=deadline)  # type: ignore[arg-type]
        finish_check(town.chen, visit, [finding])

    page = sit_down("chen", width=1440, height=900)
    page.goto("/summaries/new/")
    page.fill("#text", "今年以来检查企业XX家次，排查隐患XX条，并已全部整改完毕。")
    page.fill("#since", "2026-01-01")
    page.fill("#until", "2026-12-31")
    page.fill("#as_of", "2026-12-31")
    page.click("text=填数并核对")
    page.click("[data-blank='1']")
    expect(page.locator("#beside h2")).to_have_text("排查隐患XX条")
    expect(page.locator("#beside td").filter(has_text="库房电线老化裸露")).to_be_visible()
    expect(page.locator("[data-blank='1']")).to_have_attribute("aria-current", "true")
    page.click("text=并已全部整改完毕")
    expect(page.locator("#beside h2")).to_have_text("“并已全部整改完毕”")
    expect(page.locator("#beside")).to_contain_text("不属实")
    expect(page.locator("#beside")).to_contain_text("永安烟花店")
    expect(page.locator("#beside")).to_contain_text("可改为")
