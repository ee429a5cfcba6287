"""Rules and search of routes: pure, in a moment."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.mapapps import map_links
from bihuan.routing.rules import (
    USUAL_STAYS,
    Crew,
    Pin,
    Problem,
    Site,
    Stay,
    by_insertion,
    check_days,
    driven,
    minute_of,
    moved,
    stay_of,
    timetable,
    why_never,
)
from bihuan.routing.sketch import sketch
from bihuan.routing.solving import solve
from tests.routing.listed import in_list_order

MONDAY = date(2026, 6, 8)
CREWS = (Crew("a", "第1组", 35.40, 116.58), Crew("b", "第2组", 35.45, 116.62))


def site(key: str, north: float, east: float, minutes: int = 30, **more: object) -> Site:
    given = {"opens": 8 * 60, "closes": 18 * 60} | more
    return Site(key, f"{key}店", north, east, minutes, **given)  # type: ignore[arg-type]


def problem(*sites: Site, crews: tuple[Crew, ...] = CREWS, days: int = 2, **more: object) -> Problem:
    span = tuple(MONDAY + timedelta(days=at) for at in range(days))
    return Problem(sites, crews, span, **more)  # type: ignore[arg-type]


def test_a_stay_is_that_of_the_nearest_category_and_the_towns_own_comes_first() -> None:
    assert stay_of("trade.catering", {}) == USUAL_STAYS["trade.catering"]
    assert stay_of("trade.wood", {}) == USUAL_STAYS["trade"]
    assert stay_of("school.kindergarten", {"school": [45, 480, 900]}) == Stay(45, 480, 900)
    assert minute_of("8:05") == 485 and minute_of("08：30") == 510
    assert minute_of("25:00") is minute_of("8点") is minute_of("8:75") is None


def test_the_clock_waits_for_doors_and_lunch_and_says_what_is_late() -> None:
    early = site("s", 35.40, 116.58, minutes=60, opens=10 * 60)
    made = problem(early, site("t", 35.40, 116.58, minutes=90))
    told = timetable(made, "a", MONDAY, ["s", "t"])
    assert [one.arrives for one in told.calls] == [10 * 60, 13 * 60]  # no visit over lunch
    assert not told.faults and told.back == 14 * 60 + 30
    shut = problem(site("s", 35.40, 116.58, minutes=60, opens=6 * 60, closes=9 * 60))
    assert "9:00" in timetable(shut, "a", MONDAY, ["s"]).faults[0]


def test_a_place_that_nobody_can_reach_is_named_with_the_reason() -> None:
    night = site("n", 35.40, 116.58, opens=19 * 60, closes=22 * 60)
    far = site("f", 39.0, 116.58)
    later = site("l", 35.40, 116.58, since=MONDAY + timedelta(days=9))
    long = site("o", 35.40, 116.58, minutes=300)  # longer than the morning, longer than the afternoon
    near = site("g", 35.41, 116.59)
    made = problem(night, far, later, near)
    assert (
        "对不上" in why_never(made, night)
        and "太远" in why_never(made, far)
        and "到期" in why_never(made, later)
    )
    assert "午休12:00至13:00对不上（停留300分钟）" in why_never(problem(long), long)
    answer = solve(made, seconds=3, solutions=5)
    assert set(answer.left) == {"n", "f", "l"} and answer.left["n"] == why_never(made, night)
    assert sum(map(len, answer.routes.values())) == 1


def test_more_than_the_days_hold_is_left_out_and_said() -> None:
    sites = tuple(site(f"s{at}", 35.40, 116.58 + at / 1000, minutes=240) for at in range(5))
    answer = solve(problem(*sites, crews=CREWS[:1]), seconds=3, solutions=5)
    assert len(answer.left) == 3 and set(answer.left.values()) == {"各组各天的时间都排满了"}


def test_what_was_put_by_hand_is_held_in_its_turn() -> None:
    sites = [site(f"s{at}", 35.40 + at / 500, 116.58 + at / 500) for at in range(6)]
    pins = (Pin("s5", "b", MONDAY, 1), Pin("s0", "b", MONDAY, 2))
    answer = solve(problem(*sites, pins=pins), seconds=3, solutions=30)
    route = answer.routes["b", MONDAY]
    assert route.index("s5") < route.index("s0") and not answer.left and not answer.let_go


def test_a_pin_that_cannot_hold_is_let_go_and_said() -> None:
    shut = site("s", 35.40, 116.58, since=MONDAY + timedelta(days=1))
    answer = solve(problem(shut, pins=(Pin("s", "a", MONDAY, 1),)), seconds=3, solutions=5)
    assert "已放开" in answer.let_go[0] and "s" in answer.left


def test_whoever_is_told_can_end_the_search() -> None:
    def stop(_gone: float) -> None:
        raise KeyboardInterrupt

    sites = [site(f"s{at}", 35.3 + at % 9 / 50, 116.5 + at % 7 / 50) for at in range(60)]
    with pytest.raises(KeyboardInterrupt):
        solve(problem(*sites), seconds=15, tell=stop)


@st.composite
def towns(draw: st.DrawFn) -> Problem:
    spots = st.tuples(st.integers(-40, 40), st.integers(-40, 40))
    sites = []
    for at, (north, east) in enumerate(draw(st.lists(spots, min_size=1, max_size=9))):
        opens = draw(st.sampled_from((6, 8, 10, 14))) * 60
        minutes = draw(st.sampled_from((25, 60, 120)))
        since = MONDAY + timedelta(days=1) if draw(st.booleans()) and at % 3 == 0 else None
        until = MONDAY if draw(st.booleans()) and at % 3 == 1 else None
        there = (35.4 + north / 400, 116.58 + east / 400)
        sites.append(
            site(f"s{at}", *there, minutes, opens=opens, closes=opens + 300, since=since, until=until)
        )
    pins = (Pin("s0", "a", MONDAY, 1),) if draw(st.booleans()) else ()
    return problem(*sites, pins=pins)


@settings(max_examples=12, deadline=None)
@given(towns())
def test_every_site_stands_once_or_is_left_out_and_no_route_breaks_the_clock(made: Problem) -> None:
    answer = solve(made, seconds=1, solutions=5)
    visited = [key for sites in answer.routes.values() for key in sites]
    assert sorted([*visited, *answer.left]) == sorted(made.site)
    for (crew, day), sites in answer.routes.items():
        assert not timetable(made, crew, day, sites).faults
        assert all(day in made.days_of(made.site[key]) for key in sites)
    assert all(answer.left.values())
    for plain in (by_insertion(made, made.sites), in_list_order(made)):
        assert not any(timetable(made, *slot, sites).faults for slot, sites in plain.items())


def test_the_solver_drives_less_than_the_list() -> None:
    sites = [site(f"s{at}", 35.3 + at * 7 % 20 / 100, 116.5 + at * 3 % 20 / 100, 25) for at in range(30)]
    made = problem(*sites)
    answer = solve(made, seconds=10, solutions=60)
    assert not answer.left and answer.metres < 0.8 * driven(made, in_list_order(made))


def test_days_are_checked() -> None:
    on = MONDAY
    assert "已经过去" in check_days(on - timedelta(days=1), on, on)["from_on"]
    assert "不能早于" in check_days(on, on - timedelta(days=1), on - timedelta(days=9))["to_on"]
    assert check_days(on, on + timedelta(days=40), on)["to_on"]
    assert check_days(None, on, on) and check_days(on, None, on) and not check_days(on, on, on)


def test_a_stop_is_put_into_its_turn() -> None:
    assert moved(["a", "b", "c"], "c", 1) == ["c", "a", "b"]
    assert moved(["a", "b"], "x", 9) == ["a", "b", "x"] and moved([], "x", 0) == ["x"]


def test_each_map_is_given_its_own_coordinates() -> None:
    links = dict(map_links(39.915, 116.404, "永安&店"))
    assert "position=116.410244%2C39.916404" in links["高德"] and "coordinate=gaode" in links["高德"]
    assert "location=39.922700%2C116.416627" in links["百度"] and "bd09ll" in links["百度"]
    assert "39.916404%2C116.410244" in links["腾讯"]
    assert links["本机地图"].startswith("geo:39.915000,116.404000?q=")
    assert "&店" not in "".join(links.values())


def test_the_sketch_is_true_to_scale_and_stays_in_its_frame() -> None:
    drawn = sketch((35.40, 116.58), "镇政府", [(35.41, 116.60, "甲"), (35.38, 116.57, "乙")])
    assert drawn and [dot.turn for dot in drawn.dots] == ["1", "2"]
    assert all(0 < dot.x < 640 and 0 < dot.y < 360 for dot in (drawn.start, *drawn.dots))
    assert drawn.dots[0].y < drawn.start.y < drawn.dots[1].y  # north above
    assert sketch((35.4, 116.5), "镇政府", []) is None
