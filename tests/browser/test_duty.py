"""The office's month: next month's roster is made by presses, a leader swaps a turn on the phone, the shift goes over in the morning."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.duty.queries import fairest_to_call, standing
from tests.browser.conftest import alone
from tests.cast import NOW, TODAY, Cast
from tests.duty.deeds import FIRST, LAST, TEAMS, key_of, published, set_up, turn_of
from tests.duty.deeds import town as scope_of

pytestmark = pytest.mark.browser
TimePasses = Callable[[datetime], None]


def test_next_months_roster_is_made_and_published_by_presses(
    town: Cast, sit_down: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.duty.jobs.LIMIT_SECONDS", 1.0)
    page = sit_down("chen", width=1440, height=900)
    page.goto("/duty/rules/")
    page.get_by_role("button", name="采用常用规定").click()
    for position, keys in TEAMS.items():
        page.goto(f"/duty/persons/?position={position}")
        for key in keys:
            page.locator(".choices.tall").get_by_text(town.people[key].name, exact=True).click()
        page.get_by_role("button", name="列入").click()
        expect(page.get_by_text("已列入")).to_be_visible()
    page.goto("/duty/rosters/")
    page.fill("#from_on", "2026-07-01")
    page.fill("#to_on", "2026-07-14")
    page.get_by_role("button", name="开始编排").click()
    expect(page.get_by_role("heading", name="排值班表", level=1)).to_be_visible()
    with alone, clock.moved(NOW):
        work_off()
    page.get_by_role("link", name="查看").click()
    expect(page.get_by_text("0分最好")).to_be_visible()
    page.get_by_role("button", name="发布值班表").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_role("heading", name="值班表", exact=True)).to_be_visible()
    with alone:
        assert len(standing(scope_of(town), date(2026, 7, 1), date(2026, 7, 14))) == 56


def test_a_turn_is_swapped_between_two_phones_and_approved(town: Cast, sit_down: Callable[..., Page]) -> None:
    with alone, clock.moved(NOW):
        set_up(town)
        published(town)
        turn, other = next(
            (one, who.person)
            for one in standing(scope_of(town), FIRST, LAST)
            if one.position == "lead"
            for who in fairest_to_call(scope_of(town), one)
            if not who.against
        )
    page = sit_down(key_of(town, turn.person_id))
    page.goto(f"/duty/turns/{turn.pk}/")
    page.fill("#reason", "家长会")
    page.locator("form").filter(has_text="申请换班").locator(".choices.tall").get_by_text(other.name).click()
    page.get_by_role("button", name="申请换班").click()
    expect(page.get_by_text("等对方答应")).to_be_visible()
    page = sit_down(key_of(town, other.pk))
    page.goto("/")
    page.get_by_role("link", name="请您换班").click()
    page.get_by_role("button", name="答应换班").click()
    page = sit_down("chen")
    page.goto("/")
    page.get_by_role("link", name="家长会").click()
    page.get_by_role("button", name="批准换班").click()
    expect(page.get_by_text("已批准，值班表随即更新")).to_be_visible()
    with alone:
        assert turn_of(town, "lead", turn.day).person_id == other.pk


def test_the_shift_goes_over_in_four_presses(
    town: Cast, sit_down: Callable[..., Page], time_passes: TimePasses
) -> None:
    with alone, clock.moved(NOW):
        set_up(town)
        published(town)
        giver, taker = turn_of(town, "duty"), turn_of(town, "duty", date(2026, 6, 4))
    time_passes(clock.at(date(2026, 6, 4), 8, 10))
    assert TODAY < FIRST
    page = sit_down(key_of(town, giver.person_id))
    page.goto("/")
    page.get_by_role("link", name="交班", exact=False).first.click()  # one
    page.get_by_role("button", name="交班签字").click()  # two
    expect(page.get_by_text("已交班签字")).to_be_visible()
    page = sit_down(key_of(town, taker.person_id))
    page.goto("/")
    page.get_by_role("link", name="接班：").click()  # three
    page.get_by_role("button", name="接班签字").click()  # four
    expect(page.get_by_text("已接班签字")).to_be_visible()
