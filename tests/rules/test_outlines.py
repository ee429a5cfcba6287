"""Outlines as lines on the ground, files of them, and places as people paste them: no database."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.coordinates import bd_to_wgs, wgs_to_bd, wgs_to_gcj
from bihuan.core.mapapps import map_links
from bihuan.maps import rules
from bihuan.maps.reading import ALL_CORNERS_MAX, AREAS_MAX, Unreadable, matched, read
from bihuan.units.pasted import NOT_READ, SHORT, Pasted, read_place, why_not_read
from tests.maps.deeds import BOW, HERE, both_villages, feature, file_of, square


def said(content: bytes, **more: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content, more.pop("datum", "wgs84"), **more)
    return str(refused.value)


def test_a_file_is_read_and_its_areas_find_their_cells() -> None:
    areas = read(both_villages(), "wgs84")
    assert [one.name for one in areas] == ["石桥村", "柳林村委会"] and not any(one.problem for one in areas)
    cells = [("a", "石桥村", ""), ("b", "柳林村", "110101001202"), ("c", "东片办事处", "")]
    assert matched(areas, cells) == ["a", "b"]
    by_code = read(file_of(feature("", square(), XZQDM=110101001202)), "wgs84")
    assert matched(by_code, cells) == ["b"]
    assert matched(areas, [*cells, ("d", "石桥村", "")]) == ["", "b"]  # two of the name: nobody guesses


def test_a_shifted_file_comes_back_to_where_it_lies() -> None:
    for datum, shift in (("gcj02", wgs_to_gcj), ("bd09", wgs_to_bd)):
        ring = [[shift(y, x)[1], shift(y, x)[0]] for x, y in square()]
        (area,) = read(file_of(feature("石桥村", ring)), datum)
        found = area.outline[0][0][:-1]
        assert all(
            abs(x - a) < 2e-6 and abs(y - b) < 2e-6 for (x, y), (a, b) in zip(found, square(), strict=True)
        )


METRES = [[500_123.4, 3_842_000.1], [501_000.0, 3_842_000.0], [501_000.0, 3_843_000.0]]
ABROAD = [[2.29, 48.85], [2.30, 48.85], [2.30, 48.86]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是JSON"),
        ("这不是文件".encode("gb18030"), "不是JSON"),
        (b"PK\x03\x04rest", "压缩包"),
        (b"[" * 200_000, "层次太深"),
        (b'{"type":"FeatureCollection","features":[{"x":' + b"[" * 5_000, "不是"),
        (b"[1, 2]", "最外层"),
        (b'{"type": "Topology"}', "最外层"),
        (b'{"type": "FeatureCollection"}', "没有features"),
        (file_of(), "没有一个图形"),
        (file_of(feature("村", METRES)), "以米为单位"),
        (file_of(feature("村", [[y, x] for x, y in square()])), "颠倒"),
        (file_of(feature("村", ABROAD)), "不在国内"),
        (file_of(feature("村", square()), crs={"properties": {"name": "EPSG:4547"}}), "投影坐标"),
        (file_of(feature("村", [["116.1", 34.7], [116.2, 34.7], [116.2, 34.8]])), "不是数字"),  # type: ignore[list-item]
        (file_of(feature("村", [[True, 34.7], [116.2, 34.7], [116.2, 34.8]])), "不是数字"),
        (file_of(feature("村", square())).replace(b"116.074", b"1e999"), "不像坐标"),
        (file_of(feature("村", square())).replace(b"116.074", b"1" * 400), "不像坐标"),
        (file_of(feature("村", square())).replace(b"116.074", b"NaN"), "不是JSON"),
        (b" " * (5 * 1024 * 1024 + 1), "超过5MB"),
        (file_of(*[feature("村", square())] * (AREAS_MAX + 1)), "一次最多500个"),
        (file_of(feature("村", square() * (ALL_CORNERS_MAX // 4 + 1))), "个顶点"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    assert words in said(content)


def test_latitude_first_is_read_when_it_is_said() -> None:
    turned = file_of(feature("村", [[y, x] for x, y in square()]))
    assert "勾选“纬度在前”" in said(turned)
    (area,) = read(turned, "wgs84", swapped=True)
    assert area.outline[0][0][0] == square()[0]
    assert "去掉" in said(file_of(feature("村", square())), swapped=True)


def test_what_is_no_area_is_named_beside_those_that_are() -> None:
    point = {
        "type": "Feature",
        "properties": {"name": "村部"},
        "geometry": {"type": "Point", "coordinates": [116, 34]},
    }
    none = {"type": "Feature", "properties": None, "geometry": None}
    thin = feature("细线", [[116.07, 34.7], [116.08, 34.7], [116.07, 34.7]])
    areas = read(file_of(feature("石桥村", square()), point, none, thin, feature("结", BOW)), "wgs84")
    assert [bool(one.problem) for one in areas] == [False, True, True, True, True]
    assert "自相交" in areas[4].problem and "东经116.08000，北纬34.71000" in areas[4].problem
    assert [one.mendable for one in areas] == [False, False, False, False, True]


def test_a_crossing_outline_is_mended_to_what_it_encloses() -> None:
    found = rules.mended([[[*BOW, BOW[0]]]])
    assert not rules.why_crossing(found) and len(found) == 2  # both wings of the bow
    assert rules.why_no_ring(BOW).startswith("边线自相交") and "移动或删去" in rules.why_no_ring(BOW)
    assert "至少要三个角" in rules.why_no_ring([[116.0, 34.0], [116.1, 34.0], [116.0, 34.0]])
    assert rules.why_no_ring(square()) == ""


def test_a_knot_is_not_given_to_the_mender_and_a_name_is_one_that_a_database_keeps() -> None:
    """A thousand lines to and fro would keep the mender at work for minutes."""
    knot = [[116.0 + (at % 2) / 10, 34.7 + (at * 7 % 200) / 2000] for at in range(200)]
    content = json.dumps(
        {"type": "FeatureCollection", "features": [feature("石\0桥\ud800村", knot)]}
    ).encode()
    (area,) = read(content, "wgs84")
    assert (area.name, area.mendable, area.outline) == ("石桥村", False, ()) and "太多" in area.problem
    assert not rules.why_tangled([[[*BOW, BOW[0]]]])


def test_drawing_anew_leaves_other_parts_and_holes() -> None:
    big, hole, far = square(half=0.02), square(half=0.002), square(HERE[0], HERE[1] + 0.2)
    known = [[[*big, big[0]], [*hole, hole[0]]], [[*far, far[0]]]]
    found = rules.redrawn(known, square(half=0.03))
    assert sorted(len(part) for part in found) == [1, 2] and not rules.why_crossing(found)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(116, 117), st.floats(34, 35)), min_size=3, max_size=12, unique=True))
def test_mending_always_ends_in_an_outline_or_in_nothing(ring: list[tuple[float, float]]) -> None:
    found = rules.mended([[[*ring, ring[0]]]])
    assert not found or rules.why_crossing(found) == ""
    if found:
        light = rules.lightened(found)
        box, small = rules.bounds(found), rules.bounds(light)
        assert abs(box.west - small.west) < 0.001 and abs(box.north - small.north) < 0.001


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("34.7112, 116.0897", Pasted(34.7112, 116.0897)),
        ("116.0897，34.7112", Pasted(34.7112, 116.0897)),
        ("北纬34.7112 东经", None),
        ("geo:34.7,116.08?q=34.7,116.08", Pasted(34.7, 116.08, "wgs84")),
        ("https://uri.amap.com/marker?position=116.08,34.7&name=店", Pasted(34.7, 116.08, "gcj02")),
        ("https://ditu.amap.com/regeo?lng=116.08&lat=34.7&name=x", Pasted(34.7, 116.08, "gcj02")),
        (
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:34.7,116.08;title:店",
            Pasted(34.7, 116.08, "gcj02"),
        ),
        ("http://api.map.baidu.com/marker?location=34.7,116.08&output=html", Pasted(34.7, 116.08, "bd09")),
        (
            "http://api.map.baidu.com/marker?location=34.7,116.08&coord_type=gcj02",
            Pasted(34.7, 116.08, "gcj02"),
        ),
        ("https://surl.amap.com/abc123", None),
        ("12, 13", None),
        ("", None),
    ],
)
def test_a_place_is_read_off_what_is_pasted(text: str, found: Pasted | None) -> None:
    assert read_place(text) == found


def test_what_cannot_be_read_says_why() -> None:
    assert why_not_read("https://surl.amap.com/abc") == SHORT and why_not_read("石桥村东头") == NOT_READ


def test_each_map_app_is_given_the_point_as_it_draws_it() -> None:
    links = dict(map_links(*HERE, "永安烟花店"))
    assert {name: read_place(at) for name, at in links.items()}["高德"] == Pasted(
        *(round(one, 6) for one in wgs_to_gcj(*HERE)), "gcj02"
    )
    baidu = read_place(links["百度"])
    assert baidu is not None and baidu.datum == "bd09"
    back = bd_to_wgs(baidu.latitude, baidu.longitude)
    assert abs(back[0] - HERE[0]) < 2e-6 and abs(back[1] - HERE[1]) < 2e-6
    assert json.dumps(links, ensure_ascii=False).count("永安") == 0  # names are quoted
