"""Law as dated data. No database."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from bihuan.inspections import law

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
        ("安全生产法", "18", THE_DAY, "第18条没有收入"),
        ("安全生产法", "9", date(2018, 6, 1), "第9条没有收入"),
        ("安全生产法", "999", date(2026, 6, 1), "第999条没有收入"),
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
    ("text", "on", "wrong"),
    [
        ("违反了《中华人民共和国安全生产法》第三十八条", date(2018, 6, 1), []),
        ("违反了《安全生产法》第三十八条的规定", date(2026, 6, 1), []),
        ("违反《中华人民共和国安全生产法》第十八条", date(2026, 6, 1), ["第18条没有收入"]),
        ("违反《中华人民共和国安全生产法》第三十八条", date(2010, 6, 1), ["尚未施行"]),
        (
            "违反《中华人民共和国渔业法》第三条、《安全生产法》第十十条",
            date(2026, 6, 1),
            ["没有《渔业法》", "条号不对"],
        ),
        ("依据《东江省安全生产条例》第四十七条", date(2026, 6, 1), []),
        ("按照《安全生产许可证条例》整改", date(2026, 6, 1), []),
        ("没有引用", date(2026, 6, 1), []),
    ],
)
def test_citations_in_a_text_are_held_against_the_table(text: str, on: date, wrong: list[str]) -> None:
    told = law.wrong_citations(text, on)
    assert len(told) == len(wrong)
    assert all(word in line for word, line in zip(wrong, told, strict=True))


@pytest.mark.parametrize(
    ("topic", "old", "new"),
    [
        ("powers", "第六十二条", "第六十五条"),
        ("inspection_record", "第六十五条", "第六十八条"),
        ("pen_management", "第九十四条", "第九十七条"),
        ("pen_hazards", "第九十九条", "第一百零二条"),
        ("pen_refusal", "第一百零五条", "第一百零八条"),
        ("simple_penalty", "第三十三条", "第五十一条"),
        ("evidence", "第三十七条", "第五十六条"),
        ("review_term", "第九条", "第二十条"),
        ("suit_term", "第四十六条", "第四十六条"),
        ("seize_term", "第二十五条", "第二十五条"),
    ],
)
def test_powers_penalties_and_procedure_have_their_old_numbers(topic: str, old: str, new: str) -> None:
    assert law.basis(topic, date(2018, 6, 1)).endswith(old)
    assert law.basis(topic, date(2026, 6, 1)).endswith(new)


def test_a_checklist_cites_duties_and_no_penalties() -> None:
    duties = {row.topic for row in law.ARTICLES if row.is_duty}
    assert {"hazards", "fire_duties", "confined"} <= duties
    assert not duties & {"pen_hazards", "simple_penalty", "seize_term"}


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
