"""The desk: what waits for whom, the most pressing first."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.hazards.actions import Finding, finish_check, mark_urgent, report_rectified
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.web.desk import desk_of
from tests.cast import NOW, Cast
from tests.web.visits import SignIn

ALL = ("qian", "shen", "zhou", "chen", "zhao", "zheng", "wu", "li", "wang", "feng", "he", "xu")


def find(cast: Cast, text: str, unit: str = "yongan", days: int = 7, outcome: str = "deadline") -> Hazard:
    """A hazard found by 陈 with 赵."""
    finding: dict[str, Any] = {"id": new_id(), "text": text, "photos": (cast.photo(cast.chen),)}
    finding |= {"outcome": outcome}
    if outcome == "deadline":
        finding |= {"deadline_on": clock.today() + timedelta(days=days), "demand": "立即整改"}
    visit = Visit(
        cast.units[unit].pk,
        clock.today(),
        second_inspector=cast.people["zhao"].pk,
        outing=OutingPlan(),
        refusal="店主不在",
    )
    finish_check(cast.chen, visit, [Finding(**finding)])
    return Hazard.objects.within(cast.chen.scope).get(text=text)


def titles(cast: Cast, key: str) -> dict[str, list[str]]:
    return {
        section.title: [item.text for item in section.items]
        for section in desk_of(getattr(cast, key)).sections
    }


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """One hazard of each kind of pressing."""
    with clock.moved(NOW - timedelta(days=10)):
        find(cast, "逾期的", days=3)
    find(cast, "待定的", outcome="undecided")
    find(cast, "在整改的")
    find(cast, "工地的", unit="site")
    urgent = find(cast, "急办的")
    mark_urgent(cast.chen, urgent.pk, version=urgent.version, hours=6, note="临近节日")
    reported = find(cast, "已报的")
    report_rectified(
        cast.feng,
        reported.pk,
        version=reported.version,
        note="已换线",
        photos_after=(cast.photo(cast.feng, "green"),),
    )
    return cast


def test_an_officer_sees_the_pressing_first_and_each_hazard_once(busy: Cast) -> None:
    shown = titles(busy, "chen")
    assert list(shown) == ["急办", "逾期", "待处置", "待复查", "文书待办", "整改中"]
    assert shown["急办"] == ["急办的"] and shown["逾期"] == ["逾期的"]
    assert shown["待处置"] == ["待定的"] and shown["待复查"] == ["已报的"]
    assert sorted(shown["整改中"]) == ["在整改的", "工地的"]


def test_a_long_list_is_cut_and_leads_to_all_of_it(cast: Cast, sign_in: SignIn) -> None:
    for number in range(9):
        find(cast, f"第{number}处")
    (section,) = desk_of(cast.chen).sections
    assert (section.title, len(section.items)) == ("整改中", 8)
    assert "第8处" in sign_in("chen").get(section.more).content.decode()


def test_an_urgent_one_says_its_hours_and_a_late_one_its_days(busy: Cast) -> None:
    marks = {item.text: item.mark for section in desk_of(busy.chen).sections for item in section.items}
    assert marks["急办的"] == ("bad", "bolt", "还剩6小时")
    assert marks["逾期的"] == ("bad", "alert-triangle", "逾期7天")
    with clock.moved(NOW + timedelta(hours=8)):
        assert desk_of(busy.chen).sections[0].items[0].mark == ("bad", "bolt", "超时2小时")


def test_what_waits_for_a_reinspection_leads_to_it(busy: Cast, sign_in: SignIn) -> None:
    waiting = next(one for one in desk_of(busy.zhao).sections if one.title == "待复查")
    assert waiting.items[0].url == reverse("reinspect", args=[busy.units["yongan"].pk])
    assert waiting.items[0].mine


def test_each_place_sees_its_own(busy: Cast) -> None:
    assert all("工地的" not in texts for texts in titles(busy, "li").values())
    assert "在整改的" in titles(busy, "wang")["未销号隐患"]
    assert titles(busy, "feng")["本单位待整改隐患"][0] == "在整改的"
    assert titles(busy, "zheng")["未销号隐患"] == ["工地的"]
    assert titles(busy, "sun") == {}


def test_a_leader_sees_what_runs_late_and_the_years_figures_that_lead_to_rows(
    busy: Cast, sign_in: SignIn
) -> None:
    assert list(titles(busy, "qian")) == ["急办", "逾期"]
    numbers = {tile.key: tile for tile in desk_of(busy.qian).tiles}
    assert numbers["hazards.found"].value == 6
    assert numbers["hazards.overdue"].bad
    assert sign_in("qian").get(numbers["hazards.overdue"].url).status_code == 200


def test_the_administrator_sees_accounts_and_empty_cells(cast: Cast) -> None:
    shown = titles(cast, "xu")
    assert "柳林村" in shown["没有责任人的网格"]
    assert shown["账号"]  # the cast holds posts, and nobody has a password yet


@pytest.mark.parametrize("key", ALL)
def test_everybodys_desk_opens_with_few_queries(busy: Cast, sign_in: SignIn, key: str) -> None:
    actor = getattr(busy, key)
    with CaptureQueriesContext(connection) as queries:
        desk_of(actor)
    assert len(queries) <= 81
    assert sign_in(key).get(reverse("desk")).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("key", ALL)
def test_no_link_on_a_desk_leads_to_a_closed_door(busy: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    page = client.get(reverse("desk")).content.decode()
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in link}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_year_shown_is_the_latest_with_visits(busy: Cast) -> None:
    with clock.moved(clock.at(date(2027, 1, 2), 9)):
        shown = desk_of(busy.qian)
    assert shown.year == 2026
    assert {tile.key: tile.value for tile in shown.tiles}["hazards.found"] == 6


def test_the_first_page_of_a_day_without_work_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert "今天没有等您办的事。" in sign_in("qian").get(reverse("desk")).content.decode()
