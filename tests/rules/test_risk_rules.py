"""The tables of both methods, grades and who controls them. No database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.risks import rules
from bihuan.risks.accident_kinds import CODE_LISTS, accident_kinds, code_list
from bihuan.risks.methods import LEC, LS, METHODS, Method
from bihuan.risks.picture import lines
from bihuan.risks.rules import GRADES, LEVELS, Box, judge


def every_way(method: Method) -> list[dict[str, Decimal]]:
    """All that can be chosen from a method's tables."""
    letters = [one.letter for one in method.factors]
    tables = ([one.value for one in factor.choices] for factor in method.factors)
    return [dict(zip(letters, values, strict=True)) for values in product(*tables)]


@pytest.mark.parametrize(
    ("values", "score", "level", "grade"),
    [
        (("10", "10", "100"), "10000", "1级", 1),
        (("1", "10", "40"), "400", "1级", 1),
        (("3", "3", "40"), "360", "1级", 1),
        (("3", "6", "15"), "270", "2级", 2),
        (("6", "2", "15"), "180", "2级", 2),
        (("6", "6", "3"), "108", "3级", 3),
        (("10", "1", "7"), "70", "3级", 3),
        (("3", "3", "7"), "63", "4级", 4),
        (("0.2", "10", "7"), "14", "5级", 4),
        (("0.1", "0.5", "1"), "0.05", "5级", 4),
    ],
)
def test_lec_by_the_table(values: tuple[str, str, str], score: str, level: str, grade: int) -> None:
    found = judge("lec", dict(zip("LEC", map(Decimal, values), strict=True)))
    assert found.band is not None
    assert (found.score, found.band.level, found.grade) == (Decimal(score), level, grade)


@pytest.mark.parametrize(
    ("method", "score", "grade"),
    [
        (LEC, "320", 1),
        (LEC, "319.999", 2),
        (LEC, "160", 2),
        (LEC, "159", 3),
        (LEC, "70", 3),
        (LEC, "69", 4),
        (LEC, "20", 4),
        (LS, "20", 1),
        (LS, "16", 2),
        (LS, "15", 2),
        (LS, "12", 3),
        (LS, "9", 3),
        (LS, "8", 4),
        (LS, "1", 4),
    ],
)
def test_an_edge_belongs_to_the_graver_grade(method: Method, score: str, grade: int) -> None:
    assert rules.band_of(method, Decimal(score)).grade == grade


def test_each_product_of_the_matrix_has_the_level_that_the_table_gives_it() -> None:
    levels = {
        "1级": {20, 25},
        "2级": {15, 16},
        "3级": {9, 10, 12},
        "4级": {4, 5, 6, 8},
        "5级": {1, 2, 3},
    }
    found: dict[str, set[int]] = {}
    for values in every_way(LS):
        result = judge("ls", values)
        assert result.band is not None and result.score is not None
        found.setdefault(result.band.level, set()).add(int(result.score))
    assert found == levels


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
def test_whatever_is_chosen_has_one_grade_and_a_worse_value_never_a_lighter_one(method: Method) -> None:
    for values in every_way(method):
        grade = judge(method.key, values).grade
        assert grade in GRADES
        for factor in method.factors:
            worse = [one.value for one in factor.choices if one.value > values[factor.letter]]
            assert all(judge(method.key, values | {factor.letter: one}).grade <= grade for one in worse)


@pytest.mark.parametrize(
    "said", ["2", "0", "-1", "10.5", "NaN", "Infinity", "好", "", " ", "1e1000000", "３０"]
)
def test_what_is_not_in_the_table_is_refused_with_what_is(said: str) -> None:
    with pytest.raises(ValueError, match=r"L（发生事故的可能性）只能取表中的10、6、3、1、0\.5、0\.2、0\.1"):
        LEC.factors[0].read(said)


@given(st.text(max_size=12))
def test_a_value_is_read_only_as_one_of_the_table(said: str) -> None:
    try:
        value = LEC.factors[1].read(said)
    except ValueError:
        return
    assert value in [one.value for one in LEC.factors[1].choices]


def test_values_that_are_missing_and_wrong_are_all_named() -> None:
    values, wrong = rules.read_values("lec", {"L": "3.0", "E": "", "C": "50"})
    assert values == {"L": 3}
    assert wrong == {
        "E": "请选择E（暴露于危险环境的频繁程度）。",
        "C": "C（发生事故的后果）只能取表中的100、40、15、7、3、1，请从表中选择。",
    }


