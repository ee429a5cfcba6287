"""A meeting in a browser: drafted in one press, called, held, minuted; what it decides is reported from a phone and told in the next meeting."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.meetings.models import Meeting, Resolution
from tests.browser.test_main_way import send
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import found
from tests.meetings.deeds import DUE, kinds

SitDown = Callable[..., Page]
COMMITTEE = "2026年第一次安委会全体会议"


def agree(page: Page, word: str) -> None:
    page.locator(f".submit-row >> text={word}").dispatch_event("click")
    with page.expect_navigation():
        page.click("#confirm button[value=yes]")


@pytest.mark.browser
def test_a_meeting_its_decision_and_what_came_of_it_in_the_next(
    town: Cast, sit_down: SitDown, time_passes: Callable[[datetime], None]
) -> None:
    with clock.moved(NOW):
        kinds(town)
        found(town, town.chen, level="major", criterion="yh2017.5")

    # 陈 drafts the quarter's meeting: the major hazard is on its agenda already.
    page = sit_down("chen", width=1440, height=900)
    page.goto("/meetings/")
    page.locator("tr", has_text="安委会全体会议").get_by_role("button", name="起草").click()
    expect(page.locator("main")).to_contain_text("议题按现在的情况列好")
    titles = page.locator("input[name^=title_]")
    assert "研究重大事故隐患整改" in [titles.nth(at).input_value() for at in range(titles.count())]
    agree(page, "印发通知")
    expect(page.locator("main")).to_contain_text("通知已印发")
    expect(page.locator("main")).to_contain_text("东安委〔2026〕1号")

    # The day has come: who was there by exception, then the minutes; without a person they are refused and nothing is lost.
    time_passes(clock.at(TODAY + timedelta(days=2), 11))
    page.get_by_role("link", name="登记会议情况").click()
    row = page.locator("tr", has_text="周正")
    row.locator("select").select_option("leave")
    row.locator("input.form-control").fill("区里开会")
    send(page, "登记，写纪要")
    expect(page.locator("main")).to_contain_text("请写纪要")
    page.fill("#talk_majors", "安全办汇报了永安烟花店重大隐患。")
    page.fill("#text_majors_0", "督促永安烟花店更换库房线路")
    page.fill("#due_majors_0", DUE.isoformat())
    agree(page, "印发纪要")
    expect(page.locator("#post_majors_0-error")).to_contain_text("请选择责任人")
    expect(page.locator("#talk_majors")).to_have_value("安全办汇报了永安烟花店重大隐患。")
    page.select_option("#post_majors_0", label="石桥村 村网格长（李桂兰）")
    agree(page, "印发纪要")
    expect(page.locator("main")).to_contain_text("东安委纪〔2026〕1号")
    assert Resolution.objects.within(town.chen.scope).get().due_on == DUE

    # 李 reports it from the desk, on a phone.
    time_passes(clock.at(TODAY + timedelta(days=5), 9))
    phone = sit_down("li")
    phone.goto("/")
    phone.locator("li", has_text="督促永安烟花店更换库房线路").locator("a").first.click()
    phone.fill("#result", "线路已全部换成铜芯线")
    send(phone, "报结果")
    expect(phone.locator("main")).to_contain_text("下次会议会通报")

    # The next meeting of the kind lists it, done.
    page.goto("/meetings/")
    page.locator("tr", has_text="安委会全体会议").get_by_role("button", name="起草").click()
    expect(page.locator("main")).to_contain_text("督促永安烟花店更换库房线路（石桥村 村网格长（李桂兰）")
    page.get_by_role("link", name="取消").click()
    page.get_by_role("link", name="登记会议情况").click()
    send(page, "登记，写纪要")
    expect(page.locator("main")).to_contain_text("线路已全部换成铜芯线")
    agree(page, "印发纪要")
    expect(page.locator("main")).to_contain_text("会上通报的以前议定事项")
    assert Meeting.objects.within(town.chen.scope).filter(state="issued").count() == 2
    assert COMMITTEE in Resolution.objects.within(town.chen.scope).get().meeting.title
