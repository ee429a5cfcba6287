"""Which units may be one, what of two is kept, where places lie: pure rules by tables and properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.units.geometry import Point, check_position, distance_km, to_gcj02, to_wgs84
from bihuan.units.likeness import GROUP_MAX, Known, Register, compare, fuller, taken
from bihuan.units.rules import check_phone, usual_until

CODE, OTHER = "91350100M000100Y43", "91110000600037341L"
words = st.text(alphabet="永安木业有限公司石桥村北头号", max_size=10)
known = st.builds(
    Known, st.uuids(), words, words, st.sampled_from(["", CODE, OTHER]), st.sampled_from(["", "13800000001"])
)


EAST, WEST = "000100010001", "000100010002"
NOT_TOLD = "，有一家没有地址"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # One code, whatever stands on the signboard.
        (
            Known(1, "永安木业有限公司", uscc=CODE),
            Known(2, "东岭永安板材厂", uscc=CODE),
            "统一社会信用代码相同",
        ),
        (
            Known(1, "永安木业", "石桥村北头", CODE),
            Known(2, "永安木业东厂", "石桥村北头1号", CODE),
            "统一社会信用代码相同",
        ),
        # One phone.
        (Known(1, "永安烟花店", phone="1"), Known(2, "永安烟花爆竹店", phone="1"), "电话相同，名称相近"),
        (
            Known(1, "老王饭店", "东街", phone="1"),
            Known(2, "老王家饭庄", "西街", phone="1"),
            "电话相同，名称相近",
        ),
        # One address, written by two.
        (
            Known(1, "永安烟花店", "石桥村北头"),
            Known(2, "永安烟花爆竹店", "石桥村北头1号"),
            "名称相近、地址相近",
        ),
        (
            Known(1, "鲁兴机械厂", "工业路8号"),
            Known(2, "鲁兴机械制造有限公司", "工业路8号"),
            "名称相近、地址相同",
        ),
        (
            Known(1, "中国石化东岭加油站", "国道206西侧"),
            Known(2, "中石化东岭加油站", "国道206西侧"),
            "名称相近、地址相同",
        ),
        (
            Known(1, "石桥小学", "石桥村", cell=EAST),
            Known(2, "东岭镇石桥小学", "石桥村", cell=EAST),
            "名称相近、地址相同",
        ),
        # The same name, in full and in short, and an address that one has not got.
        (Known(1, "永安木业有限公司"), Known(2, "永安木业"), "名称相同"),
        (
            Known(1, "永安木业有限责任公司", "工业路8号"),
            Known(2, "永安木业（个体工商户）"),
            f"名称相同{NOT_TOLD}",
        ),
        (Known(1, "丰瑞包装（原宏达纸箱厂）", "村北"), Known(2, "丰瑞包装"), f"名称相同{NOT_TOLD}"),
        (Known(1, "永安　烟花店", "村北"), Known(2, "永安·烟花店"), f"名称相同{NOT_TOLD}"),
        (Known(1, "东岭镇石桥村永安烟花店", "村北"), Known(2, "永安烟花店"), f"名称相近{NOT_TOLD}"),
        (Known(1, "ＡＢＣ幼儿园", "村北"), Known(2, "ABC幼儿园"), f"名称相同{NOT_TOLD}"),
        (Known(1, "大润发超市（东岭店）", "府前街1号"), Known(2, "大润发超市"), f"名称相同{NOT_TOLD}"),
        (Known(1, "永安烟花店", cell=EAST), Known(2, "永安烟花店", cell=EAST + "0001"), "名称相同"),
    ],
)
def test_these_may_be_one(one: Known, other: Known, why: str) -> None:
    pair = compare(one, other)
    assert pair and pair.why == why and not pair.is_site


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Known(1, "永安木业", uscc=CODE), Known(2, "永安木业", uscc=OTHER)),
        (Known(1, "王记饭店", "石桥村主街8号"), Known(2, "李家五金店", "石桥村主街8号")),
        (Known(1, "永安木业", "石桥村北头"), Known(2, "永安木业", "柳林村工业路77号")),
        (Known(1, "石桥小学"), Known(2, "石桥村卫生室")),
        (Known(1, "第一小学", "中心街"), Known(2, "第二小学", "中心街")),
        (Known(1, "永安一店", phone="1"), Known(2, "永安二店", phone="1")),
        (Known(1, "石桥小学（东校区）", "石桥村"), Known(2, "石桥小学（西校区）", "石桥村")),
        (Known(1, "蜜雪冰城（府前街店）"), Known(2, "蜜雪冰城（车站店）")),
        (Known(1, "老张理发店", "东街1号"), Known(2, "老张理发店", "东街21号")),
        (Known(1, "便民超市", "村北头", cell=EAST), Known(2, "便民超市", "村北头", cell=WEST)),
        (Known(1, "便民超市", cell=EAST), Known(2, "便民超市", cell=WEST)),
        (Known(1, "石桥小学"), Known(2, "石桥小学附属幼儿园")),
        (Known(1, "王记饭店", "中心市场"), Known(2, "李记饭店", "中心市场")),
        (Known(1, "石桥王家超市", "村北"), Known(2, "石桥李家超市", "村北")),
        (Known(1, "东岭加油站"), Known(2, "西岭加油站")),
        (Known(1, "王家超市", "村北"), Known(2, "李家超市", "村南")),
    ],
)
def test_these_are_two(one: Known, other: Known) -> None:
    """Two codes; two shops in one house; one name in two villages; what is numbered or says otherwise; what only begins alike."""
    assert compare(one, other) is None


def test_one_code_at_another_place_is_asked_about_and_is_no_double() -> None:
    one, other = Known(1, "永安一店", "东街1号", CODE), Known(2, "永安二店", "工业园区8号", CODE)
    pair = compare(one, other)
    assert pair and pair.is_site and not pair.is_sure
    assert Register([one, other]).pairs() == []
    assert Register([one]).most_like(other) == pair


@pytest.mark.parametrize(
    ("row", "is_sure"),
    [
        (Known(0, "永安烟花店", "石桥村北头", cell=EAST), True),
        (Known(0, "永安烟花店"), True),
        (Known(0, "永安鞭炮店", "石桥村北头", CODE), True),
        (Known(0, "永安烟花", "石桥村北头"), False),
        (Known(0, "永安烟花店", "石桥村北头路东"), False),
    ],
)
def test_what_a_row_of_a_table_means_is_sure_or_asked(row: Known, is_sure: bool) -> None:
    there = [
        Known(1, "永安烟花爆竹店", "石桥村北头", cell=EAST),
        Known(2, "永安烟花店", "石桥村北头", CODE, cell=EAST),
    ]
    pair = Register(there).most_like(row)
    assert pair and (pair.one.id, pair.is_sure) == (2, is_sure)


@given(known, known)
def test_comparing_is_symmetric_and_between_nought_and_one(one: Known, other: Known) -> None:
    there, back = compare(one, other), compare(other, one)
    assert (there is None) == (back is None)
    assert there is None or back is None or (there.score == back.score and 0 < there.score <= 1)


@given(st.lists(known, max_size=12, unique_by=lambda one: one.id))
def test_no_pair_is_named_twice_and_the_surest_stand_first(units: list[Known]) -> None:
    pairs = Register(units).pairs()
    assert len({frozenset((pair.one.id, pair.other.id)) for pair in pairs}) == len(pairs)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)


def test_a_markets_address_makes_no_pairs_of_all_its_stalls() -> None:
    stalls = [
        Known(number, f"{chr(0x4E00 + number * 7)}{chr(0x5E00 + number * 7)}副食摊位", "中心市场")
        for number in range(GROUP_MAX + 1)
    ]
    assert Register(stalls).pairs() == []


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
    assert "从哪里" in check_position(34.5, 116.2, "mars")


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
