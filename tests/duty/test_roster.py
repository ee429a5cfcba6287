"""陈 makes the roster of two weeks: drawn up, solved in the background, changed by hand, published, made anew when the holidays move."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import calendar, clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.jobs import ask, work_off
from bihuan.core.jobs.actions import cancel
from bihuan.core.scope import Scope
from bihuan.duty import actions, jobs
from bihuan.duty.lifecycle import DROPPED, PUBLISHED, REPLACED
from bihuan.duty.models import DutyDay, Roster
from bihuan.duty.queries import in_force, moved_days, shaky, standing, told_rules
from bihuan.duty.rules import POSITIONS
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from tests.cast import TODAY, Cast
from tests.duty.deeds import FIRST, LAST, drawn, free, published, set_up, solved, town, turn_of
from tests.notices.deeds import at, bell, told

DAYS = (LAST - FIRST).days + 1


def test_a_roster_is_made_in_the_background_and_holds_once_it_is_published(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.duty.jobs.LIMIT_SECONDS", 1.0)
    set_up(cast)
    roster = actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=LAST)
    ask(cast.chen, jobs.NAME, {"roster": str(roster.pk), "version": roster.version})
    work_off()
    roster.refresh_from_db()
    assert roster.gaps == [] and roster.value is not None and roster.bound is not None
    assert roster.bound <= roster.value <= (roster.greedy or 0)
    assert len(roster.plan) == DAYS * 4 and not in_force(town(cast)).exists()
    actions.publish_roster(cast.chen, roster.pk, version=roster.version)
    assert in_force(town(cast)).count() == DAYS * 4
    assert "轮流均衡：工作日1分、周末2分、节假日3分，当年已值的一并算" in roster.rules
    told(cast)
    assert "值班表已发布，您值" in bell(cast.qian)[0]


def test_a_town_without_rules_or_persons_is_told_what_to_do_first(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="还没有规定每天几人值班"):
        actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=LAST)
    actions.adopt_usual_rules(cast.chen)
    with pytest.raises(NotAllowed, match="还没有值班人员"):
        actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=LAST)
    with pytest.raises(NotAllowed, match="已经有排班规定"):
        actions.adopt_usual_rules(cast.chen)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY - timedelta(days=1), LAST, "from_on"),
        (None, LAST, "from_on"),
        (FIRST, TODAY, "to_on"),
        (FIRST, FIRST + timedelta(days=184), "to_on"),
        (FIRST, None, "to_on"),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(cast: Cast, first: Any, last: Any, field: str) -> None:
    set_up(cast)
    with pytest.raises(Incomplete) as refused:
        actions.draw_up_roster(cast.chen, from_on=first, to_on=last)
    assert list(refused.value.fields) == [field]


def test_who_keeps_no_roster_makes_none(cast: Cast) -> None:
    set_up(cast)
    for actor in (cast.li, cast.feng, cast.xu):
        with pytest.raises(Forbidden):
            actions.draw_up_roster(actor, from_on=FIRST, to_on=LAST)


def test_nobody_stands_while_on_leave_and_a_gap_is_explained_by_name(cast: Cast) -> None:
    set_up(cast)
    for key in ("qian", "shen"):
        actions.take_leave(
            cast.chen,
            person_id=cast.people[key].pk,
            from_on=FIRST,
            to_on=FIRST + timedelta(days=3),
            reason="学习",
        )
    roster = drawn(cast)
    away = {str(cast.people[key].pk) for key in ("qian", "shen")}
    assert not [one for one in roster.plan if one[2] in away and one[0] <= "2026-06-06"]
    assert any("6月4日带班缺1人" in text and "2人请假（" in text and "周正" in text for text in roster.gaps)
    with pytest.raises(Incomplete, match="写明缺班怎么办"):
        actions.publish_roster(cast.chen, roster.pk, version=roster.version)
    done = actions.publish_roster(cast.chen, roster.pk, version=roster.version, note="由在家的领导临时安排")
    assert done.state == PUBLISHED and done.note


def test_a_turn_put_by_hand_stays_when_the_rest_is_solved_again(cast: Cast) -> None:
    set_up(cast)
    roster = drawn(cast)
    day, position, was, _ = next(one for one in roster.plan if one[1] == "duty")
    on = date.fromisoformat(day)
    busy = {one[2] for one in roster.plan if abs(date.fromisoformat(one[0]) - on) <= timedelta(days=1)}
    others = [str(cast.people[key].pk) for key in ("chen", "zhao", "wu", "li")]
    to = next((one for one in others if one not in busy), None)
    roster = actions.change_turn(
        cast.chen, roster.pk, day=on, position=position, was=was, to=None, version=roster.version
    )
    assert any("值班缺1人" in text for text in roster.gaps)
    back = to or was
    roster = actions.change_turn(
        cast.chen, roster.pk, day=on, position=position, was=None, to=back, version=roster.version
    )
    again = solved(cast, roster)
    assert [day, position, back, True] in again.plan and again.gaps == []


def test_a_hard_rule_is_told_when_somebody_is_put_by_hand(cast: Cast) -> None:
    set_up(cast)
    roster = drawn(cast)
    first = {one[1]: one[2] for one in roster.plan if one[0] == FIRST.isoformat() and one[1] == "lead"}
    second = next(one[2] for one in roster.plan if one[0] == "2026-06-04" and one[1] == "lead")
    with pytest.raises(Incomplete, match="6月3日已值班，两次之间至少休息1天"):
        actions.change_turn(
            cast.chen,
            roster.pk,
            day=date(2026, 6, 4),
            position="lead",
            was=second,
            to=first["lead"],
            version=roster.version,
        )
    with pytest.raises(Incomplete, match="不在带班人员名单内"):
        wang = cast.people["wang"].pk
        actions.change_turn(
            cast.chen,
            roster.pk,
            day=date(2026, 6, 4),
            position="lead",
            was=second,
            to=wang,
            version=roster.version,
        )
    with pytest.raises(Stale):
        actions.change_turn(
            cast.chen,
            roster.pk,
            day=date(2026, 6, 4),
            position="lead",
            was=second,
            to=None,
            version=roster.version - 1,
        )


def test_a_draft_changed_by_hand_while_it_is_solved_is_not_overwritten(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.duty.jobs.LIMIT_SECONDS", 1.0)
    set_up(cast)
    roster = drawn(cast)
    job = ask(cast.chen, jobs.NAME, {"roster": str(roster.pk), "version": roster.version})
    day, position, was, _ = roster.plan[0]
    actions.change_turn(
        cast.chen,
        roster.pk,
        day=date.fromisoformat(day),
        position=position,
        was=was,
        to=None,
        version=roster.version,
    )
    work_off()
    job.refresh_from_db()
    roster.refresh_from_db()
    assert job.state == "failed" and "草稿被手工改过" in job.message
    assert [day, position, was, False] not in roster.plan


def test_a_search_that_is_cancelled_stops(cast: Cast) -> None:
    set_up(cast)
    roster = actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=LAST)
    job = ask(cast.chen, jobs.NAME, {"roster": str(roster.pk), "version": roster.version})
    cancel(cast.chen, job.pk)
    work_off()
    roster.refresh_from_db()
    assert roster.plan == [] and roster.value is None


def test_what_changed_since_the_draft_keeps_it_from_being_published(cast: Cast) -> None:
    set_up(cast)
    roster = drawn(cast)
    leader = next(one for one in roster.plan if one[1] == "lead")
    on = date.fromisoformat(leader[0])
    actions.take_leave(cast.chen, person_id=leader[2], from_on=on, to_on=on, reason="病假")
    with pytest.raises(NotAllowed, match="请假（病假）"):
        actions.publish_roster(cast.chen, roster.pk, version=roster.version)


def test_a_person_whose_post_ended_is_shown_to_be_replaced(cast: Cast) -> None:
    set_up(cast)
    published(cast)
    post = Post.objects.within(town(cast)).get(person=cast.people["li"])
    last = FIRST + timedelta(days=2)
    end_post(cast.xu, post.pk, to_on=last)
    found = shaky(town(cast), TODAY)
    assert {turn.person_id for turn, _ in found} == {cast.people["li"].pk}
    assert all(turn.day > last and why == "已离任" for turn, why in found)
    roster = drawn(cast, last + timedelta(days=1))
    assert str(cast.people["li"].pk) not in {one[2] for one in roster.plan}


def test_a_roster_made_anew_takes_the_place_of_the_days_that_it_covers(cast: Cast) -> None:
    set_up(cast)
    old = published(cast)
    middle = FIRST + timedelta(days=5)
    with at(FIRST):
        with pytest.raises(NotAllowed, match="从明天起"):
            actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=LAST)
        new = published(cast, middle, LAST)
    old.refresh_from_db()
    assert old.state == PUBLISHED
    rows = standing(town(cast), FIRST, LAST)
    assert len(rows) == DAYS * 4
    assert {one.roster_id for one in rows if one.day >= middle} == {new.pk}
    with at(FIRST):
        published(cast, FIRST + timedelta(days=1), LAST)
    new.refresh_from_db()
    assert new.state == REPLACED


def test_a_holiday_moved_after_publishing_is_named_and_nothing_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(cast)
    published(cast)
    assert moved_days(town(cast), TODAY) == []
    before = in_force(town(cast)).count()
    kind = calendar.day_kind
    moved = date(2026, 6, 8)
    monkeypatch.setattr("bihuan.duty.queries.day_kind", lambda on: "holiday" if on == moved else kind(on))
    assert moved_days(town(cast), TODAY) == [(moved, "workday", "holiday")]
    assert in_force(town(cast)).count() == before


def test_rules_read_as_an_official_writes_them(cast: Cast) -> None:
    set_up(cast)
    persons = {"person": str(cast.people["zhao"].pk), "other": str(cast.people["wu"].pk)}
    given: list[tuple[str, dict[str, Any]]] = [
        ("needs", {"position": "lead", "day_kind": "holiday", "count": 2}),
        (
            "extra",
            {
                "name": "汛期",
                "position": "lead",
                "count": 1,
                "since": date(2026, 6, 15),
                "until": date(2026, 9, 15),
            },
        ),
        ("extra", {"name": "逢集", "position": "duty", "count": 1, "digits": "50"}),
        ("most", {"count": 8}),
        ("spared", {**persons, "kinds": ["weekend", "holiday"], "hard": False, "weight": 3}),
        ("apart", {**persons, "hard": True, "weight": 1}),
        ("together", {**persons, "weight": 2}),
        ("fixed", {**persons, "position": "duty", "weekday": "0", "hard": True, "weight": 1}),
        ("rest", {"days": 2}),
    ]
    for kind, params in given:
        actions.set_rule(cast.chen, kind, params)
    assert [one.says for one in told_rules(town(cast))] == [
        "每天带班1人",
        "每天值班2人",
        "每天司机1人",
        "节假日带班2人",
        "汛期，2026-06-15至2026-09-15：带班增加1人",
        "逢集，逢5、0：值班增加1人",
        "值班后至少休息2天",
        "每人每月最多8次",
        "轮流均衡：工作日1分、周末2分、节假日3分，当年已值的一并算",
        "赵强周末、节假日不安排（尽量）",
        "赵强和吴刚尽量同班",
        "赵强和吴刚不同班",
        "赵强固定周一值班",
    ]
    with pytest.raises(NotAllowed, match="没有改动"):
        actions.set_rule(cast.chen, "rest", {"days": 2})


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("needs", {"position": "boss", "count": 1}, "position"),
        ("needs", {"position": "lead", "count": 0}, "count"),
        ("rest", {"days": None}, "days"),
        ("extra", {"position": "lead", "count": 1}, "weekday"),
        ("extra", {"position": "lead", "count": 1, "since": TODAY}, "until"),
        ("extra", {"position": "lead", "count": 1, "digits": "五"}, "digits"),
        ("fair", {"workday": 1, "weekend": 20, "holiday": 3, "weight": 1}, "weekend"),
        ("spared", {"person": "x", "kinds": [], "weight": 1}, "kinds"),
        ("apart", {"person": "x", "other": "x", "weight": 1}, "other"),
        ("nothing", {}, "kind"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(
    cast: Cast, kind: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.set_rule(cast.chen, kind, given)
    assert field in refused.value.fields


def test_the_clock_writes_down_each_day_that_is_over_once(cast: Cast, no_rollups: None) -> None:
    set_up(cast)
    published(cast)
    with at(FIRST + timedelta(days=3)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
    rows = list(DutyDay.objects.within(town(cast)))
    assert [(one.day, one.leads, one.others, one.turns, one.short) for one in rows] == [
        (FIRST + timedelta(days=number), 1, 2, 4, 0) for number in range(3)
    ]
    with at(LAST + timedelta(days=3)):
        run_due(cast.town.pk)
    last = DutyDay.objects.within(town(cast)).last()
    assert last is not None and (last.day, last.turns, last.short) == (LAST + timedelta(days=2), 0, 0)


def test_a_draft_is_dropped_and_a_year_whose_holidays_are_not_out_is_drawn_up_all_the_same(
    cast: Cast,
) -> None:
    set_up(cast)
    roster = drawn(cast)
    assert actions.drop_roster(cast.chen, roster.pk, version=roster.version).state == DROPPED
    with pytest.raises(NotAllowed):
        actions.publish_roster(cast.chen, roster.pk, version=roster.version)
    with clock.moved(clock.at(date(2026, 12, 28), 9)):
        far = drawn(cast, date(2026, 12, 30), date(2027, 1, 4))
    assert far.kinds["2027-01-01"] == "workday" and far.kinds["2027-01-02"] == "weekend"


def test_a_problem_is_read_in_as_many_queries_for_forty_days_as_for_four(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    set_up(cast)
    with django_assert_max_num_queries(30):
        roster = actions.draw_up_roster(cast.chen, from_on=FIRST, to_on=FIRST + timedelta(days=40))
    assert Roster.objects.within(Scope.whole_town(cast.town.pk)).get().pk == roster.pk
    assert set(POSITIONS) >= set(roster.needs[FIRST.isoformat()])


def test_who_is_free_is_told_by_the_turns_around(cast: Cast) -> None:
    set_up(cast)
    published(cast)
    turn = turn_of(cast, "lead")
    assert cast.people[free(cast, "lead", FIRST)].pk != turn.person_id
