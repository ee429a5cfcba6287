"""A town asks its village head to see everything each month: what falls due, what counts, what is left out, and who hears of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.hazards.actions import finish_check, void_visit
from bihuan.notices.actions import tell_news
from bihuan.rounds import actions
from bihuan.rounds.models import RoundRule, RoundTask
from bihuan.rounds.queries import in_vain, round_of, running
from bihuan.units.actions import change_state
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.notices.deeds import at, bell

pytestmark = pytest.mark.usefixtures("no_rollups")

LAST, JULY = date(2026, 6, 30), date(2026, 7, 1)
KEYS = (
    "rounds.owed",
    "rounds.done",
    "rounds.missed",
    "rounds.rate",
    "rounds.running",
    "rounds.left",
    "units.round_late",
)


@pytest.fixture
def monthly(cast: Cast) -> Iterator[RoundRule]:
    """From today on 李 of 石桥村 walks past 永安 and the school, and nobody past the site of 柳林村."""
    yield actions.set_round(cast.chen, post="village_head", period="month", times=1, from_on=TODAY)


def numbers(cast: Cast, on: date, part: Slice = WHOLE) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day."""
    asks = [Ask(key, FOUNDED, on, on, part) for key in KEYS]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("rounds."): found[ask].value for ask in asks}


def task(cast: Cast, key: str) -> RoundTask:
    """The task of a unit that is due first and not yet over."""
    rows = RoundTask.objects.within(Scope.whole_town(cast.town.pk)).filter(unit=cast.units[key])
    found = rows.filter(due_on__gte=clock.today()).order_by("due_on").first()
    assert found is not None
    return found


def test_tasks_are_set_at_once_and_once_in_each_period(cast: Cast, monthly: RoundRule) -> None:
    assert numbers(cast, TODAY)["running"] == 3
    assert task(cast, "school").begins_on == TODAY and task(cast, "school").due_on == LAST
    run_due(cast.town.pk)
    assert numbers(cast, TODAY)["running"] == 3
    with clock.moved(clock.at(JULY, 1)):
        for _ in range(2):
            run_due(cast.town.pk)
        assert (numbers(cast, JULY)["owed"], numbers(cast, JULY)["running"]) == (3, 3)
        assert task(cast, "school").begins_on == JULY
    assert numbers(cast, TODAY)["running"] == 3  # the June of then is the June of now


def test_one_press_walks_past_a_unit_and_pressing_twice_is_one_walk(cast: Cast, monthly: RoundRule) -> None:
    assert [walk.unit.name for walk in round_of(cast.li, TODAY)] == ["石桥小学", "永安烟花店"]
    visit_id = new_id()
    done = actions.walk(cast.li, task(cast, "school").pk, visit_id)
    assert (done.kind, done.opinion) == ("patrol", actions.NOTHING_WRONG)
    with pytest.raises(NotAllowed, match="已经提交过"):
        actions.walk(cast.li, task(cast, "school").pk, visit_id)
    assert [walk.unit.name for walk in round_of(cast.li, TODAY)] == ["永安烟花店"]
    assert (numbers(cast, TODAY)["running"], numbers(cast, TODAY)["left"]) == (3, 2)
    over = numbers(cast, LAST)
    assert [over[key] for key in ("owed", "done", "missed", "rate")] == [3, 1, 2, Decimal("33.3")]


def test_a_check_of_the_towns_counts_unless_the_town_wants_the_grids_own(
    cast: Cast, monthly: RoundRule
) -> None:
    own = actions.set_round(
        cast.chen, post="grid_member", period="month", times=1, from_on=TODAY, patrols_only=True
    )
    inspection = finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, "undecided")])
    left = {(row.unit.name, row.rule_id) for row in running(cast.chen.scope, TODAY)}
    assert ("永安烟花店", monthly.pk) not in left and ("永安烟花店", own.pk) in left
    void_visit(cast.chen, inspection.pk, reason="录错了")
    assert ("永安烟花店", monthly.pk) in {
        (row.unit.name, row.rule_id) for row in running(cast.chen.scope, TODAY)
    }


