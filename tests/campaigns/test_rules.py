"""Who is assigned what, and what a plan lacks: as tables and properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.campaigns.rules import (
    Crew,
    Place,
    Progress,
    Stage,
    assign,
    check_nest,
    check_stages,
    overlapping,
    stage_of,
    unwatched,
    weight,
)
from bihuan.campaigns.templating import TEMPLATES

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
TEAMS = (
    Crew("工", ("trade", "market")),
    Crew("木", ("trade.wood",)),
    Crew("学", ("school",)),
    Crew("学二", ("school",)),
)


def test_by_trade_who_watches_most_precisely_takes_it_and_the_least_busy_of_several() -> None:
    asked = [
        ("1", "trade.food"),
        ("2", "trade.wood"),
        ("3", "school"),
        ("4", "school.kindergarten"),
        ("5", "mine"),
    ]
    places = [Place(key, "0001", category) for key, category in asked]
    assert assign(places, TEAMS, "trade") == {
        "1": "工",
        "2": "木",
        "3": "学",
        "4": "学二",
    }  # a mine has no team
    assert assign(places, TEAMS, "trade", {"学": 9})["3"] == "学二"
    assert assign(places, (), "trade") == {}


def test_by_grid_a_village_stays_whole() -> None:
    places = [
        Place(f"{village}{at}", f"00010001000{village}", "shop")
        for village in range(1, 6)
        for at in range(village)
    ]
    found = assign(places, TEAMS[:2], "grid")
    for village in range(1, 6):
        assert len({found[f"{village}{at}"] for at in range(village)}) == 1
    loads = sorted(sum(team == crew.id for team in found.values()) for crew in TEAMS[:2])
    assert loads == [7, 8]


_places = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(("shop", "school", "mine", "trade.wood"))), max_size=60
).map(lambda some: [Place(at, f"00010001{village:04d}", kind) for at, (village, kind) in enumerate(some)])


@settings(max_examples=60)
@given(_places, st.integers(1, 5), st.sampled_from(("grid", "load")))
def test_nobody_is_left_out_and_the_same_is_given_the_same_answer(
    places: list[Place], teams: int, mode: str
) -> None:
    crews = [Crew(number, ()) for number in range(teams)]
    found = assign(places, crews, mode)
    assert found.keys() == {one.id for one in places} and set(found.values()) <= set(range(teams))
    assert assign(list(reversed(places)), crews, mode) == found
    if mode == "load":
        loads = [sum(weight(one.category) for one in places if found[one.id] == crew.id) for crew in crews]
        assert max(loads) - min(loads) <= 4  # two of the heaviest


@settings(max_examples=40)
@given(st.sampled_from(sorted(TEMPLATES)), st.integers(0, 400))
def test_stages_are_laid_along_any_period_without_gap_or_overlap(kind: str, days: int) -> None:
    last = FIRST + timedelta(days=days)
    stages = TEMPLATES[kind].stages_for(FIRST, last)
    assert stages[0].begins_on == FIRST and stages[-1].ends_on == last
    assert check_stages(stages, FIRST, last) == ""
    assert all(stage_of(one.as_kept()) == one for one in stages)
    for before, after in pairwise(stages):
        assert after.begins_on == before.ends_on + timedelta(days=1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([("甲", FIRST, None)], "“甲”的起止日期没有填全。"),
        ([("甲", LAST, FIRST)], "“甲”的结束日期早于开始日期。"),
        ([("甲", FIRST, LAST + timedelta(days=1))], "“甲”不在行动的起止日期以内。"),
        ([("甲", FIRST, LAST), ("乙", LAST, LAST)], "“乙”的开始日期应晚于“甲”的结束日期。"),
        ([("甲", FIRST, FIRST), ("乙", LAST, LAST)], ""),
    ],
)
def test_what_is_wrong_with_stages(stages: list[tuple[str, date, date | None]], said: str) -> None:
    assert check_stages([Stage(*one) for one in stages], FIRST, LAST) == said


def test_drives_nest_once_and_within_their_days() -> None:
    own, wide = (FIRST, LAST), (FIRST, LAST + timedelta(days=9))
    assert check_nest(None, own, parent_nested=False, has_nested=True) == ""
    assert check_nest(wide, own, parent_nested=False, has_nested=False) == ""
    assert "只能套一层" in check_nest(wide, own, parent_nested=True, has_nested=False)
    assert "只能套一层" in check_nest(wide, own, parent_nested=False, has_nested=True)
    assert "以内" in check_nest(own, wide, parent_nested=False, has_nested=False)


def test_who_sits_on_two_teams_at_once() -> None:
    seats = [
        ("周", "甲", FIRST, None),
        ("周", "乙", FIRST, LAST),
        ("周", "丙", FIRST - timedelta(days=9), FIRST),  # until, not on
        ("陈", "甲", FIRST, LAST),
        ("陈", "乙", LAST, None),
    ]
    assert overlapping(seats) == {"周": {"甲", "乙"}}


def test_a_category_above_a_watched_one_is_still_open() -> None:
    assert unwatched(("trade", "trade.wood", "school.kindergarten"), ("trade.wood", "school")) == ["trade"]


def test_all_is_only_said_of_all() -> None:
    assert (Progress(1000, 999, 1).left, Progress(1000, 999, 1).rate, Progress().rate) == (0, 99, None)
