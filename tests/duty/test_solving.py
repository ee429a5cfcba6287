"""The solver's answer: no hard rule broken whatever the town, never worse than taking turns, its value the one that the rules count, what
stays open told by name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from bihuan.duty.rules import MISSED, SHORT, Problem, Rule, Span, Stand, breaches, gaps, needed
from bihuan.duty.solving import apart, solve
from bihuan.duty.weighing import cost, fairest, round_robin, shares, verdict
from tests.duty.towns import FAIR, JUNE, problem, towns
from tests.profiles import examples

REST = Rule("rest", {"days": 1})


@settings(max_examples=examples(20), deadline=None)
@given(towns())
def test_no_hard_rule_is_broken_whatever_the_town(made: Problem) -> None:
    answer = solve(made, seconds=0.5, steady=True)
    assert breaches(made, answer.stands) == []
    assert breaches(made, round_robin(made)) == []
    assert answer.value == cost(made, answer.stands).total <= answer.greedy
    assert answer.bound <= answer.value
    for one in made.fixed:
        kept = one in answer.stands
        let_go = any(breach.on == one.on and breach.person == one.person for breach in answer.let_go)
        assert kept != let_go


@settings(max_examples=examples(10), deadline=None)
@given(towns())
def test_the_same_town_has_the_same_answer(made: Problem) -> None:
    first, again = (solve(made, seconds=0.5, steady=True) for _ in range(2))
    assert first.stands == again.stands


def test_a_month_of_three_leaders_is_shared_evenly() -> None:
    made = problem(days=30, rules=(REST, FAIR))
    answer = solve(made, seconds=5, steady=True)
    assert (answer.value, answer.optimal, answer.gaps) == (0, True, ())
    points = {
        letter: sum(1 if on.weekday() < 5 else 2 for on, _, who in answer.stands if who == letter)
        for letter in "abc"
    }
    assert max(points.values()) - min(points.values()) <= 1


def test_who_did_more_earlier_in_the_year_does_less_now() -> None:
    made = problem(days=9, rules=(REST, FAIR), earlier={("lead", "a", "workday"): 4})
    stands = solve(made, seconds=5, steady=True).stands
    done = {letter: sum(one.person == letter for one in stands) for letter in "abc"}
    assert done["a"] < min(done["b"], done["c"])


def test_who_came_late_in_the_year_makes_nothing_up() -> None:
    made = problem(
        days=6, rules=(FAIR,), earlier={("lead", "a", "workday"): 60, ("lead", "b", "workday"): 60}
    )
    newcomer = {**made.fits["lead"], "c": (Span(JUNE),)}
    late = replace(made, fits={"lead": newcomer})
    assert shares(made)["lead", "c", "points"].low == 7  # all that is left to do, and more would be due
    assert shares(late)["lead", "c", "points"].high <= 3


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Rule("most", {"count": 1}), "1人当月已满（A）"),
        (Rule("spared", {"person": "a", "kinds": ["workday"]}), "1人按规定当天不安排（A）"),
        (Rule("rest", {"days": 1}), "1人前后几天值班、要休息（A）"),
    ],
)
def test_what_cannot_be_filled_is_told_by_rule_and_person(rule: Rule, says: str) -> None:
    made = problem(days=2, lead="a", rules=(rule,))
    answer = solve(made, seconds=2, steady=True)
    assert answer.gaps and says in answer.gaps[-1] and "可带班的1人中" in answer.gaps[-1]
    assert answer.value >= SHORT


def test_leaves_and_neighbours_are_told_by_name_and_day() -> None:
    """6月8日带班: of five three are on leave and two stood the day before."""
    made = problem(
        days=1,
        lead="abcde",
        need=1,
        rules=(REST,),
        leaves={letter: ((Span(JUNE, JUNE), "年休假"),) for letter in "abc"},
        stands=tuple(Stand(JUNE - timedelta(days=1), "lead", letter) for letter in "de"),
    )
    assert gaps(made, []) == [
        "6月1日带班缺1人：可带班的5人中，3人请假（A、B、C），2人前后几天值班、要休息（D、E）。"
    ]
    nobody = problem(days=1, lead="", duty="a")
    assert "没有带班人员" in gaps(nobody, [])[0]


def test_two_who_never_meet_are_kept_apart_and_two_who_wish_it_meet() -> None:
    keep = Rule("apart", {"person": "a", "other": "e"})
    made = problem(days=6, lead="ab", duty="ef", rules=(keep,))
    stands = solve(made, seconds=2, steady=True).stands
    days = {on: {one.person for one in stands if one.on == on} for on in made.days}
    assert not any({"a", "e"} <= persons for persons in days.values())
    wish = replace(made, rules=(*made.rules[:2], Rule("together", {"person": "a", "other": "e"}, False, 5)))
    stands = solve(wish, seconds=2, steady=True).stands
    days = {on: {one.person for one in stands if one.on == on} for on in made.days}
    assert all(len({"a", "e"} & persons) != 1 for persons in days.values())


def test_a_fixed_day_is_kept_and_told_of_where_it_cannot_be() -> None:
    monday = Rule("fixed", {"person": "a", "position": "lead", "weekday": 0})
    made = problem(days=8, rules=(REST, monday))
    stands = solve(made, seconds=2, steady=True).stands
    assert {Stand(JUNE, "lead", "a"), Stand(JUNE + timedelta(days=7), "lead", "a")} <= set(stands)
    busy = replace(made, stands=(Stand(JUNE - timedelta(days=1), "lead", "a"),))
    answer = solve(busy, seconds=2, steady=True)
    assert answer.value >= MISSED and "应由A带班，没有排上：5月31日已值班" in answer.gaps[-1]


def test_what_was_put_by_hand_stays_and_what_breaks_a_rule_is_let_go() -> None:
    tuesday = JUNE + timedelta(days=1)
    made = problem(days=4, rules=(REST,), fixed=(Stand(JUNE, "lead", "b"), Stand(tuesday, "lead", "b")))
    answer = solve(made, seconds=2, steady=True)
    assert Stand(JUNE, "lead", "b") in answer.stands and Stand(tuesday, "lead", "b") not in answer.stands
    assert "6月2日带班B：6月1日已值班" in answer.let_go[0].text


def test_leaders_and_drivers_are_solved_apart_and_those_who_share_persons_together() -> None:
    assert len(apart(problem(lead="abc", duty="def"))) == 2
    assert len(apart(problem(lead="abc", duty="cde"))) == 1
    pair = Rule("together", {"person": "a", "other": "d"}, False)
    assert len(apart(problem(lead="abc", duty="def", rules=(pair,)))) == 1


def test_days_ask_for_more_by_date_weekday_and_market_day() -> None:
    usual = Rule("needs", {"position": "lead", "count": 1})
    weekends = Rule("needs", {"position": "lead", "day_kind": "weekend", "count": 2})
    flood = Rule("extra", {"position": "lead", "count": 1, "since": "2026-06-01", "until": "2026-09-15"})
    market = Rule("extra", {"position": "duty", "count": 1, "digits": "50"})
    friday = Rule("extra", {"position": "duty", "count": 1, "weekday": "4"})
    rules = (usual, weekends, flood, market, friday)
    assert needed(rules, date(2026, 5, 29), "workday", "lead") == 1
    assert needed(rules, date(2026, 5, 30), "weekend", "lead") == 2
    assert needed(rules, JUNE, "workday", "lead") == 2
    assert [needed(rules, date(2026, 6, day), "workday", "duty") for day in (4, 5, 10, 12)] == [0, 2, 1, 1]


def test_the_fairest_to_call_is_who_has_done_least_and_can() -> None:
    made = problem(
        days=1,
        lead="abcd",
        rules=(REST, FAIR),
        earlier={("lead", letter, "workday"): n for letter, n in zip("abcd", (3, 0, 9, 1), strict=True)},
        leaves={"b": ((Span(JUNE, JUNE), "病假"),)},
    )
    called = fairest(made, "lead", JUNE, [])
    assert [one.person for one in called] == ["d", "a", "c", "b"]
    assert called[0].over < 0 < called[2].over and called[3].against == "请假（病假）"


def test_the_verdict_is_in_plain_words() -> None:
    assert (
        verdict(0, 0, 148, 2.6, optimal=True)
        == "偏离均衡和意愿0分（0分最好），已证明不能更少；求解用时3秒。按次序轮排是148分。"
    )
    assert "最少也有25分" in verdict(30, 25, 30_000, 30, optimal=False)
    assert "按次序轮排会有人次排不上" in verdict(30, 25, 30_000, 30, optimal=False)
    assert verdict(2 * SHORT + 5, 0, None, None, optimal=False).startswith("有2人次没有排上")
