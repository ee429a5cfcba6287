"""A referral in a real browser: referred, acknowledged, overdue, chased, answered, and settled by the town."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.hazards.models import Hazard
from bihuan.referrals.models import Referral
from tests.browser.test_main_way import choose, send
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.referrals.deeds import FIRE

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_referral_is_chased_and_answered(
    town: Cast, sit_down: SitDown, time_passes: Callable[[datetime], None]
) -> None:
    hazard = found(town, town.chen, "undecided")

    # 陈 hands it over on a phone; the own town is refused, and nothing typed is lost.
    page = sit_down("chen")
    page.goto(f"/hazards/{hazard.pk}/")
    page.click("a.btn:text-is('移送')")
    expect(page.locator("#hours")).to_be_hidden()
    page.fill("#body", "东岭镇人民政府")
    page.fill("#reason", "未经消防验收，不属本镇职责")
    send(page, "发出")
    expect(page.locator("#body-error")).to_contain_text("不能移送给自己")
    expect(page.locator("#reason")).to_have_value("未经消防验收，不属本镇职责")
    page.fill("#body", FIRE)
    send(page, "发出")
    expect(page.locator("main")).to_contain_text("已移送")
    page.click(f"a:has-text('{FIRE}')")

    # The brigade takes it.
    page.click("a.btn:text-is('登记签收')")
    page.fill("#by", "值班员 刘洋")
    send(page, "登记签收")
    expect(page.locator("main")).to_contain_text("办理中")
    referral = Referral.objects.within(town.chen.scope).get()
    assert referral.due_on is not None

    # The term passes: the clock writes it down, and 周 finds it on the desk.
    overdue = clock.at(referral.due_on + timedelta(days=2), 9)
    time_passes(overdue)
    page = sit_down("zhou", width=1440, height=900)
    page.goto("/")
    page.click(".todo a:has-text('逾期2天')")
    page.click("a.btn:text-is('催办')")
    choose(page, "how", "phone")
    page.fill("#note", "对方答应三日内答复")
    send(page, "催办")
    expect(page.locator("main")).to_contain_text("对方答应三日内答复")
    expect(page.locator("main")).to_contain_text("逾期")

    # The answer comes; it settles nothing until the town has looked.
    time_passes(overdue + timedelta(days=3))
    page = sit_down("chen")
    page.goto("/referrals/?state=late")
    page.click("td.main a")
    page.click("a.btn:text-is('登记答复')")
    page.fill("#note", "已责令停止使用并立案")
    page.fill("#number", "东消函〔2026〕9号")
    send(page, "登记答复")
    expect(page.locator("main")).to_contain_text("逾期答复")
    assert Hazard.objects.within(town.chen.scope).get().state == "referred"
    page.click("a.btn:text-is('移送办结销号')")
    page.fill("#note", "现场看过，已停用")
    send(page, "移送办结销号")
    expect(page.locator("main")).to_contain_text("已销号")
    for line in ("移送，", "答复期限已过", "催办，", "受理单位答复，", "移送办结销号，"):
        expect(page.locator(".timeline")).to_contain_text(line)
    settled = Hazard.objects.within(town.chen.scope).get()
    assert (settled.state, settled.referred_on) == ("closed", TODAY)
