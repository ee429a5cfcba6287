"""A tip from a stranger's phone, once with script and once without: sent, taken, looked into, a hazard that is mended and closed, answered, rewarded; the
inspector never learns whose it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.models import Hazard
from bihuan.tipoffs import actions
from bihuan.tipoffs.models import Reward, Tip
from tests.browser.conftest import alone
from tests.browser.test_main_way import choose, picked, send, sign
from tests.cast import NOW, TODAY, Cast
from tests.web.visits import use_sheet

SitDown = Callable[..., Page]
NAME, PHONE = "张举报", "13700001234"


def sent(page: Page, door: str, *, named: bool) -> str:
    """Filled in on the phone, first without saying where; the word."""
    page.goto(f"/tip/{door}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if named else True
    page.fill("#text", "店里二楼住着人，楼梯口堆满货")
    page.set_input_files("#photos", [picked("red")])  # type: ignore[list-item]
    if named:
        page.click("summary:has-text('留下姓名和电话')")
        page.fill("#name", NAME)
        page.fill("#phone", PHONE)
    page.click("button:has-text('提交举报')")
    expect(page.locator("#place-error")).to_contain_text("请写明在哪里")
    expect(page.locator("#text")).to_have_value("店里二楼住着人，楼梯口堆满货")
    expect(page.locator("main")).to_contain_text("已收到1张照片")
    page.fill("#place", "石桥村北头永安烟花店")
    page.click("button:has-text('提交举报')")
    expect(page.locator("main")).to_contain_text("已收到，谢谢您")
    return page.locator(".tip-word").inner_text()


def looks(page: Page, word: str) -> Page:
    """The sender asks by the word."""
    page.goto("/tip/track/")
    page.fill("#word", word.lower())
    page.click("button:has-text('查询')")
    return page


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_tip_from_a_strangers_phone_is_followed_to_its_reward(
    town: Cast,
    sit_down: SitDown,
    stranger: Callable[..., Page],
    script: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_sheet(monkeypatch)
    with alone, clock.moved(NOW):
        door = actions.open_tip_page(town.chen).code
    phone = stranger(script=script)
    word = sent(phone, door, named=script)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", word)
    expect(looks(phone, word).locator("h1")).to_contain_text("正在决定是否受理")

    # 陈 takes it and gives it to the inspectors; the unit is chosen as the register has it.
    head = sit_down("chen")
    head.goto("/")
    head.get_by_role("link", name="店里二楼住着人").first.click()
    head.click("a:has-text('受理交办')")
    head.fill("#unit", "永安烟花店")
    head.select_option("#to", label="安全检查员")
    send(head, "受理交办")
    expect(head.locator("main")).to_contain_text("核查中")

    # 赵 asks how to get upstairs, and goes there.
    inspector = sit_down("zhao")
    inspector.goto("/tips/")
    inspector.click("a:has-text('永安烟花店')")
    inspector.click("a:has-text('询问举报人')")
    inspector.fill("#text", "从哪里上二楼？")
    send(inspector, "询问举报人")
    looks(phone, word).fill("#reply", "后门")
    phone.click("button:has-text('提交')")
    expect(phone.locator("main")).to_contain_text("您：后门")
    inspector.reload()
    expect(inspector.locator("main")).to_contain_text("举报人：后门")
    inspector.click("a:has-text('现场核查') >> nth=0")
    inspector.select_option("#second_inspector", label="陈明（持执法证）")
    inspector.click("[data-all-good]")
    choose(inspector, "r-0", "bad")
    block = inspector.locator("[data-if-bad=r-0]")
    block.locator("input[type=file]").first.set_input_files([picked("blue")])  # type: ignore[list-item]
    expect(block.locator("[data-photo-strip] img").first).to_be_visible()
    block.locator("#i0-text").fill("二楼违规住人")
    choose(inspector, "i0-outcome", "deadline")
    block.get_by_role("button", name="7天").click()
    sign(inspector)
    inspector.click("text=完成检查")
    expect(inspector.locator("main")).to_contain_text("责令限期整改指令书")
    inspector.click("a:has-text('填写核查结论')")
    expect(inspector.locator("#finding")).to_have_value(re.compile("二楼违规住人"))
    send(inspector, "填写核查结论")
    expect(inspector.locator("main")).to_contain_text("待答复")
    tip = Tip.objects.within(town.chen.scope).get()
    hazard = Hazard.objects.within(town.chen.scope).get()
    assert (tip.verdict, hazard.origin, hazard.state, hazard.deadline_on) == (
        "true",
        "tip",
        "ordered",
        TODAY + timedelta(days=7),
    )

    # The shop mends it; it is not told of a tip. 赵 closes it.
    shop = sit_down("feng")
    shop.goto(f"/hazards/{hazard.pk}/")
    assert "举报" not in shop.locator("main").inner_text()
    shop.click("text=报告已整改")
    shop.set_input_files("#photos_after_file", [picked("green")])  # type: ignore[list-item]
    expect(shop.locator("[data-photo-strip] img")).to_be_visible()
    shop.fill("#note", "已搬走")
    shop.click(".submit-row >> text=报告已整改")
    expect(shop.locator("main")).to_contain_text("待复查")
    inspector.goto(f"/hazards/{hazard.pk}/")
    expect(inspector.locator("main")).to_contain_text(tip.number)
    inspector.click("a:text-is('复查')")
    choose(inspector, f"h{hazard.pk}-verdict", "pass")
    inspector.fill(f"#h{hazard.pk}-note", "已无人居住")
    inspector.select_option("#second_inspector", label="陈明（持执法证）")
    sign(inspector)
    inspector.click("text=完成复查")
    expect(inspector.locator("main")).to_contain_text("整改复查意见书")

    # Answered, rewarded; whose it is the inspector cannot see.
    head.goto(f"/tips/{tip.pk}/answer/")
    expect(head.locator("#answer")).to_have_value(re.compile("查出隐患1条，已全部整改"))
    send(head, "答复")
    expect(looks(phone, word).locator("main")).to_contain_text("已全部整改")
    head.goto(f"/tips/{tip.pk}/reward/")
    send(head, "提出奖励")
    leader = sit_down("zhou")
    leader.goto("/")
    leader.get_by_role("link", name="奖励500元").click()
    leader.click("a:has-text('批准奖励')")
    send(leader, "批准奖励")
    expect(looks(phone, word).locator("main")).to_contain_text("已批准奖励500元")
    inspector.goto(f"/tips/{tip.pk}/")
    for secret in (NAME, PHONE, "查看举报人"):
        expect(inspector.locator("main")).not_to_contain_text(secret)
    inspector.click("a:has-text('发放奖励')")
    inspector.fill("#word", "AAAA-BBBB-CCCC")
    send(inspector, "发放奖励")
    expect(inspector.locator("#word-error")).to_contain_text("查询码不对")
    inspector.fill("#word", word)
    send(inspector, "发放奖励")
    expect(inspector.locator("main")).to_contain_text("已发放")
    assert Reward.objects.within(town.chen.scope).get().paid_by_id == town.people["zhao"].pk
    if script:  # whose it is: 陈, for a reason that the log keeps
        head.goto(f"/tips/{tip.pk}/")
        head.click("a:has-text('查看举报人')")
        expect(head.locator("main")).not_to_contain_text(PHONE)
        choose(head, "reason", "verify")
        head.fill("#words", "核实举报内容")
        head.locator("main form button").last.click()
        expect(head.locator("main")).to_contain_text(PHONE)
