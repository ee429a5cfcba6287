"""The unit checks itself, on phones: a post worker scans a plate, all is well; finds a hazard; the safety manager mends it late; the town
looks and closes it."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bihuan.hazards.models import Hazard
from bihuan.risks.template_data import LIBRARY
from bihuan.selfchecks.actions import issue_point_plates
from bihuan.selfchecks.models import PointPlate, SelfCheck
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import NOW, Cast
from tests.risks.deeds import STALL
from tests.selfchecks.deeds import ready
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]


def look(page: Page, name: str) -> None:
    """A picture of the page, where somebody wants to look at it (LOOK_AT: a folder)."""
    if folder := os.environ.get("LOOK_AT"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.browser
def test_a_worker_scans_and_finds_the_owner_mends_and_the_town_looks(
    town: Cast,
    sit_down: SitDown,
    time_passes: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_sheet(monkeypatch)
    monkeypatch.setitem(LIBRARY, "stall", STALL)
    ma = ready(town)
    unit = town.units["yongan"]
    issue_point_plates(town.feng, [unit.pk])
    codes = {one.point.name: one.code for one in PointPlate.objects.within(ma.scope).select_related("point")}

    # 马小兵 scans the plate at the exit: all is well, in one press.
    page = sit_down("ma")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("今日自查")
    look(page, "desk")
    page.goto(f"/q/p/{codes['疏散通道']}/")
    look(page, "check")
    page.get_by_role("button", name="一切正常").first.click()
    expect(page.locator("main")).to_contain_text("已登记：疏散通道，一切正常")
    look(page, "mine")

    # At the store too much lies about.
    page.goto(f"/q/p/{codes['储存间']}/")
    page.get_by_role("link", name="发现隐患").first.click()
    page.fill("#text", "多存了三箱礼花弹")
    send(page, "登记隐患")
    expect(page.locator("#photos_file-error")).to_contain_text("请拍一张隐患照片")
    page.set_input_files("#photos_file", [picked("red")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    look(page, "hazard-form")
    send(page, "登记隐患")
    expect(page.locator("main")).to_contain_text("自查整改中")
    look(page, "hazard")
    hazard = Hazard.objects.within(town.chen.scope).get()
    assert (hazard.text, hazard.state) == ("多存了三箱礼花弹", "own")
    assert SelfCheck.objects.within(ma.scope).filter(is_normal=False).count() == 1

    # Nobody sees to it for a week: from then on it is the town's to look at.
    time_passes(NOW + timedelta(days=9))
    page = sit_down("feng")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("text=报告已整改")
    page.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(page.locator("[data-photo-strip] img")).to_be_visible()
    page.fill("#note", "已清走三箱")
    send(page, "报告已整改")
    expect(page.locator("main")).to_contain_text("待本单位验收")
    expect(page.get_by_role("link", name="本单位验收销号")).to_have_count(0)
    page.goto(f"/units/{unit.pk}/")
    look(page, "unit")

    page = sit_down("zhao", width=1440, height=900)
    page.goto("/selfchecks/")
    expect(page.locator("main")).to_contain_text("永安烟花店")
    look(page, "town")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a:text-is('复查')")
    choose(page, f"h{hazard.pk}-verdict", "pass")
    page.fill(f"#h{hazard.pk}-note", "礼花弹已清走")
    page.select_option("#second_inspector", label="陈明（持执法证）")
    sign(page)
    page.click("text=完成复查")
    expect(page.locator("main")).to_contain_text("整改复查意见书")
    page.click(f"text={hazard.number}")
    expect(page.locator("main")).to_contain_text("已销号")
    look(page, "closed")
