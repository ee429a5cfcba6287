"""The board: numbers of the registry, each with its rows; the leader on duty and nobody else by name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.board.queries import apart, board
from bihuan.campaigns import actions
from bihuan.core import clock
from bihuan.duty import actions as duty
from bihuan.duty.rules import Stand
from bihuan.duty.solving import Answer
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.maps.clusters import LAYERS, marks
from bihuan.maps.rules import Bounds
from tests.campaigns.deeds import drafted, issued, visited
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.maps.deeds import placed
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def led_by(cast: Cast, key: str) -> None:
    """Today's roster: one who leads, one who stands."""
    duty.set_rule(cast.chen, "needs", {"position": "lead", "count": 1})
    duty.put_fit(cast.chen, persons=[cast.people[key].pk], position="lead")
    duty.put_fit(cast.chen, persons=[cast.people["zhao"].pk], position="duty")
    roster = duty.draw_up_roster(cast.chen, from_on=TODAY, to_on=TODAY)
    stands = (
        Stand(TODAY, "lead", str(cast.people[key].pk)),
        Stand(TODAY, "duty", str(cast.people["zhao"].pk)),
    )
    roster = duty.fill_roster(
        cast.chen, roster.pk, Answer(stands, 0, 0, True, 0.1, 0, (), ()), version=roster.version
    )
    duty.publish_roster(cast.chen, roster.pk, version=roster.version)


def test_the_board_tells_the_day(cast: Cast, sign_in: SignIn) -> None:
    led_by(cast, "zhou")
    campaign = begin_campaign(
        cast.chen,
        name="百日攻坚",
        categories=["fireworks", "school"],
        begins_on=TODAY - timedelta(days=9),
        ends_on=TODAY + timedelta(days=90),
    )
    given = visit(cast, cast.chen, outing=OutingPlan(campaign=campaign.pk))
    finish_check(cast.chen, given, [finding(cast, cast.chen), finding(cast, cast.chen, "onsite")])
    with clock.moved(clock.at(TODAY, 15)):
        found = board(cast.chen.scope, clock.now(), TODAY)
    assert {one.key: one.value for one in found.today} == {
        "inspect.visits": 1,
        "hazards.found": 2,
        "hazards.onsite": 1,
        "duty.turns": 2,
    }
    (drive,) = found.drives
    assert (drive.day, drive.days, drive.visited, drive.asked, drive.share) == (10, 100, 1, 2, 50)
    assert found.leaders == ["周正"] and [line.cell.name for line in found.colours] == [
        "东片办事处",
        "西片办事处",
    ]
    page = sign_in("chen").get(reverse("board")).content.decode()
    assert "周正" in page and "赵强" not in page  # who stands beside the leader is no business of the screen
    for one in (*found.today, *found.standing, *drive.numbers):
        assert sign_in("chen").get(one.url).status_code == 200
    assert 'hx-trigger="every 60s"' in page and f"{reverse('board')}?look=dark" in page


def test_what_is_overdue_is_marked_and_what_is_not_known_is_no_nought(cast: Cast, sign_in: SignIn) -> None:
    empty = board(cast.chen.scope, NOW, TODAY)
    assert empty.today[0].value is None and not empty.drives and not empty.leaders
    finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    later = TODAY + timedelta(days=9)
    with clock.moved(clock.at(later, 9)):
        found = {one.key: one.value for one in board(cast.chen.scope, clock.now(), later).standing}
        part = sign_in("chen").get(reverse("board_now"), {"look": "dark"}).content.decode()
    assert (found["hazards.overdue"], found["hazards.major_open"]) == (1, 0)
    assert 'class="cell bad"' in part and "<html" not in part and "look=dark" in part
    assert sign_in("li").get(reverse("board")).status_code == 200
    assert sign_in("feng").get(reverse("board")).status_code == 403


def test_campaigns_are_asked_together(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            board(cast.chen.scope, NOW, TODAY)
        return len(asked)

    for name in "甲乙丙":
        begin_campaign(cast.chen, name=name, categories=["school"], begins_on=TODAY, ends_on=TODAY)
        if name == "甲":
            one = queries()
    assert queries() == one <= 25


def test_only_drives_that_run_are_on_the_screen(cast: Cast) -> None:
    running, cancelled = issued(cast.chen), issued(cast.chen, "sweep")
    drafted(cast.chen, "flood")
    actions.cancel_drive(cast.chen, cancelled.pk, version=cancelled.version, reason="与区里的行动合并")
    assert [one.row for one in board(cast.chen.scope, NOW, TODAY).drives] == [running]


def test_no_unit_is_asked_twice() -> None:
    assert apart(["trade", "trade.wood", "school", "trade"]) == ["trade", "school"]
    assert apart([]) == []


def test_a_drive_with_a_list_is_measured_by_it(cast: Cast) -> None:
    placed(cast)
    drive = issued(cast.chen)
    visited(cast.chen, drive, cast.units["school"])
    (one,) = board(cast.chen.scope, NOW, TODAY).drives
    assert (one.visited, one.asked) == (1, 3)
    asked = QueryDict(f"campaign={drive.pk}")
    found = marks(LAYERS["progress"], cast.chen, asked, Bounds(116.0, 34.6, 116.2, 34.8), 17)
    assert sorted((mark[5], mark[3]) for mark in found) == [
        ("柳林村便民中心工地", 2),
        ("永安烟花店", 2),
        ("石桥小学", 1),
    ]
