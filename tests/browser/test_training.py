"""A session from its planning to the hours: planned at the desk, signed in by the code on the wall on a phone without an account, the exam, the
result, the hours in the unit's name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from bihuan.core.scope import Scope
from bihuan.training.models import Attendee, Exam, TrainingSession
from bihuan.training.queries import trained_units
from tests.browser.test_main_way import send
from tests.cast import TODAY, Cast

SitDown = Callable[..., Page]


@pytest.mark.browser
def test_a_session_is_held_from_the_plan_to_the_hours(
    town: Cast, sit_down: SitDown, browser: Browser, address: str
) -> None:
    office = sit_down("chen", width=1440, height=900)
    office.goto("/training/new/?kind=enterprises")
    office.fill("#title", "烟花爆竹零售安全")
    office.fill("#held_on", str(TODAY))
    office.fill("#hours", "4")
    office.fill("#place", "镇会议室")
    office.fill("#lecturer", "区局危化科")
    office.locator("label", has=office.locator("input[name=categories][value=fireworks]")).click()
    office.fill("#exam_count", "3")
    send(office, "安排")
    expect(office.locator("main")).to_contain_text("已安排：烟花爆竹零售安全")
    office.get_by_role("link", name="签到二维码").click()
    expect(office.locator("img[alt=签到二维码]")).to_be_visible()
    session = TrainingSession.objects.within(town.chen.scope).get()

    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    phone.goto(f"/q/t/{session.code}/")
    phone.fill("#name", "冯永")
    phone.fill("#phone", "13911112222")
    phone.fill("#unit_name", "永安烟花店")
    send(phone, "签到")
    expect(phone.locator("main")).to_contain_text("已签到")
    attendee = Attendee.objects.within(Scope.whole_town(town.town.pk)).get(phone="13911112222")
    exam = Exam.objects.within(Scope.whole_town(town.town.pk)).get(attendee=attendee)
    for at, one in enumerate(exam.asked, 1):
        for right in one.right:
            phone.locator("label", has=phone.locator(f"input[name=q{at}][value='{right}']")).click()
    send(phone, "交卷")
    expect(phone.locator("main")).to_contain_text("100分")
    expect(phone.locator("main")).to_contain_text("合格")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()

    office.goto(f"/training/{session.pk}/")
    expect(office.locator("tr", has_text="冯永")).to_contain_text("100分")
    office.get_by_role("button", name="结束培训").click()
    office.click("#confirm button[value=yes]")
    expect(office.locator("main")).to_contain_text("学时已计入")
    unit = trained_units(town.chen.scope, TODAY).get(pk=town.units["yongan"].pk)
    assert unit.head_hours == 4