def test_visits_of_the_period_count_for_a_requirement_that_comes_after_them(cast: Cast) -> None:
    finish_check(cast.chen, visit(cast, cast.chen), [])
    actions.set_round(cast.chen, post="village_head", period="month", times=1, from_on=TODAY)
    assert numbers(cast, TODAY)["left"] == 2


def test_twice_a_month_is_twice(cast: Cast) -> None:
    actions.set_round(
        cast.chen, post="village_head", period="month", times=2, from_on=TODAY, categories=["school"]
    )
    for _ in range(2):  # twice on one day is once
        actions.walk(cast.wang, task(cast, "school").pk, new_id())
    assert numbers(cast, TODAY)["left"] == 1
    with at(TODAY + timedelta(days=9)):
        actions.walk(cast.wang, task(cast, "school").pk, new_id())
        assert numbers(cast, clock.today())["left"] == 0
    assert numbers(cast, TODAY)["left"] == 1


def test_what_was_left_out_stays_left_out_though_one_goes_later(cast: Cast, monthly: RoundRule) -> None:
    with at(JULY):
        run_due(cast.town.pk)
        assert numbers(cast, JULY)["missed"] == 3 == numbers(cast, JULY)["units.round_late"]
        actions.walk(cast.li, task(cast, "school").pk, new_id())
        after = numbers(cast, JULY)
        assert (after["missed"], after["left"], after["units.round_late"]) == (3, 2, 2)
        assert numbers(cast, JULY, Slice(cell=cast.cells["柳林村"].path))["missed"] == 1


def test_who_stood_before_a_shut_door_twice_is_seen_and_the_office_lets_it_be(
    cast: Cast, monthly: RoundRule
) -> None:
    school = task(cast, "school")
    with pytest.raises(Incomplete, match="写明原因"):
        actions.note_miss(cast.li, school.pk, miss_id=new_id(), reason="other", note=" ")
    for pressed, day in ((new_id(), TODAY), (new_id(), TODAY + timedelta(days=1))):
        assert not in_vain(cast.chen.scope, day)  # twice on one day is once
        with at(day):
            actions.note_miss(cast.li, school.pk, miss_id=pressed, reason="shut", note="放假")
            actions.note_miss(cast.li, school.pk, miss_id=new_id(), reason="shut", note="放假")
            with pytest.raises(NotAllowed, match="登记过"):
                actions.note_miss(cast.li, school.pk, miss_id=pressed, reason="shut", note="放假")
    elsewhere = actions.note_miss(cast.chen, task(cast, "site").pk, miss_id=new_id(), reason="shut", note="")
    with pytest.raises(NotAllowed, match="登记过"):  # the id of one that 李 does not see
        actions.note_miss(cast.li, school.pk, miss_id=elsewhere.pk, reason="shut", note="")
    assert [row.pk for row in in_vain(cast.chen.scope, TODAY)] == [school.pk]
    assert [str(miss) for walk in round_of(cast.li, TODAY) for miss in walk.misses] == [
        "关门无人（放假）"
    ] * 4
    with pytest.raises(Forbidden):
        actions.excuse_task(cast.li, school.pk, reason="放假")
    with pytest.raises(Incomplete, match="填写免于巡查的原因"):
        actions.excuse_task(cast.chen, school.pk, reason="")
    actions.excuse_task(cast.chen, school.pk, reason="放暑假")
    with pytest.raises(NotAllowed, match="免巡，不用再登记"):
        actions.note_miss(cast.li, school.pk, miss_id=new_id(), reason="shut", note="")
    with pytest.raises(NotAllowed, match="已经免除"):
        actions.excuse_task(cast.chen, school.pk, reason="放暑假")
    assert numbers(cast, TODAY)["running"] == 2 and not in_vain(cast.chen.scope, TODAY)
    with at(JULY), pytest.raises(NotAllowed, match="不能事后免除"):
        actions.excuse_task(cast.chen, _of_june(cast, "yongan").pk, reason="忘了")


def _of_june(cast: Cast, key: str) -> RoundTask:
    return RoundTask.objects.within(cast.chen.scope).get(unit=cast.units[key], due_on=LAST)


