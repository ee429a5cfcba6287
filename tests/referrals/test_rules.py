"""Who is oneself; names as compared; materials as typed; what is late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.referrals import rules

OWN = {
    "town": "东岭镇",
    "district": "东城区",
    "office": "应急管理办公室",
    "departments": ["城建办", "教委办"],
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("东岭镇", "就是本镇"),
        (" 东岭镇人民政府 ", "就是本镇"),
        ("东城区东岭镇人民政府", "就是本镇"),
        ("东岭镇党委、政府", "就是本镇"),
        ("本镇", "就是本镇"),
        ("镇政府", "就是本镇"),
        ("东岭镇安委会办公室", "就是本镇"),
        ("应急管理办公室", "就是本办"),
        ("东岭镇应急管理办公室", "就是本办"),
        ("镇应急办", "就是本办"),
        ("安全办", "就是本办"),
        ("城建办", "本镇的部门"),
        ("东岭镇城建办", "本镇的部门"),
        ("东城区消防救援大队", ""),
        ("区应急管理局", ""),
        ("区应急管理办公室", ""),
        ("市场监督管理局", ""),
        ("东城区安委会办公室", ""),
        ("东岭镇派出所", ""),
        ("西河镇人民政府", ""),
        ("东岭派出所", ""),
    ],
)
def test_oneself_is_known_by_every_name(name: str, said: str) -> None:
    why = rules.why_oneself(name, **OWN)  # type: ignore[arg-type]
    assert said in why if said else why == ""


@given(st.sampled_from(["东岭镇人民政府", "镇应急办", "城建办"]), st.text(" 　()（）、·", max_size=4))
def test_spaces_and_points_hide_nobody(name: str, noise: str) -> None:
    assert rules.why_oneself(f"{noise}{name[:2]}{noise}{name[2:]}{noise}", **OWN)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_name_is_judged_and_has_a_key(name: str) -> None:
    assert isinstance(rules.why_oneself(name, **OWN), str)  # type: ignore[arg-type]
    assert rules.body_key(rules.body_key(name, "东城区"), "东城区") is not None


def test_one_body_under_two_names_is_one_side() -> None:
    names = ("东城区消防救援大队", "区消防救援大队", "消防救援大队", "东城区 消防救援大队")
    assert len({rules.body_key(name, "东城区") for name in names}) == 1
    assert rules.body_key("东城区市场监督管理局", "东城区") == rules.body_key("市场监督管理局", "东城区")
    assert rules.body_key("市市场监督管理局", "临江市") == rules.body_key("市场监督管理局", "临江市")
    assert rules.body_key("市消防救援支队", "东城区") != rules.body_key("消防救援大队", "东城区")


def test_the_usual_bodies_bear_the_names_of_their_year() -> None:
    before = rules.usual_bodies("东城区", "东城区安全生产监督管理局", date(2018, 6, 1))
    after = rules.usual_bodies("东城区", "东城区应急管理局", date(2026, 6, 1))
    assert "东城区公安消防大队" in before and "东城区国土资源局" in before
    assert "东城区消防救援大队" in after and "东城区自然资源局" in after
    assert all(not rules.why_oneself(name, **OWN) for name in after)  # type: ignore[arg-type]


def test_materials_are_lines_without_their_numbers() -> None:
    assert rules.materials_of("1. 检查记录\n2、照片2张；- 询问笔录\n\n") == [
        "检查记录",
        "照片2张",
        "询问笔录",
    ]


@pytest.mark.parametrize(
    ("due", "ended", "on", "late"),
    [
        (date(2026, 6, 2), None, date(2026, 6, 2), False),
        (date(2026, 6, 2), None, date(2026, 6, 3), True),
        (date(2026, 6, 2), date(2026, 6, 2), date(2026, 7, 1), False),
        (date(2026, 6, 2), date(2026, 6, 5), date(2026, 7, 1), True),
        (None, None, date(2026, 7, 1), False),
    ],
)
def test_the_last_day_is_in_time(due: date | None, ended: date | None, on: date, late: bool) -> None:
    assert rules.is_late(due, ended, on) is late
