"""What runs late climbs by the town's table: each step once, told to who holds the post, and found by who holds it later."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock, events
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid import actions as grid
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards.actions import finish_check, report_rectified
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import told
from bihuan.supervision import actions
from bihuan.supervision.duties import press_on
from bihuan.supervision.models import Escalation
from bihuan.supervision.queries import steps_of
from bihuan.supervision.rules import DEFAULTS, Step, in_order
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.supervision.test_extensions import LATER, ask, grant, mend

pytestmark = pytest.mark.usefixtures("no_rollups")

DEADLINE = TODAY + timedelta(days=7)


def tick(cast: Cast, day: date, hour: int = 8) -> int:
    with clock.moved(clock.at(day, hour)):
        return run_due(cast.town.pk)


def late(days: int) -> date:
    return DEADLINE + timedelta(days=days)


def lines(cast: Cast, hazard: Hazard) -> list[str]:
    return [
        told(event).text
        for event in events.trail(cast.chen.scope, hazard.pk)
        if event.action in ("remind", "escalate")
    ]


def desk(actor: Any, day: date, title: str = "升级到我的") -> list[str]:
    with clock.moved(clock.at(day, 9)):
        return [
            item.text
            for section in sections_of(actor, clock.now())
            if section.title == title
            for item in section.items
        ]


def test_it_is_reminded_of_and_then_climbs_step_by_step(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    for day in range(-7, 15):
        tick(cast, late(day))
    assert lines(cast, hazard) == [
        "到期提醒，还剩3天到期，已提醒村网格长（李桂兰）",
        "逾期升级，逾期1天，已升级至安全办主任（陈明）",
        "逾期升级，逾期3天，已升级至分管副镇长（周正）",
        "逾期升级，逾期10天，已升级至镇长（沈立）",
    ]
    assert events.check(cast.town.pk) is None


def test_each_post_finds_it_on_its_desk_in_turn(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    tick(cast, late(-3))
    assert desk(cast.li, late(-3), "到期提醒") == [hazard.text]
    assert desk(cast.zhou, late(-3)) == []
    tick(cast, late(1))
    assert desk(cast.chen, late(1)) == [hazard.text]
    assert (desk(cast.zhou, late(1)), desk(cast.li, late(1), "到期提醒")) == ([], [])
    tick(cast, late(3))
    assert desk(cast.zhou, late(3)) == [hazard.text]
    mend(cast, hazard, late(4))
    assert desk(cast.zhou, late(4)) == desk(cast.chen, late(4)) == []


def test_a_clock_that_was_off_catches_up_once_and_does_nothing_twice(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    tick(cast, late(5))
    assert lines(cast, hazard) == [
        "逾期升级，逾期5天，已升级至安全办主任（陈明）",
        "逾期升级，逾期5天，已升级至分管副镇长（周正）",
    ]
    assert tick(cast, late(5)) == 0
    assert tick(cast, late(5), hour=7) == 0  # set back an hour
    assert tick(cast, late(2)) == 0  # and three days
    assert tick(cast, late(5)) == 0
    assert Escalation.objects.within(cast.chen.scope).count() == 2


def test_a_new_term_begins_its_steps_anew(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    asked = ask(cast, hazard)
    tick(cast, late(1))
    with clock.moved(clock.at(late(1), 9)):
        grant(cast, asked)
    assert tick(cast, late(4)) == 0
    assert tick(cast, LATER + timedelta(days=1)) > 0
    assert lines(cast, hazard)[-1] == "逾期升级，逾期1天，已升级至安全办主任（陈明）"


def test_work_follows_the_post_when_an_officer_leaves(cast: Cast) -> None:
    """陈 found it, was told of it, and left; 韩 takes the post over and finds it."""
    hazard = found(cast, cast.chen)
    tick(cast, late(1))
    with clock.moved(clock.at(late(2), 9)):
        post = Post.objects.within(cast.chen.scope).get(person=cast.people["chen"])
        grid.end_post(cast.xu, post.pk, to_on=late(1))
        new = grid.register_person(cast.xu, name="韩梅", username="han", card="11010009")
        grid.appoint(cast.xu, new.pk, kind="safety_head", cell_id=cast.cells["town"].pk, from_on=late(2))
    successor, left = actor_of(new, late(2)), actor_of(cast.people["chen"], late(2))
    assert desk(successor, late(2)) == [hazard.text]
    assert desk(successor, late(2), "逾期") == []  # it stands once, where it presses most
    assert desk(left, late(2)) == []


def test_what_rests_with_a_post_that_falls_vacant_goes_on_to_the_next_one_up(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    tick(cast, late(1))
    with clock.moved(clock.at(late(2), 9)):
        post = Post.objects.within(cast.chen.scope).get(person=cast.people["chen"])
        grid.end_post(cast.xu, post.pk, to_on=late(1))
    tick(cast, late(2))
    assert lines(cast, hazard)[-1] == "逾期升级，逾期2天，安全办主任无人在任，已升级至分管副镇长（周正）"
    assert desk(cast.zhou, late(2)) == [hazard.text]
    assert tick(cast, late(2)) == tick(cast, late(1)) == tick(cast, late(2)) == 0


def test_a_step_for_a_vacant_post_goes_to_the_next_one_up_at_once(cast: Cast) -> None:
    """Nobody keeps 柳林村: its reminder goes to who keeps a place above it."""
    hazard = at_the_site(cast)
    tick(cast, late(-3))
    assert lines(cast, hazard) == ["到期提醒，还剩3天到期，村网格长无人在任，已提醒部门负责人（郑建）"]


def at_the_site(cast: Cast) -> Hazard:
    one = finding(cast, cast.chen)
    finish_check(cast.chen, visit(cast, cast.chen, unit=cast.units["site"].pk), [one])
    return fresh(cast, one.id)


def test_major_hazards_climb_by_their_own_lines(cast: Cast) -> None:
    hazard = found(cast, cast.chen, level="major")
    tick(cast, late(7))
    assert [line.rpartition("至")[2] for line in lines(cast, hazard)] == [
        "分管副镇长（周正）",
        "镇长（沈立）",
        "党委书记（钱国栋）",
    ]


def test_what_was_reported_in_time_waits_for_the_officers_before_it_climbs(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(clock.at(late(-5), 9)):
        photo = cast.photo(cast.feng, "green")
        report_rectified(cast.feng, hazard.pk, version=1, note="已更换", photos_after=[photo])
    for day in range(-4, 11):
        tick(cast, late(day))
    assert lines(cast, hazard) == []
    tick(cast, late(11))
    assert lines(cast, hazard) == ["逾期升级，逾期11天，已升级至安全办主任（陈明）"]


def test_the_next_town_is_not_touched(cast: Cast) -> None:
    found(cast, cast.chen)
    with clock.moved(clock.at(late(5), 8)):
        assert run_due(cast.next_town.pk) == 0


def test_the_number_of_statements_does_not_grow_with_the_number_of_hazards(cast: Cast) -> None:
    def counted(hazards: int) -> int:
        for _ in range(hazards):
            found(cast, cast.chen)
        with clock.moved(clock.at(late(3), 8)), CaptureQueriesContext(connection) as queries:
            assert press_on(cast.town.pk) == 2 * hazards
        return len(queries)

    assert counted(1) == counted(7)


def test_the_town_has_its_own_table(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(NotAllowed, match="默认规则"):
        actions.add_rule(cast.zhou, level="general", days=2, post="mayor", means="escalate")
    rows = {row.step: row for row in actions.adopt_defaults(cast.zhou)}
    assert steps_of(cast.chen.scope) == in_order(DEFAULTS)
    actions.end_rule(cast.zhou, rows[Step("general", 10, "mayor")].pk)
    actions.end_rule(cast.zhou, rows[Step("general", 3, "vice_mayor")].pk)
    actions.add_rule(cast.zhou, level="general", days=2, post="vice_mayor", means="escalate", workdays=True)
    with pytest.raises(Incomplete, match="次序颠倒"):
        actions.add_rule(cast.zhou, level="general", days=3, post="inspector", means="escalate")
    assert tick(cast, late(2)) > 0
    tick(cast, late(3))
    assert lines(cast, hazard)[-1] == "逾期升级，逾期2天，已升级至分管副镇长（周正）"
    assert lines(cast, hazard)[0] == "逾期升级，逾期2天，已升级至安全办主任（陈明）"


def test_each_level_keeps_a_step_that_passes_up(cast: Cast) -> None:
    rows = [row for row in actions.adopt_defaults(cast.chen) if row.level == "general"]
    climbing = [row for row in rows if row.means == "escalate"]
    for row in climbing[:-1]:
        actions.end_rule(cast.chen, row.pk)
    with pytest.raises(NotAllowed, match="至少要保留一步"):
        actions.end_rule(cast.chen, climbing[-1].pk)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_rule(cast.chen, climbing[0].pk)
    with pytest.raises(NotAllowed, match="已经有自己"):
        actions.adopt_defaults(cast.chen)


def test_an_inspector_may_not_change_the_table(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.adopt_defaults(cast.zhao)


def test_hazards_passed_up_are_counted_once_each(cast: Cast) -> None:
    found(cast, cast.chen)
    tick(cast, late(-3))
    tick(cast, late(5))
    for day, count in ((late(4), 0), (late(5), 1)):
        one = Ask("hazards.escalated", FOUNDED, day, day)
        assert evaluate(cast.chen.scope, [one])[one].value == count
