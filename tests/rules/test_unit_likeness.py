"""Which units may be one, what of two is kept, where places lie: pure rules by tables and properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.units.geometry import Point, check_position, distance_km, to_gcj02, to_wgs84
from bihuan.units.likeness import GROUP_MAX, Known, candidates, compare, fuller, taken
from bihuan.units.rules import check_phone, usual_until

CODE, OTHER = "91350100M000100Y43", "91110000600037341L"
words = st.text(alphabet="永安木业有限公司石桥村北头号", max_size=10)
known = st.builds(
    Known, st.uuids(), words, words, st.sampled_from(["", CODE, OTHER]), st.sampled_from(["", "13800000001"])
)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            Known(1, "永安木业有限公司", uscc=CODE),
            Known(2, "东岭永安板材厂", uscc=CODE),
            "统一社会信用代码相同",
        ),
        (Known(1, "永安烟花店", phone="1"), Known(2, "永安烟花爆竹店", phone="1"), "电话相同，名称相近"),
        (Known(1, "永安烟花店", "石桥村北头"), Known(2, "永安烟花爆竹店", "石桥村北头1号"), "名称、地址相近"),
        (Known(1, "永安木业有限公司"), Known(2, "永安木业"), "名称相近，有一家没有地址"),
    ],
)
def test_these_may_be_one(one: Known, other: Known, why: str) -> None:
    pair = compare(one, other)
    assert pair and pair.why == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Known(1, "永安木业", uscc=CODE), Known(2, "永安木业", uscc=OTHER)),
        (Known(1, "永安一店", "东街1号", uscc=CODE), Known(2, "永安二店", "工业园区8号", uscc=CODE)),
        (Known(1, "王记饭店", "石桥村主街8号"), Known(2, "李家五金店", "石桥村主街8号")),
        (Known(1, "永安木业", "石桥村北头"), Known(2, "永安木业", "柳林村工业路77号")),
        (Known(1, "石桥小学"), Known(2, "石桥村卫生室")),
    ],
)
def test_these_are_two(one: Known, other: Known) -> None:
    """Two codes; another site of one code; two shops in one house; two of one name in two villages."""
    assert compare(one, other) is None


@given(known, known)
def test_comparing_is_symmetric_and_between_nought_and_one(one: Known, other: Known) -> None:
    there, back = compare(one, other), compare(other, one)
    assert (there is None) == (back is None)
    assert there is None or back is None or (there.score == back.score and 0 < there.score <= 1)


@given(st.lists(known, max_size=12, unique_by=lambda one: one.id))
def test_no_pair_is_named_twice_and_the_surest_stand_first(units: list[Known]) -> None:
    pairs = candidates(units)
    assert len({frozenset((pair.one.id, pair.other.id)) for pair in pairs}) == len(pairs)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)


def test_a_markets_address_makes_no_pairs_of_all_its_stalls() -> None:
    stalls = [
        Known(number, f"{chr(0x4E00 + number * 7)}记摊位", "中心市场") for number in range(GROUP_MAX + 1)
    ]
    assert candidates(stalls) == []


def test_the_fuller_is_offered_and_only_what_differs_is_taken() -> None:
    mine = {"name": "永安", "phone": "", "employees": 0, "details": {}}
    other = {"name": "永安店", "phone": "138", "employees": 5, "details": {"dust": True}}
    assert fuller(mine, other, tuple(mine)) == {
        "name": "kept",
        "phone": "gone",
        "employees": "kept",  # nought is said
        "details": "gone",
    }
    assert taken(mine, other | {"employees": 0}, dict.fromkeys(mine, "gone")) == {
        "name": "永安店",
        "phone": "138",
        "details": {"dust": True},
    }
    assert taken(mine, mine, dict.fromkeys(mine, "gone")) == {}


@given(st.floats(20, 50), st.floats(80, 130))
def test_a_pin_read_off_a_chinese_map_comes_back_to_where_it_is(north: float, east: float) -> None:
    true = Point(north, east)
    shown = to_gcj02(true)
    assert 0.01 < distance_km(true, shown) < 2
    assert distance_km(to_wgs84(shown, "gcj02"), true) < 0.0001
    assert to_wgs84(true, "wgs84") == true


def test_places_are_told_from_none() -> None:
    assert distance_km(Point(39.9, 116.4), Point(31.23, 121.47)) == pytest.approx(1068, abs=3)
    assert check_position(34.5, 116.2, "wgs84") == ""
    assert "填反" in check_position(116.2, 34.5, "wgs84")
    assert "不在国内" in check_position(48.8, 2.3, "wgs84")
    assert "从哪里" in check_position(34.5, 116.2, "bd09")


@pytest.mark.parametrize(
    ("kind", "issued", "until"),
    [
        ("insurance", date(2026, 6, 2), date(2027, 6, 1)),
        ("plan", date(2024, 2, 29), date(2027, 2, 27)),
        ("licence", date(2026, 6, 2), None),
        ("plan", None, None),
    ],
)
def test_how_long_a_thing_is_usually_good(kind: str, issued: date | None, until: date | None) -> None:
    assert usual_until(kind, issued) == until


@pytest.mark.parametrize(
    ("phone", "is_good"),
    [
        ("", True),
        ("13800000001", True),
        ("0537-2345678转8", True),
        ("119", True),
        ("打给老冯", False),
        ("12", False),
    ],
)
def test_a_phone_is_digits(phone: str, is_good: bool) -> None:
    assert (check_phone(phone) == "") is is_good
