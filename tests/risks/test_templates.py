"""The library of templates: what the files say is checked, and each trade's is whole."""

from pathlib import Path

import pytest

from bihuan.risks.rules import FREQUENCIES, LEVELS
from bihuan.risks.template_data import COMMON, FOLDER, LIBRARY, TemplateError, fitting, read
from tests.risks.deeds import STALL

SMALL = Path(__file__).with_name("templates")
TRADES_LEAST, POINTS_LEAST = 12, 18


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    """The small library with some words replaced."""
    for path in SMALL.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_point_of_all_trades_is_taken_over_as_it_stands() -> None:
    assert [one.key for one in STALL.points] == ["store", "unload", "fire", "exit"]
    assert [one.grade.number for one in STALL.points] == [1, 1, 3, 4]
    exit_ = STALL.points[-1]
    assert (exit_.name, exit_.steps[0].method, exit_.steps[0].result.score) == ("疏散通道", "ls", 4)
    assert exit_.steps[0].measures.keys() == {"engineering", "management", "emergency"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("lec = [3, 6, 40]", "lec = [3, 6, 50]", "只能取表中的"),
        ("lec = [3, 6, 40]", "lec = [3, 6]", "3 values"),
        ("lec = [3, 6, 40]", "ls = [3, 6]", "只能取表中的"),
        ("lec = [3, 6, 40]", "", "one of lec, ls, direct"),
        ("lec = [3, 6, 40]", "lec = [3, 6, 40]\nls = [1, 1]", "one of lec, ls, direct"),
        ('key = "unload"', 'key = "store"', "twice"),
        ('name = "卸货作业"', 'name = "储存间"', "twice"),
        ('key = "unload"', 'key = "Unload!"', "12 signs"),
        ('key = "unload"', 'key = "unload"\nnote = "好"', "unknown"),
        ('use = "exit"', 'use = "gate"', "no point"),
        ('kind = "activity"', 'kind = "job"', "类型"),
        ('accidents = ["火药爆炸"]', 'accidents = ["爆炸伤害"]', "没有“爆炸伤害”"),
        ('every = "month"', 'every = "fortnight"', "多长时间"),
        ('level = "company"', 'level = "boss"', "哪一级"),
        ('categories = ["fireworks"]', 'categories = ["firework"]', "categories"),
        ('training = "每半年培训一次"\n', "", "lacks"),
        ('harm = "多人伤亡"', f'harm = "{"多" * 201}"', "at most 200"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why):
        read(changed(tmp_path, (old, new)))


def test_a_rule_that_makes_a_risk_major_needs_no_score(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("lec = [1, 6, 15]", 'direct = "储存间与居室相通"'))
    step = read(folder)["stall"].points[0].steps[1]
    assert (step.result.grade, step.result.score, step.direct) == (1, None, "储存间与居室相通")


def test_each_trade_of_the_library_is_whole() -> None:
    trades = {key: one for key, one in LIBRARY.items() if key != "stall"}
    assert len(trades) >= TRADES_LEAST
    for key, one in trades.items():
        steps = [step for point in one.points for step in point.steps]
        grades = {step.result.grade for step in steps}
        assert len(one.points) >= POINTS_LEAST, key
        assert grades == {1, 2, 3, 4}, key
        assert all(step.checks and step.measures for step in steps), key
        assert {check.every for step in steps for check in step.checks} <= FREQUENCIES.keys(), key
        assert {check.level for step in steps for check in step.checks} <= set(LEVELS), key


def test_no_two_trades_bear_one_name() -> None:
    labels = [one.label for one in LIBRARY.values()]
    assert len(set(labels)) == len(labels)
    assert (FOLDER / f"{COMMON}.toml").exists()


@pytest.mark.parametrize(
    ("category", "first"),
    [
        ("chemical.station", "fuel"),
        ("trade.wood", "wood"),
        ("school.kindergarten", "kindergarten"),
        ("school", "school"),
        ("market", "market"),
        ("building", "building"),
        ("fireworks", "stall"),
    ],
)
def test_a_unit_is_offered_the_template_of_its_trade_first(category: str, first: str) -> None:
    offered = fitting(category)
    assert offered[0].key == first
    assert {one.key for one in offered} == LIBRARY.keys()


@pytest.mark.parametrize(
    ("category", "said", "suiting"),
    [
        ("trade", "石桥镇宏达电镀厂", ["coating"]),
        ("trade", "石桥镇第二综合厂木制板材", ["wood"]),
        ("trade.wood", "宏达家具喷涂", ["wood", "coating"]),
        ("trade.machine", "柳林农机修理部", ["farm_repair", "coating"]),
        ("trade.garment", "永兴制衣", ["garment"]),  # no plating, though it is a trade
        ("trade", "石桥镇综合厂", []),
    ],
)
def test_what_suits_a_unit_is_told_by_its_category_and_its_words(
    category: str, said: str, suiting: list[str]
) -> None:
    offered = fitting(category, said)
    assert [one.key for one in offered if one.suits(category, said)] == suiting
    assert [one.key for one in offered[: len(suiting)]] == suiting
    assert offered[0].is_near(category)
