"""The library of violations: enough of them, each cited by the law of the day, found by words. No database."""

from datetime import date

import pytest

from bihuan.inspections import law
from bihuan.inspections.violations import APPLIED, CHECKED, FACTS, FURTHER, basis_line, offered
from bihuan.units.rules import CATEGORIES

DAY, DAY_2018 = date(2026, 6, 2), date(2018, 3, 6)


def test_every_category_has_a_library() -> None:
    assert len(offered("", DAY)) >= 250
    for category in CATEGORIES:
        assert len(offered(category, DAY)) >= 50, category


@pytest.mark.parametrize("on", [date(2015, 6, 1), DAY_2018, date(2021, 8, 31), date(2021, 9, 1), DAY])
def test_what_is_offered_cites_the_table_on_the_day(on: date) -> None:
    for one in offered("", on):
        line = basis_line(one, on)
        assert line == f"违反了{one.broken}，依据{one.applied}"
        assert law.wrong_citations(line, on) == []
        assert one.broken and one.applied and one.measure and one.days >= 0


def test_the_articles_are_those_of_the_day() -> None:
    (then,) = offered("fireworks", DAY_2018, "未如实记录安全生产教育")
    (now,) = offered("fireworks", DAY, "未如实记录安全生产教育")
    assert basis_line(then, DAY_2018) == (
        "违反了《中华人民共和国安全生产法》第二十五条，依据《中华人民共和国安全生产法》第九十四条"
    )
    assert basis_line(now, DAY) == (
        "违反了《中华人民共和国安全生产法》第二十八条，依据《中华人民共和国安全生产法》第九十七条"
    )
    assert basis_line(then, DAY) == basis_line(now, DAY)


def test_what_was_no_duty_then_is_not_offered() -> None:
    assert not offered("", DAY_2018, "风险分级管控制度")
    (graded,) = offered("", DAY, "未建立安全风险分级管控制度")
    with pytest.raises(ValueError, match="2018-03-06尚未施行"):
        basis_line(graded, DAY_2018)
    (before,) = offered("trade.catering", DAY_2018, "使用燃气的生产经营单位")
    (since,) = offered("trade.catering", DAY, "使用燃气的生产经营单位")
    assert ("燃气管理条例" in before.broken, "燃气管理条例" in before.applied) == (True, True)
    assert ("安全生产法" in since.broken, "安全生产法" in since.applied) == (True, True)


def test_the_units_own_comes_first_and_others_stay_away() -> None:
    shop = offered("fireworks", DAY)
    assert shop[0].text.startswith("零售许可证过期")
    assert not any("塔吊" in one.text for one in shop)
    assert offered("building.house", DAY)[0].text.startswith("建房未经批准")
    assert any("有限空间" in one.text for one in offered("trade.wood", DAY))
    assert not any("有限空间" in one.text for one in shop)


@pytest.mark.parametrize(
    ("category", "words", "said"),
    [
        ("", "拒绝 检查", "拒绝、阻碍依法实施的安全生产监督检查"),
        ("shop", "协议 承租", "未与承包单位、承租单位签订专门的安全生产管理协议"),
        ("trade", "关闭 报警", "关闭、破坏直接关系生产安全的监控、报警、防护、救生设备、设施"),
        (
            "mine",
            "专职安全生产管理人员",
            "矿山、金属冶炼、建筑施工、运输、危险物品单位未设置安全生产管理机构",
        ),
        ("fireworks", "消防法 明火", "零售店内有明火"),
    ],
)
def test_words_find_it(category: str, words: str, said: str) -> None:
    assert any(one.text.startswith(said) for one in offered(category, DAY, words))


def test_words_that_nothing_has_find_nothing() -> None:
    assert offered("shop", DAY, "核反应堆") == []


def test_each_item_of_a_checklist_has_its_facts_and_none_is_left_over() -> None:
    used = {row.key for rows in CHECKED.values() for row in rows}
    assert set(FACTS) == used
    texts = [row.text for rows in CHECKED.values() for row in rows] + [row.text for row in FURTHER]
    assert all(text and not text.endswith("。") and len(text) <= 300 for text in texts)
    assert not used & {row.key for row in FURTHER}


def test_penalties_and_duties_are_in_the_table() -> None:
    topics = {row.topic for row in law.ARTICLES}
    named = {
        topic
        for rows in (*CHECKED.values(), FURTHER)
        for row in rows
        for topic in (*row.broken, *row.applied)
    }
    assert named | set(APPLIED) | set(APPLIED.values()) <= topics
