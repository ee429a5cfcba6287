"""WGS-84, GCJ-02 and BD-09: against points as the maps themselves show them, and there and back again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.coordinates import bd_to_gcj, bd_to_wgs, gcj_to_bd, gcj_to_wgs, wgs_to_bd, wgs_to_gcj
from bihuan.units.geometry import Point, distance_km

METRE = 0.001
# The pair that every implementation of the shift is tried with (a point in 北京), and one that lies in 上海.
KNOWN = [
    # WGS-84, GCJ-02, BD-09
    ((39.915, 116.404), (39.91640428150164, 116.41024449916938), (39.922699552216216, 116.41662724378733)),
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215), None),
]


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return distance_km(Point(*one), Point(*other)) * 1000


@pytest.mark.parametrize(("wgs", "gcj", "bd"), KNOWN)
def test_known_points_are_met_to_the_decimetre(wgs, gcj, bd):
    assert metres(wgs_to_gcj(*wgs), gcj) < 0.1
    assert metres(gcj_to_wgs(*gcj), wgs) < 0.1
    if bd:
        assert metres(gcj_to_bd(*gcj), bd) < 0.1
        assert metres(wgs_to_bd(*wgs), bd) < 0.1
        assert metres(bd_to_wgs(*bd), wgs) < 0.1


def test_baidus_own_pair_is_met():
    """The pair that stands everywhere for the twist alone: 116.404, 39.915 of GCJ-02."""
    assert metres(gcj_to_bd(39.915, 116.404), (39.92133699351021, 116.41036949371029)) < 0.1
    assert (
        metres(bd_to_gcj(39.915, 116.404), (39.90865673957631, 116.39762729119315)) < 1.0
    )  # given by the short way back


IN_CHINA = st.tuples(st.floats(20.0, 50.0), st.floats(76.0, 131.0))


@settings(max_examples=60)
@given(IN_CHINA)
def test_there_and_back_is_where_it_began(point):
    assert metres(gcj_to_wgs(*wgs_to_gcj(*point)), point) < 0.1
    assert metres(bd_to_gcj(*gcj_to_bd(*point)), point) < 0.1
    assert metres(bd_to_wgs(*wgs_to_bd(*point)), point) < 0.1


@settings(max_examples=60)
@given(IN_CHINA)
def test_the_shift_is_of_some_hundred_metres(point):
    assert 10 < metres(wgs_to_gcj(*point), point) < 1500


@pytest.mark.parametrize("point", [(51.5007, -0.1246), (-33.8568, 151.2153), (60.0, 100.0)])
def test_outside_of_china_nothing_is_shifted(point):
    for change in (wgs_to_gcj, gcj_to_wgs, gcj_to_bd, bd_to_gcj, wgs_to_bd, bd_to_wgs):
        assert change(*point) == point
