"""An order runs out and climbs twice: each who holds the next post finds it on the desk, with its way on the hazard's page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import found

pytestmark = pytest.mark.browser
DEADLINE = TODAY + timedelta(days=7)


def morning(days: int) -> datetime:
    """Eight o'clock, so many days after the deadline."""
    return clock.at(DEADLINE + timedelta(days=days), 8)


def test_an_overdue_order_climbs_twice(
    town: Cast, sit_down: Callable[..., Page], time_passes: Callable[[datetime], None]
) -> None:
    with clock.moved(NOW):
        hazard = found(town, town.chen)
    passed_up = "升级到我的"

    chen, zhou = sit_down("chen"), sit_down("zhou", width=1440, height=900)
    chen.goto(f"/hazards/{hazard.pk}/")
    expect(chen.get_by_text("下一步：到期前3天，提醒村网格长")).to_be_visible()

    time_passes(morning(1))
    chen.goto("/")
    expect(chen.get_by_role("heading", name=passed_up)).to_be_visible()
    zhou.goto("/")
    expect(zhou.get_by_role("heading", name="逾期")).to_be_visible()
    expect(zhou.get_by_role("heading", name=passed_up)).to_have_count(0)

    time_passes(morning(3))
    time_passes(morning(3) - timedelta(hours=1))  # the clock is set back, and the tick runs again
    time_passes(morning(3))
    zhou.goto("/")
    section = zhou.locator("section", has=zhou.get_by_role("heading", name=passed_up))
    expect(section.get_by_text("逾期3天")).to_be_visible()
    section.get_by_text(hazard.text).click()
    steps = zhou.locator("#pressing li")
    expect(steps).to_have_count(3)
    expect(steps.nth(0)).to_contain_text("逾期1天，已升级至安全办主任（陈明）")
    expect(steps.nth(1)).to_contain_text("逾期3天，已升级至分管副镇长（周正）")
    expect(steps.nth(2)).to_contain_text("下一步：逾期10天，升级至镇长")

    li = sit_down("li")  # the village sees where it stands, and cannot ask for time that is over
    li.goto(f"/hazards/{hazard.pk}/")
    expect(li.locator("#pressing li")).to_have_count(3)
    expect(li.get_by_role("link", name="申请延期")).to_have_count(0)