def test_what_is_judged_directly_is_major_and_its_score_stays_to_be_seen() -> None:
    found = judge("lec", {"L": Decimal(1), "E": Decimal(1), "C": Decimal(1)}, direct=True)
    assert (found.grade, found.score) == (1, 1)
    assert judge("", {}) == rules.Result(None, None, 1)


@pytest.mark.parametrize(
    ("grade", "has", "who"),
    [
        (1, LEVELS, ("company", "workshop", "team", "post")),
        (2, LEVELS, ("workshop", "team", "post")),
        (4, LEVELS, ("post",)),
        (2, ("company", "post"), ("company", "post")),  # no workshop: the company answers
        (4, ("company",), ("company",)),
        (1, ("workshop", "post"), ()),  # nobody stands high enough
        (3, (), ()),
    ],
)
def test_who_controls_what(grade: int, has: tuple[str, ...], who: tuple[str, ...]) -> None:
    assert rules.controlling(grade, has) == who
    assert rules.lacks_keeper(grade, has) is not bool(who)


@given(st.sampled_from(sorted(GRADES)), st.sets(st.sampled_from(LEVELS)))
def test_what_an_upper_level_controls_the_lower_do_too(grade: int, has: set[str]) -> None:
    who = rules.controlling(grade, has)
    assert set(who) <= has
    if who:
        assert {one for one in has if LEVELS.index(one) > LEVELS.index(who[0])} == set(who[1:])
    if grade > 1:
        assert set(who) <= set(rules.controlling(grade - 1, has)) or not rules.controlling(grade - 1, has)


def test_levels_have_the_words_of_their_trade() -> None:
    assert rules.level_labels("school.kindergarten")["company"] == "校级"
    assert rules.level_labels("market")["post"] == "摊位级"
    assert rules.level_labels("trade.wood") == dict(
        zip(LEVELS, ("公司级", "车间级", "班组级", "岗位级"), strict=True)
    )


def test_kinds_of_accidents_are_those_of_the_standard_in_force() -> None:
    changes = date(2026, 7, 1)
    assert code_list(changes - timedelta(days=1)).standard == "GB 6441-1986"
    assert len(accident_kinds(changes - timedelta(days=1))) == 20
    assert len(accident_kinds(changes)) == 27
    assert CODE_LISTS[0].to_on == CODE_LISTS[1].from_on == changes
    assert not rules.check_step("搬运", "砸伤", ["物体打击", "机械伤害"])
    assert "机械损伤" in rules.check_step("搬运", "砸伤", ["机械损伤"])["accidents"]


def test_a_template_that_nobody_touched_is_a_copy() -> None:
    assert rules.copied_through(changed=0, struck=0, added=0)
    assert not any(
        rules.copied_through(**({"changed": 0, "struck": 0, "added": 0} | {one: 1}))
        for one in ("changed", "struck", "added")
    )


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ("大门 门卫\n车间", ""),
        ("  \n ", "请写出各处的名称"),
        ("仓" * 13, "太长"),
        ("\n".join("甲" * 1 for _ in range(13)), "最多12排"),
        (" ".join("甲乙丙丁戊己庚辛壬"), "每排8处"),
    ],
)
def test_an_outline_is_rows_of_rooms(outline: str, why: str) -> None:
    said = rules.check_outline(outline)
    assert (why in said) if why else said == ""


@given(st.integers(1, 40))
def test_points_in_a_room_stand_apart_and_inside(count: int) -> None:
    box = Box("车间", 0.25, 0.5, 0.25, 0.5)
    found = rules.spread(box, count)
    assert len(set(found)) == count
    assert all(0.25 < x < 0.5 and 0.5 < y < 1 for x, y in found)


def test_the_rooms_of_an_outline_fill_it() -> None:
    found = rules.boxes("大门 门卫\n车间")
    assert [(one.name, one.left, one.width, one.top) for one in found] == [
        ("大门", 0, 0.5, 0),
        ("门卫", 0.5, 0.5, 0),
        ("车间", 0, 1, 0.5),
    ]


@pytest.mark.parametrize(
    ("name", "most", "shown"),
    [
        ("成品库", 7, ["成品库"]),
        ("制冷机房、储氨器、冷凝器", 8, ["制冷机房、储氨器、", "冷凝器"]),
        ("一车间", 1, ["一", "车", "间"]),
        ("", 3, []),
    ],
)
def test_a_rooms_name_is_broken_where_it_may(name: str, most: int, shown: list[str]) -> None:
    assert lines(name, most) == shown
