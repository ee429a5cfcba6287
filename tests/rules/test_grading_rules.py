"""A unit's level by what is on record; how often, in which months and by whom it is visited."""

import itertools
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.grading.rules import LEVELS, USUAL_TIMES, Known, Load, balance, check_times, grade, months

MILL = Known("trade.wood", gravest=2)


@pytest.mark.parametrize(
    ("unit", "level", "score"),
    [
        (Known("shop"), "A", 10),
        (Known("shop", gravest=4), "A", 0),
        (Known("trade.wood"), "B", 25),
        (Known("fireworks"), "B", 40),
        (MILL, "B", 25),
        (replace(MILL, overdue=2), "C", 45),
        (replace(MILL, overdue=9), "C", 55),
        (replace(MILL, overdue=9, repeats=9), "D", 70),
        (replace(MILL, accepted=True), "A", 10),
        (replace(MILL, accepted=True, standard=True, gravest=4), "A", 0),
        (replace(MILL, copied=True, reviews_late=3), "C", 45),
        (replace(MILL, doubts=1), "B", 30),
        (replace(MILL, doubts=2), "B", 35),
        (replace(MILL, doubts=4), "B", 35),
        (replace(MILL, doubts=4, overdue=1), "C", 45),
        (replace(MILL, accidents=1), "B", 40),
        (replace(MILL, accidents=9), "C", 55),
        (replace(MILL, accidents=1, deadly=True), "D", 70),
    ],
)
def test_what_is_on_record_makes_the_level(unit: Known, level: str, score: int) -> None:
    found = grade(unit)
    assert (found.level, found.score) == (level, score)


def test_an_open_major_hazard_makes_it_d_however_well_all_else_is_kept() -> None:
    found = grade(replace(MILL, gravest=4, majors_open=1, accepted=True, standard=True))
    assert found.level == "D" and "重大隐患1条没有销号" in [one.says for one in found.reasons]


def test_a_doubt_is_said_as_what_is_still_asked_and_accuses_nobody() -> None:
    said = [one.says for one in grade(replace(MILL, doubts=2)).reasons]
    assert "近90天有2条自查存疑没有消除" in said
    assert not any(word in one for one in said for word in ("造假", "作假", "虚假", "弄虚"))


def test_every_reason_is_said() -> None:
    found = grade(Known("trade", 1, 1, 1, 1, 1, 1, True, True, True, accidents=1))
    assert len(found.reasons) == 10 and all(one.says for one in found.reasons)


def test_what_is_riskier_is_not_visited_less() -> None:
    assert check_times(USUAL_TIMES) == {}
    assert set(check_times({"D": 1, "C": 2, "B": 1, "A": 0})) == {"times_C"}
    assert set(check_times({"D": 5, "C": None, "B": 1, "A": 1})) == {"times_D", "times_C"}
    assert "times_D" in check_times(dict.fromkeys(LEVELS, 0))


@given(st.sampled_from([0, 1, 2, 3, 4, 6, 12]), st.integers(0, 500))
def test_visits_are_spread_evenly_over_the_months(times: int, place: int) -> None:
    found = months(times, place)
    assert len(set(found)) == times and all(1 <= one <= 12 for one in found)
    gaps = {second - first for first, second in itertools.pairwise(found)}
    assert gaps <= {12 // times} if times else not gaps


def _uuid(number: int) -> UUID:
    return UUID(int=number)


LOADS = st.lists(
    st.tuples(
        st.sampled_from(["000100010001", "000100010002", "000100020001", "", "0001000200020001"]),
        st.integers(1, 12),
    ),
    max_size=40,
).map(lambda rows: [Load(_uuid(at + 100), path, times) for at, (path, times) in enumerate(rows)])


@given(LOADS, st.integers(1, 4), st.randoms())
def test_every_unit_has_one_inspector_and_nobody_much_more_than_another(
    loads: list[Load], count: int, chance: object
) -> None:
    who = [_uuid(at) for at in range(count)]
    found = balance(loads, who)
    assert set(found) == {one.unit for one in loads} and set(found.values()) <= set(who)
    mixed = list(loads)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert balance(mixed, list(reversed(who))) == found
    held = [sum(one.times for one in loads if found[one.unit] == pk) for pk in who]
    fair = sum(held) / count
    assert max(held) - min(held) <= fair + 12 + 1e-9  # no more than the largest piece that is given whole


def test_who_goes_to_a_village_goes_to_all_its_units() -> None:
    loads = [Load(_uuid(at), f"00010001000{at % 2 + 1}", 2) for at in range(8)]
    found = balance(loads, [_uuid(100), _uuid(101)])
    assert len({found[one.unit] for one in loads if one.path.endswith("1")}) == 1
    assert len(set(found.values())) == 2
    assert balance(loads, []) == {}