def test_a_unit_that_closes_is_owed_no_more(cast: Cast, monthly: RoundRule) -> None:
    change_state(cast.chen, cast.units["school"].pk, state="closed", from_on=TODAY, reason="撤并")
    assert numbers(cast, TODAY)["running"] == 2
    with at(JULY):
        run_due(cast.town.pk)
        assert (numbers(cast, JULY)["owed"], numbers(cast, JULY)["running"]) == (2, 2)


def test_a_requirement_that_ends_leaves_what_was_done_and_asks_no_more(
    cast: Cast, monthly: RoundRule
) -> None:
    with pytest.raises(NotAllowed, match="已经有这条要求"):
        actions.set_round(cast.chen, post="village_head", period="month", times=2, from_on=TODAY)
    actions.walk(cast.li, task(cast, "school").pk, new_id())
    with pytest.raises(Forbidden):
        actions.end_round(cast.li, monthly.pk)
    actions.end_round(cast.chen, monthly.pk)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_round(cast.chen, monthly.pk)
    assert numbers(cast, TODAY)["running"] == 1 and not running(cast.chen.scope, TODAY)
    with at(JULY):
        run_due(cast.town.pk)
        july = numbers(cast, JULY)
        assert (july["owed"], july["running"]) == (1, None)  # nothing is asked any more: not nought


def test_the_post_hears_before_the_end_and_its_office_after_it(cast: Cast, monthly: RoundRule) -> None:
    actions.set_round(cast.chen, post="grid_member", period="year", times=1, from_on=TODAY)  # of another's
    with at(date(2026, 6, 20)):
        tell_news(cast.town.pk)
        assert bell(cast.li) == []
    with at(date(2026, 6, 24)):
        for _ in range(2):
            tell_news(cast.town.pk)
        assert bell(cast.li) == ["本月还有2家没有巡查，2026年6月30日截止"]
        assert bell(cast.wang) == []
        for key in ("school", "yongan"):
            actions.walk(cast.li, task(cast, key).pk, new_id())
        tell_news(cast.town.pk)
        assert bell(cast.li) == []
    with at(JULY + timedelta(days=2)):  # the machine was off on the first
        run_due(cast.town.pk)
        tell_news(cast.town.pk)
        assert "到期未巡查1家（每月的巡查，2026年6月30日截止）" in bell(cast.chen)
        assert not [text for text in bell(cast.wu) if "未巡查" in text]  # 柳林 is the western office's


def test_a_hand_over_lists_what_is_left_to_walk(cast: Cast, monthly: RoundRule) -> None:
    post = Post.objects.within(cast.chen.scope).select_related("cell").get(person=cast.people["li"])
    sections = {one.label: one.rows for one in held_at(post, TODAY)}
    assert {row.where for row in sections["本期待巡查"]} == {"石桥小学", "永安烟花店"}


def test_rollups_follow_walks_voids_and_closures(cast: Cast, monthly: RoundRule) -> None:
    run_due(cast.town.pk)
    roll_up(cast.town.pk)
    done = actions.walk(cast.li, task(cast, "school").pk, new_id())
    run_due(cast.town.pk)
    roll_up(cast.town.pk)
    void_visit(cast.chen, done.pk, reason="走错门")
    actions.excuse_task(cast.chen, task(cast, "site").pk, reason="停工")
    run_due(cast.town.pk)
    roll_up(cast.town.pk)
    assert differing(Scope.whole_town(cast.town.pk)) == []


def test_each_deed_is_in_the_log(cast: Cast, monthly: RoundRule) -> None:
    actions.note_miss(cast.li, task(cast, "school").pk, miss_id=new_id(), reason="shut", note="")
    actions.excuse_task(cast.chen, task(cast, "school").pk, reason="放假")
    actions.end_round(cast.chen, monthly.pk)
    told = Event.objects.within(cast.chen.scope).order_by("seq").values_list("action", flat=True)
    assert list(told)[-5:] == ["set_round", "open_round", "note_miss", "excuse_task", "end_round"]
