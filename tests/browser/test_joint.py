"""The joint inspection of a school with two phones at once: an inspector of the building office, and the police station, which has no account. What both find
becomes one list and one record; a phone without signal loses nothing and comes late."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection
from bihuan.joint.models import JointFinding, JointPart
from tests.browser.conftest import alone
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import NOW, Cast
from tests.joint.deeds import POLICE, called, visit_of

SitDown = Callable[..., Page]


def found(page: Page, text: str, colour: str, name: str = "x0", *, open_block: bool = True) -> None:
    """One thing, with its photo."""
    if open_block:
        page.click("summary:has-text('添加一条问题')")
    block = page.locator(f".bad-block:has(#{name}-text)").first
    block.locator("input[type=file]").first.set_input_files([picked(colour)])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    page.fill(f"#{name}-text", text)
    page.fill("#people", "李警官、张辅警")


@pytest.mark.browser
def test_two_phones_at_one_school_make_one_record_and_the_one_without_signal_comes_late(
    town: Cast, sit_down: SitDown, stranger: Callable[..., Page]
) -> None:
    with alone, clock.moved(NOW):
        event = called(town)
        visit = visit_of(event)

    # 陈 gives the police station its link, which is shown once.
    office = sit_down("chen", width=1440, height=900)
    office.goto(f"/joint/{event.pk}/")
    office.locator(f".item:has-text('{POLICE}')").get_by_role("button", name="生成链接").click()
    door = office.locator(".code-line a").get_attribute("href") or ""
    assert re.search(r"/joint/in/[0-9A-Z-]{14}/$", door)

    # Both phones have the school's page open at the same time.
    building, police = sit_down("zheng"), stranger(script=True)
    building.goto("/")
    building.get_by_role("link", name="填写本部门检查情况：石桥小学").click()
    police.goto(door)
    expect(police.locator("main")).to_contain_text("石桥派出所")
    police.click("a:has-text('石桥小学')")
    for phone in (building, police):
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    found(building, "疏散楼梯堆放桌椅", "red")
    found(police, "校门口没有防撞设施", "blue")
    send(building, "提交")
    expect(building.locator("main")).to_contain_text("城建办发现")
    send(police, "提交")
    expect(police.locator("main > .notice.good")).to_contain_text("已提交")
    police.goto(door)
    expect(police.locator("main")).not_to_contain_text("疏散楼梯")

    # The police station goes on writing, and the signal is gone.
    police.click("a:has-text('石桥小学')")
    _second(police)
    police.context.set_offline(True)
    police.locator(".submit-row >> text=提交").dispatch_event("click")

    # 陈 finishes meanwhile: one list, whose each thing is, one record.
    office.goto(f"/joint/visits/{visit.pk}/")
    expect(office.locator("main")).to_contain_text("石桥派出所发现")
    office.click("a:has-text('完成检查')")
    for row, text in ((0, "疏散楼梯堆放桌椅"), (1, "校门口没有防撞设施")):
        block = office.locator(".item:has([data-switch$=outcome])").nth(row)
        expect(block).to_contain_text(text)
        block.get_by_role("button", name="7天").click()
    building_id = str(town.departments["城建办"].pk)
    office.locator("select[name$='-to']").first.select_option(building_id)
    office.select_option("#second_inspector", label="赵强（持执法证）")
    office.fill("#present", "王校长")
    sign(office)
    send(office, "完成检查")
    expect(office.locator("main")).to_contain_text("一份记录、一套文书")
    with alone:
        record = Inspection.objects.within(town.chen.scope).get()
        hazards = {one.text: one for one in Hazard.objects.within(town.chen.scope)}
        sources = dict(JointFinding.objects.within(town.chen.scope).values_list("hazard__text", "source"))
    assert len(hazards) == 2 and {one.state for one in hazards.values()} == {"ordered"}
    assert sources == {"疏散楼梯堆放桌椅": "城建办", "校门口没有防撞设施": POLICE}
    building.goto("/")
    expect(building.locator("main")).to_contain_text("联合检查交办：疏散楼梯堆放桌椅")

    # With signal again, the phone has what was typed; it is taken as late, and said so.
    police.context.set_offline(False)
    police.goto(f"{door}{visit.pk}/")
    expect(police.locator(".notice.kept")).to_contain_text("已恢复")
    expect(police.locator("#x1-text")).to_have_value("保安室没有防暴器材")
    expect(police.locator("main")).to_contain_text("作为补录收下")
    send(police, "提交补录")
    expect(police.locator("main > .notice.good")).to_contain_text("作为补录收下，没有丢失")
    with alone:
        part = JointPart.objects.within(town.chen.scope).get(party__name=POLICE)
        assert [one["text"] for one in part.findings] == [
            "校门口没有防撞设施",
            "保安室没有防暴器材",
        ] and part.late_at
    office.goto(f"/joint/visits/{visit.pk}/")
    office.click("a:has-text('去登记')")
    choose(
        office, office.locator("[data-switch$=outcome] input").first.get_attribute("name") or "", "undecided"
    )
    send(office, "登记")
    with alone:
        assert (
            Hazard.objects.within(town.chen.scope).get(text="保安室没有防暴器材").inspection_id == record.pk
        )


def _second(page: Page) -> None:
    """Another block below the first."""
    page.click("summary:has-text('再添加一条')")
    found(page, "保安室没有防暴器材", "green", "x1", open_block=False)
