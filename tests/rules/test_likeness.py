"""When two hazards are the same thing again: by tables, by properties, and measured on the demo's findings."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.demo.findings import FAULTS
from bihuan.hazards.likeness import LIKE, SURE, Told, grouped, likeness, most_like
from bihuan.hazards.rules import KINDS

texts = st.text(alphabet="库房电线老化裸露灭火器未上锁的，。、3存在不符合", max_size=20)
told = st.builds(Told, texts, st.sampled_from(["", *KINDS]), texts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("库房电线老化裸露", "仓库线路老化、裸露"),
        ("灭火器压力表指针落在红区，月检卡空白", "灭火器压力不足，月检卡未填写"),
        ("疏散通道内堆放杂物，通行宽度不足", "疏散通道堆放杂物"),
        ("配电箱未上锁，箱门无警示标志", "配电箱没有上锁、无警示标志"),
        ("皮带传动部位缺少防护罩", "皮带传动部位防护罩缺失"),
        ("叉车司机证件已过期", "叉车司机证件过期"),
        ("应急照明灯断电后不能点亮", "应急照明灯不亮"),
        ("室内消火栓箱缺水枪，水带接口锈蚀", "消火栓箱内没有水枪"),
        ("储气罐压力表超过检验有效期", "压力表未检验，已过有效期"),
        ("地面和梁上积尘较厚，未按时清扫", "打磨车间地面积尘厚，没有及时清扫"),
    ],
)
def test_the_same_thing_in_other_words_is_offered(one: str, other: str) -> None:
    assert likeness(Told(one), Told(other)) >= LIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("配电箱未上锁，箱门无警示标志", "配电箱内一闸多接，导线裸露"),
        ("灭火器失效", "消火栓缺水枪"),
        ("冷库门内侧逃生装置失灵", "冷库有限空间未设置警示标志"),
        ("现场人员未佩戴安全帽", "高处作业人员未系安全带"),
        ("", "灭火器失效"),
        ("", ""),
    ],
)
def test_different_things_are_not_even_offered(one: str, other: str) -> None:
    assert likeness(Told(one), Told(other)) < LIKE


def test_kind_and_place_weigh_where_both_are_told() -> None:
    plain = likeness(Told("灭火器失效"), Told("灭火器过期失效"))
    assert likeness(Told("灭火器失效", "fire", "车间"), Told("灭火器过期失效", "", "")) == plain
    assert likeness(Told("灭火器失效", "fire"), Told("灭火器过期失效", "other")) == plain
    assert likeness(Told("灭火器失效", "fire"), Told("灭火器过期失效", "power")) < plain
    assert likeness(Told("灭火器失效", "", "车间"), Told("灭火器过期失效", "", "门卫室")) < plain


@given(told, told)
def test_likeness_is_symmetric_bounded_and_one_for_the_same(one: Told, other: Told) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1 if one.text else 0)


def test_no_two_findings_of_the_demo_are_taken_for_the_same() -> None:
    faults = [Told(one.text, one.kind, one.place) for part in FAULTS.values() for one in part]
    pairs = list(combinations(dict.fromkeys(faults), 2))
    like = [(one.text, other.text) for one, other in pairs if likeness(one, other) >= LIKE]
    assert len(pairs) > 5000 and len(like) <= 3
    assert all(likeness(one, other) < SURE for one, other in pairs)


def test_the_most_like_come_first_and_few() -> None:
    known = [(text, Told(text)) for text in ("灭火器失效", "电线裸露", "灭火器过期失效", "灭火器失效了")]
    assert [one for _score, one in most_like(Told("灭火器失效"), known, most=2)] == [
        "灭火器失效",
        "灭火器失效了",
    ]


def test_what_says_the_same_is_put_together() -> None:
    known = [(text, Told(text)) for text in ("电线裸露", "灭火器失效", "灭火器，失效", "灭火器失效")]
    assert [(head.text, len(members)) for head, members in grouped(known)] == [
        ("灭火器失效", 3),
        ("电线裸露", 1),
    ]
