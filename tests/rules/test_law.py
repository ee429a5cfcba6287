"""Law as dated data, and the checklists that stand on it. No database."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from bihuan.inspections import law
from bihuan.inspections.checklists import CHECKLISTS, Checklist, checklist_for
from bihuan.units.rules import CATEGORIES

THE_DAY = date(2021, 9, 1)


@pytest.mark.parametrize(
    ("name", "article", "on", "printed"),
    [
        ("安全生产法", "38", date(2018, 6, 1), "《中华人民共和国安全生产法》第三十八条"),
        ("安全生产法", "41", date(2026, 6, 1), "《中华人民共和国安全生产法》第四十一条"),
        ("安全生产法", "62", THE_DAY - timedelta(days=1), "《中华人民共和国安全生产法》第六十二条"),
        ("安全生产法", "65", THE_DAY, "《中华人民共和国安全生产法》第六十五条"),
        ("安全生产法", "", date(2018, 6, 1), "《中华人民共和国安全生产法》"),
        ("校车安全管理条例", "", date(2018, 6, 1), "《校车安全管理条例》"),
    ],
)
def test_a_citation_is_printed_in_full(name: str, article: str, on: date, printed: str) -> None:
    assert law.cite(name, article, on) == printed


@pytest.mark.parametrize(
    ("name", "article", "on", "why"),
    [
        ("安全生产法", "41", date(2010, 6, 1), "尚未施行"),
        ("安全生产法", "62", THE_DAY, "没有登记第62条"),
        ("安全生产法", "9", date(2018, 6, 1), "没有登记第9条"),
        ("安全生产法", "999", date(2026, 6, 1), "没有登记第999条"),
        ("渔业法", "", date(2026, 6, 1), "没有《渔业法》"),
    ],
)
def test_a_citation_that_is_not_there_or_not_in_force_is_refused(
    name: str, article: str, on: date, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        law.cite(name, article, on)


def test_a_topic_cites_the_article_of_the_day() -> None:
    assert law.basis("hazards", date(2018, 6, 1)).endswith("第三十八条")
    assert law.basis("hazards", date(2026, 6, 1)).endswith("第四十一条")
    assert law.basis("risk_grading", date(2018, 6, 1)) == ""
    with pytest.raises(KeyError):
        law.basis("no_such_topic", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (41, "四十一"),
        (100, "一百"),
        (109, "一百零九"),
        (110, "一百一十"),
        (114, "一百一十四"),
        (999, "九百九十九"),
    ],
)
def test_articles_are_numbered_in_chinese(number: int, text: str) -> None:
    assert law.numeral(number) == text


def test_the_editions_of_a_law_follow_each_other_without_gap_or_overlap() -> None:
    by_law: dict[str, set[law.Edition]] = defaultdict(set)
    for row in law.ARTICLES:
        by_law[row.edition.law].add(row.edition)
    for editions in by_law.values():
        in_order = sorted(editions, key=lambda edition: edition.from_on)
        assert [one.to_on for one in in_order] == [*(one.from_on for one in in_order[1:]), None]


@pytest.mark.parametrize("on", [date(2018, 6, 1), date(2026, 6, 1)])
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_checklist(category: str, on: date) -> None:
    checklist = checklist_for(category, on)
    assert checklist is not None
    assert checklist.from_on <= on
    assert checklist.to_on is None or on < checklist.to_on


def test_no_checklist_before_the_first_version() -> None:
    assert checklist_for("trade", date(2014, 11, 30)) is None


def test_the_version_changes_on_the_day_of_the_law() -> None:
    before, after = (
        checklist_for("trade.wood", THE_DAY - timedelta(days=1)),
        checklist_for("trade.wood", THE_DAY),
    )
    assert before and after
    assert (before.key, after.key) == ("trade-2014", "trade-2021")
    assert not any("风险并分级" in item.text for item in before.items)
    assert any("风险并分级" in item.text for item in after.items)


@pytest.mark.parametrize("checklist", CHECKLISTS.values(), ids=CHECKLISTS)
def test_every_basis_is_in_force_on_the_first_and_the_last_day_of_its_version(checklist: Checklist) -> None:
    last = checklist.to_on - timedelta(days=1) if checklist.to_on else date(2026, 6, 1)
    for day in (checklist.from_on, last):
        citable = {law.cite(row.edition.law, row.article, day) for row in _in_force(day)}
        assert {item.basis for item in checklist.items} <= citable
    assert len({item.no for item in checklist.items}) == len(checklist.items)
    assert len({item.text for item in checklist.items}) == len(checklist.items)
    # The groups stand together: the page heads each once.
    groups = [item.group for item in checklist.items]
    assert len(set(groups)) == sum(a != b for a, b in zip([None, *groups], groups, strict=False))


@pytest.mark.parametrize("key", ["trade-2014", "trade-2021", "school-2021", "building-2021"])
def test_the_good_checklists_have_twelve_to_twenty_items(key: str) -> None:
    assert 12 <= len(CHECKLISTS[key].items) <= 20


def _in_force(day: date) -> list[law.Article]:
    return [row for row in law.ARTICLES if row.edition.in_force(day)]
