"""The reward's table, the terms, what is wrong with what somebody tells: values in, values out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.tipoffs.rules import (
    GENERAL,
    GRAVE,
    HIDDEN,
    MOST_YUAN,
    Ground,
    Identity,
    Terms,
    is_late,
    presses,
    reckoned,
    reward_yuan,
    wrong_ground,
    wrong_identity,
    wrong_place,
    wrong_terms,
)

DAY = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("ground", "yuan"),
    [
        (Ground(GRAVE), 3_000),
        (Ground(GRAVE, fine_yuan=19_999), 3_000),
        (Ground(GRAVE, fine_yuan=20_000), 3_000),
        (Ground(GRAVE, fine_yuan=100_000), 15_000),
        (Ground(GRAVE, fine_yuan=2_000_000), 300_000),
        (Ground(GRAVE, fine_yuan=10_000_000), 300_000),
        (Ground(HIDDEN, dead=1, grade="ordinary"), 30_000),
        (Ground(HIDDEN, dead=3, grade="large"), 120_000),
        (Ground(HIDDEN, dead=5, grade="major"), 250_000),
        (Ground(HIDDEN, dead=30, grade="grave"), 300_000),
        (Ground(GENERAL, general_yuan=300), 300),
        (Ground(GENERAL, general_yuan=300, insider=True), 360),
        (Ground(GRAVE, fine_yuan=2_000_000, insider=True), 300_000),
    ],
)
def test_a_reward_is_what_the_method_gives(ground: Ground, yuan: int) -> None:
    assert reward_yuan(ground, Terms(insider_percent=20)) == yuan
    assert f"计{yuan}元" in reckoned(ground, yuan)


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_a_reward_for_what_is_grave_stays_within_its_bounds(fine: int, percent: int) -> None:
    plain = reward_yuan(Ground(GRAVE, fine_yuan=fine), Terms(insider_percent=percent))
    more = reward_yuan(Ground(GRAVE, fine_yuan=fine, insider=True), Terms(insider_percent=percent))
    assert 3_000 <= plain <= more <= MOST_YUAN


@pytest.mark.parametrize(
    ("ground", "fields"),
    [
        (Ground(""), {"kind"}),
        (Ground(GRAVE, fine_yuan=-1), {"fine_yuan"}),
        (Ground(HIDDEN), {"dead", "grade"}),
        (Ground(HIDDEN, dead=1, grade="ordinary"), set()),
        (Ground(GENERAL, general_yuan=99), {"general_yuan"}),
        (Ground(GENERAL, general_yuan=501), {"general_yuan"}),
        (Ground(GENERAL, general_yuan=100), set()),
    ],
)
def test_what_a_reward_rests_on_is_asked_for(ground: Ground, fields: set[str]) -> None:
    assert set(wrong_ground(ground, Terms())) == fields


def test_a_town_may_be_quicker_and_never_slower() -> None:
    assert wrong_terms(Terms()) == {} == wrong_terms(Terms(accept_days=1, check_days=1, answer_days=1))
    assert set(wrong_terms(Terms(accept_days=16, check_days=61, answer_days=16))) == {
        "accept_days",
        "check_days",
        "answer_days",
    }
    assert set(wrong_terms(Terms(general_min_yuan=600))) == {"general_max_yuan"}
    assert set(wrong_terms(Terms(insider_percent=101))) == {"insider_percent"}


def test_the_last_day_of_a_term_is_in_time() -> None:
    assert not is_late(DAY, None, DAY) and is_late(DAY, None, DAY + timedelta(days=1))
    assert not is_late(DAY, DAY, DAY + timedelta(days=9)) and not is_late(None, None, DAY)
    assert presses(DAY, DAY - timedelta(days=3)) and not presses(DAY, DAY - timedelta(days=4))


def test_who_tells_a_name_can_be_reached() -> None:
    assert not Identity() and Identity(account="6228")
    assert not Identity(name="张三").is_named and Identity(name="张三", phone="0537-2345678").is_named
    assert wrong_identity(Identity(name="张三", phone="+86 137 0000 1234")) == {}
    assert set(wrong_identity(Identity(phone="١٢٣٤٥٦٧٨"))) == {"phone"}


def test_a_position_lies_in_the_country_and_has_both_its_numbers() -> None:
    assert wrong_place(None, None) == "" == wrong_place(36.0, 117.0)
    assert wrong_place(36.0, None) and wrong_place(117.0, 36.0) and wrong_place(40.7, -74.0)
